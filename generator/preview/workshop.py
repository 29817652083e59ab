"""The preview's work: the page on view first, everything else after it.

What was made holds as long as what it was made from reads the same (by digest), so a save
makes the disclosure of its file anew, those that look at it, and the parts of the portal
that show them. The work is a sequence of small steps; whoever runs it may leave it after
any of them, take a change, and begin again with what is stale then.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from .. import department
from ..contents import DisclosureFiles, Listing
from ..department import examining
from ..diagnostics import Diagnostic
from ..environment import EnvironmentFault
from ..jobs import Job, Result, Written
from ..outputs import pages
from ..portal import Part, parts
from ..portal.job import run as make_part
from ..preparing import Forms, Prepared, Settings, prepare, read_forms
from ..publishing import links
from ..publishing.addresses import with_clashes
from .anchors import anchored
from .aside import Aside
from .changes import Change
from .events import Done, Event, Fault, Finding, Gone, Made, Message, Pause, Progress, Told, Viewed

# Under these keys stands what is wrong with no single disclosure.
SITE: Final = "*"
LINKS: Final = "#"

CONTENT_GONE: Final = EnvironmentFault(
    "内容文件夹不见了，下面是上一次成功生成的网页。", "把它放回原处，网页会自动恢复。"
)


@dataclass
class Workshop:
    """What the preview knows of the content, and the pages that it has made of it."""

    settings: Settings
    aside: Aside
    viewed: tuple[str, ...] = ()
    _saved: frozenset[str] = frozenset()
    _forms: Forms | None = None
    _prepared: Prepared | None = None
    # What came of each disclosure as it reads now; of the last that could be rendered; of the
    # parts of the portal, by what they were made from.
    _known: dict[str, Result] = field(default_factory=dict)
    _standing: dict[str, Result] = field(default_factory=dict)
    _parts: dict[str, Result] = field(default_factory=dict)
    _began: dict[str, Future[Any]] = field(default_factory=dict)
    _has_checked_links: bool = False

    def take(self, message: Message) -> None:
        """Note what was saved, or what is looked at, for the work that follows."""
        if isinstance(message, Viewed):
            self.viewed = message.pages
            return
        self._prepared, self._saved = None, message.content
        if message.is_of_forms or message.is_of_pages:
            self._forms = None
            pages.forget()
            self.aside.renew()
            self._began.clear()
        if message.is_of_all:
            self._known.clear()
            self._parts.clear()
        self._known = {k: r for k, r in self._known.items() if self._reads_the_same(r, message)}

    def _reads_the_same(self, result: Result, change: Change) -> bool:
        read = change.content & result.inputs.keys()
        return result.is_certain and all(self._digest(p) == result.inputs[p] for p in read)

    def _digest(self, path: str) -> str:
        try:
            return hashlib.sha256((self.settings.content / path).read_bytes()).hexdigest()
        except OSError:
            return ""

    def work(self) -> Iterator[Event]:
        """Do what there is to do, a step at a time; what each step did."""
        if not self.settings.content.is_dir():
            raise CONTENT_GONE
        prepared = self._prepared
        if prepared is None:
            yield Fault("")
            prepared = self._prepared = self._looked()
            yield from self._forgotten(prepared)
            yield Told(SITE, tuple(map(Finding, prepared.problems.found)))
        total = len(prepared.found)
        stale = self._stale(prepared)
        yield Progress(total - len(stale), total)
        for done, found in enumerate(stale, total - len(stale) + 1):
            yield from self._disclosure(prepared, found)
            yield Progress(done, total)
        yield from self._portal(prepared)
        if not self._has_checked_links:
            yield from self._links(prepared)
        yield Done()

    def _looked(self) -> Prepared:
        """Look at the content folder again, and drop what does not hold any more."""
        self._forms = self._forms or read_forms(self.settings.templates)
        stage = self.settings.output.with_name(f".stage-{self.aside.number}")
        prepared = prepare(self.settings, stage, forms=self._forms)
        listing = Listing(prepared.found)
        bases = {found.base for found in prepared.found}
        self._known = {
            k: r for k, r in self._known.items() if k in bases and listing.still(r.asked)
        }
        # Two of one address: which of them may have it is seen again with each change.
        for clash in self._clashes(prepared):
            del self._known[clash.key]
        return prepared

    def _forgotten(self, prepared: Prepared) -> Iterator[Event]:
        """Take down what is no longer in the content."""
        bases = {found.base for found in prepared.found}
        for key in self._standing.keys() - bases:
            self._remove(f.path for f in self._standing.pop(key).files)
            yield Gone(key)

    def _stale(self, prepared: Prepared) -> list[DisclosureFiles]:
        """What has to be made anew: what is on view, then what was saved, then the rest."""

        def place(found: DisclosureFiles) -> int:
            earlier = self._standing.get(found.base)
            folder = earlier.folder if earlier else found.base
            for number, page in enumerate(self.viewed):
                if page.startswith(f"{folder}/"):
                    return number
            return len(self.viewed) + (0 if self._saved & set(found.files) else 1)

        return sorted((f for f in prepared.found if f.base not in self._known), key=place)

    def _disclosure(self, prepared: Prepared, found: DisclosureFiles) -> Iterator[Event]:
        """Examine a disclosure, and render it: the page on view, then the others."""
        job = Job(found, prepared.context)
        examined = examining.examine(job)
        result = department.as_result(job, examined)
        self._known[found.base] = result
        for clash in self._clashes(prepared):
            self._known[clash.key] = clash
            yield self._told(prepared, clash, map(Finding, clash.diagnostics))
        result = self._known.pop(found.base)
        yield self._told(prepared, result, anchored(examined, result.diagnostics))
        rendering = None if result.blocked else department.begin(job, examined)
        if rendering is None:
            self._known[found.base] = result
            return
        first = next((p for p in self.viewed if p.startswith(f"{result.folder}/")), "")
        written: list[Written] = []
        follower = links.Follower(prepared.context.site.path)
        for file in follower.passing(department.planned(rendering, first)):
            if isinstance(file, Written):
                written.append(file)
                continue
            path, data = file
            written.append(Written(path, hashlib.sha256(data).hexdigest(), len(data)))
            yield Made(path, self._put(path, data))
        result = department.end(rendering, tuple(written), follower.links())
        earlier = self._standing.get(found.base)
        self._known[found.base] = self._standing[found.base] = result
        self._remove(f.path for f in (earlier.files if earlier else ()))
        self._has_checked_links = False

    def _clashes(self, prepared: Prepared) -> list[Result]:
        """Those that share their address with another, told of it."""
        known = [self._known[key] for key in sorted(self._known)]
        return [r for r in with_clashes(known, prepared.sources) if r is not self._known[r.key]]

    def _told(self, prepared: Prepared, result: Result, findings: Iterable[Finding]) -> Told:
        files = next(f.files for f in prepared.found if f.base == result.key)
        made_of = repr((sorted(result.inputs.items()), sorted(result.asked.items())))
        digest = hashlib.sha256(made_of.encode("utf-8", "surrogateescape")).hexdigest()
        return Told(result.key, tuple(findings), result.folder, files, digest, result.blocked)

    def _portal(self, prepared: Prepared) -> Iterator[Event]:
        """The parts of the portal that show something new, one on view first."""
        listed = [r.listed for r in self._standing.values() if r.listed is not None]
        now = {p.inputs: p for p in parts(prepared.context.site, listed)}
        earlier = {r.key: r for r in self._parts.values()}

        def is_on_view(part: Part) -> bool:
            files = earlier[part.key].files if part.key in earlier else ()
            return any(f.path in self.viewed for f in files)

        for part in sorted(now.values(), key=lambda p: not is_on_view(p)):
            if part.inputs in self._parts:
                continue
            former = earlier[part.key].pieces if part.key in earlier else ()
            wanted = replace(part, former=former)
            task = self._begin(part.inputs, make_part, prepared.context, wanted)
            while not task.done():
                yield Pause()
            result: Result = task.result()
            del self._began[part.inputs]
            for file in result.files:
                if (prepared.context.stage / file.path).is_file():
                    yield Made(file.path, self._take_over(prepared.context.stage, file.path))
            self._parts[part.inputs] = result
            self._has_checked_links = False
        before, self._parts = self._parts, {inputs: self._parts[inputs] for inputs in now}
        self._remove(f.path for r in before.values() for f in r.files)

    def _links(self, prepared: Prepared) -> Iterator[Event]:
        """Links that lead nowhere, once everything stands where it belongs."""
        output = self.settings.output
        made = (*self._standing.values(), *self._parts.values())
        held = repr(sorted((f.path, f.sha256) for r in made for f in r.files))
        task = self._begin(
            held, _dead_links, output, prepared.context.site.path, made, prepared.sources
        )
        while not task.done():
            yield Pause()
        found: list[Diagnostic] = task.result()
        del self._began[held]
        self._has_checked_links = True
        yield Told(LINKS, tuple(map(Finding, found)))

    def _begin(self, key: str, what: Callable[..., Any], *args: Any) -> Future[Any]:
        """Have something done aside; what was begun already goes on."""
        if key not in self._began:
            for other in self._began.values():
                other.cancel()
            self._began = {key: self.aside.submit(what, *args)}
        return self._began[key]

    def _put(self, path: str, data: bytes) -> bool:
        """Put a file in its place, whole at any time; whether it is otherwise than before."""
        place = self.settings.output / path
        if place.is_file() and place.read_bytes() == data:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f".{place.name}.new")
        new.write_bytes(data)
        os.replace(new, place)
        return True

    def _take_over(self, stage: Path, path: str) -> bool:
        """Put a file in its place that was made aside."""
        is_new = self._put(path, (stage / path).read_bytes())
        (stage / path).unlink()
        return is_new

    def _remove(self, paths: Iterable[str]) -> None:
        """Take files away, but for those that are still made."""
        made = (*self._standing.values(), *self._parts.values())
        standing = {f.path for r in made for f in r.files}
        for path in paths:
            if path not in standing:
                (self.settings.output / path).unlink(missing_ok=True)


def _dead_links(
    output: Path, root: str, made: Sequence[Result], sources: Mapping[str, str]
) -> list[Diagnostic]:
    """Links that lead nowhere, of files that all stand in the output."""
    paths = (f.path for r in made for f in r.files)
    site = links.Site(paths, lambda path: output / path, lambda _: False)
    faulty = [r for r in made if not (r.links_are_sound and site.has_all(r.links, ()))]
    faults = site.faults((f.path for r in faulty for f in r.files), root)
    folders = {r.folder: sources[r.key] for r in made if r.folder}
    return list(links.diagnostics(faults, folders))
