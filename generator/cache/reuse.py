"""What of the last build still holds: whose inputs are the same, and whose files still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..config import SITE_FILE
from ..contents import DisclosureFiles, Listing
from ..files import Folder
from ..jobs import Context, Made, Result, Written
from . import made_with
from .store import Cache, Kept

_MADE_OF: Final = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """Digests of what all jobs of a build share: for examining, for rendering, for PDFs."""

    examining: str
    rendering: str
    pdf: str


def shared(context: Context, folder: Folder, cache: Cache) -> Shared:
    """Take the digests; `folder` is that of the content."""
    code = made_with.code()
    templates = made_with.templates(context.templates, cache.digests)
    settings = cache.digests.of(folder.locate(SITE_FILE) or Path())
    examining = made_with.together(code, templates.forms, settings, str(context.strict))
    pdf = (
        made_with.together(code, templates.print_styles, made_with.pdf_parts())
        if context.with_pdf
        else ""
    )
    return Shared(examining, made_with.together(examining, templates.pages, pdf), pdf)


@dataclass
class Reuse:
    """The results of the last build, as far as they hold for this one.

    `folder` is that of the content, whose names on the disk are known; `listing` holds the
    disclosures that there are now.
    """

    cache: Cache
    shared: Shared
    folder: Folder
    listing: Listing
    output: Path
    stage: Path

    def examined(self, found: DisclosureFiles) -> Result | None:
        """What is known of a disclosure that reads as it did, with its files if they stand."""
        kept = self.cache.get(found.base)
        if kept is None or kept.examined_with != self.shared.examining:
            return None
        result = kept.result
        same = all(self._content(path) == sha256 for path, sha256 in result.inputs.items())
        if not (same and self.listing.still(result.asked)):
            return None
        stands = kept.rendered_with == self.shared.rendering and self._stand(result.files)
        return result if stands else _unrendered(result)

    def part(self, key: str, inputs: str) -> Result | None:
        """A part of the portal that was made of the same."""
        kept = self.cache.get(key)
        if kept is None or kept.examined_with != inputs:
            return None
        stands = kept.rendered_with == self.shared.rendering and self._stand(kept.result.files)
        return kept.result if stands else None

    def former_pieces(self, key: str) -> tuple[Made, ...]:
        """The pieces of a part of the portal that was made of something else, those that stand."""
        kept = self.cache.get(key)
        if kept is None or kept.rendered_with != self.shared.rendering:
            return ()
        return tuple(made for made in kept.result.pieces if self._stand((made.file,)))

    def former_pdf(self, key: str) -> Made | None:
        """The PDF that was last made of a disclosure."""
        kept = self.cache.get(key)
        return kept.result.pdf if kept is not None else None

    def versions(self) -> dict[str, str]:
        """With what the last build made its PDFs, if that is the same; else nothing."""
        known = dict(self.cache.versions)
        return known if known.pop(_MADE_OF, "") == self.shared.pdf else {}

    def keep(
        self,
        results: Iterable[Result],
        parts: Iterable[tuple[str, Result]],
        versions: dict[str, str],
        published: Collection[str],
    ) -> str:
        """Remember this build for the next, or say why that cannot be. `parts` come with the
        digests of their inputs, `published` are the keys of the results whose files stand in
        the output now."""
        kept = [(r.key, self._kept(r, r.key in published)) for r in results if r.is_certain]
        for inputs, result in parts:
            self._tell(result)
            kept.append((result.key, Kept(inputs, self.shared.rendering, result)))
        return self.cache.save(
            self.stage, kept, {_MADE_OF: self.shared.pdf, **versions} if versions else {}
        )

    def keep_unpublished(self, results: Iterable[Result], staged: Collection[str]) -> None:
        """Remember a build that put nothing in place: what stood in the output stands.

        `staged` are the keys of the results whose files were made for nothing.
        """
        kept = {key: one for key in self.cache.keys if (one := self.cache.get(key)) is not None}
        kept |= {r.key: self._kept(r, r.key not in staged) for r in results if r.is_certain}
        self.cache.save(self.stage, kept.items(), self.cache.versions)

    def _kept(self, result: Result, published: bool) -> Kept:
        if not (published and result.files):
            return Kept(self.shared.examining, "", _unrendered(result))
        self._tell(result)
        return Kept(self.shared.examining, self.shared.rendering, result)

    def _tell(self, result: Result) -> None:
        """Its files have just been published, so their digests are known."""
        for file in result.files:
            self.cache.digests.tell(self.output / file.path, file.sha256)

    def _content(self, path: str) -> str:
        place = self.folder.locate(path)
        return self.cache.digests.of(place) if place is not None else ""

    def _stand(self, files: Sequence[Written]) -> bool:
        """Whether these files stand in the output as they were written."""
        digest = self.cache.digests.of_published
        return bool(files) and all(digest(self.output / f.path) == f.sha256 for f in files)


def _unrendered(result: Result) -> Result:
    """A result without what was made of it; the PDF is told all the same."""
    return replace(result, files=(), links=(), listed=None)
