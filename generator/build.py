"""A build from end to end: find the disclosures, run their jobs, the portal's, publish."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from . import plan
from .cache.reuse import Reuse, shared
from .cache.store import Cache
from .contents import DisclosureFiles, Listing
from .diagnostics import Diagnostic, Level, in_order
from .environment import require_pdf_parts
from .jobs import Made, Result, Written
from .portal import parts
from .preparing import Prepared, Settings, prepare
from .publishing import consent, links
from .publishing.addresses import kept_folders, with_clashes
from .publishing.former import Former, read_former, usual_source
from .publishing.places import require_apart
from .publishing.publish import Published, publish
from .publishing.stage import stage
from .running import Runners, Say, Ties, runners, unsaid
from .summaries import Withdrawn, records
from .summaries.records import Listed

__all__ = ["Progress", "Report", "Settings", "Work", "build", "check", "rebuild"]

Item = TypeVar("Item")
Progress = Callable[[int, int, str], None]
_TAKEN: Final = "另一个 gongkai 正在生成 {}，等它结束再接着来；按 Ctrl+C 放弃。"


@dataclass(frozen=True, slots=True)
class Work:
    """What a build did: the disclosures examined and rendered, of which PDFs were laid out,
    the parts of the portal that were made, and of their pieces those that were not kept.
    Everything else is what the last build made."""

    examined: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    pdfs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a build or check found. `published` is None where nothing was put in place."""

    diagnostics: tuple[Diagnostic, ...]
    results: tuple[Result, ...]
    published: Published | None = None
    work: Work = Work()

    @property
    def blocked(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.blocked)


def check(settings: Settings, progress: Progress, say: Say = unsaid) -> Report:
    """Examine every disclosure; write nothing. `say` tells what is waited for."""
    from . import steps

    prepared = prepare(replace(settings, with_pdf=False), Path())  # no fonts are asked for
    with runners(prepared.context, settings.jobs, settings.scheduler, say) as run:
        done = run.departments.run(steps.check, prepared.found)
        told = _counted(done, len(prepared.found), progress)
        results = with_clashes(sorted(told, key=lambda r: r.key), prepared.sources)
    return Report(_all_diagnostics(prepared, results), tuple(results))


def build(settings: Settings, progress: Progress, say: Say = unsaid) -> Report:
    """Build the site; where anything is blocked, what is published stays as it is.

    All disclosures are examined before the first is rendered, and what the last build
    made of the same is not made again. `say` tells what is waited for: another build of
    the same output, workers of a cluster.

    With `keep_going` the other departments are
    published all the same; the files that a blocked one published earlier stay, in the
    lists and the search too.
    """
    require_apart(settings.output, settings.content, settings.templates)
    with stage(settings.output, partial(say, _TAKEN.format(settings.output))) as staged:
        former = read_former(settings.output) if settings.public else Former()
        with _begun(settings, staged, former, progress, say) as begun:
            made = begun.make()
            if isinstance(made, Report):
                return made
            digest = begun.reuse.cache.digests.of_published
            published = publish(
                staged, settings.output, made.files, made.kept, made.made_with, made.sources,
                digest=digest,
            )  # fmt: skip
            weakness = "；".join(filter(None, (published.weakness, begun.keep(made))))
            return replace(made.report, published=replace(published, weakness=weakness))


def rebuild(
    settings: Settings, former: Former, progress: Progress
) -> tuple[Report, dict[str, str]]:
    """Build a site that nobody will see: what was found, and the digest of each file.

    `former` tells what was taken down before. Nothing is held against what is published,
    and nothing is taken from there.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        alone = replace(settings, public=False, output=Path(folder) / "site")
        staged = Path(folder) / "stage"
        staged.mkdir()
        with _begun(alone, staged, former, progress) as begun:
            made = begun.make()
            if isinstance(made, Report):
                return made, {}
            return made.report, {f.path: f.sha256 for f in made.files}


@dataclass(frozen=True, slots=True)
class _Made:
    """A site in the stage and the output: its files, and the folders whose earlier files stay.

    `results` are those that the jobs gave, `parts` those of the portal by what they were
    made from.
    """

    report: Report
    files: tuple[Written, ...]
    kept: list[str]
    made_with: dict[str, str]
    sources: dict[str, str]
    results: tuple[Result, ...]
    parts: dict[str, Result]


@contextmanager
def _begun(
    settings: Settings, staged: Path, former: Former, progress: Progress, say: Say = unsaid
) -> Iterator[_Build]:
    """A build with everything that it needs, and the processes that its jobs run in."""
    prepared = prepare(settings, staged, former if settings.public else Former())
    cache, output = Cache(settings.output), settings.output.resolve()
    told = shared(prepared.context, prepared.folder, cache)
    reuse = Reuse(cache, told, prepared.folder, Listing(prepared.found), output, staged)
    prepared.context = replace(prepared.context, pdf_parts=told.pdf)
    with runners(prepared.context, settings.jobs, settings.scheduler, say) as run:
        yield _Build(settings, prepared, former, reuse, run, progress)


@dataclass
class _Build:
    """One build: what it was told, what the last one left, and where its jobs run."""

    settings: Settings
    prepared: Prepared
    former: Former
    reuse: Reuse
    run: Runners
    progress: Progress
    work: Work = Work()

    def make(self) -> _Made | Report:
        """Everything but the publication; the report alone where nothing may be published."""
        known = {f.base: self.reuse.examined(f) for f in self.prepared.found}
        if self.settings.with_pdf and any(r is None or not r.files for r in known.values()):
            require_pdf_parts()
        results = self.examined(known)
        if not self.stops(with_clashes(results, self.prepared.sources)):
            results = self.rendered(results)
        told = self.held_against(with_clashes(results, self.prepared.sources))
        found = _all_diagnostics(self.prepared, told)
        report = Report(found, tuple(told), work=self.work)
        made = None if self.stops(told) else self.whole(results, report)
        if isinstance(made, _Made):
            return made
        self.reuse.keep_unpublished(results, self.work.rendered)
        return made or report

    def keep(self, made: _Made) -> str:
        """Remember a build that was published, or say why that cannot be."""
        published = {r.key for r in made.report.results if not r.blocked}
        return self.reuse.keep(made.results, made.parts.items(), made.made_with, published)

    @property
    def published(self) -> Former:
        """What this build is held against."""
        return self.former if self.settings.public else Former()

    def stops(self, results: Sequence[Result]) -> bool:
        """Whether what was found keeps the site from being published."""
        blocked = any(r.blocked for r in results)
        is_faulty = _site_is_faulty(self.prepared, self.settings.strict)
        return is_faulty or (blocked and not self.settings.keep_going)

    def held_against(self, results: Sequence[Result]) -> list[Result]:
        """The results, those that say something else than is published with a finding."""
        rendered = [r for r in results if not r.blocked and r.files]
        sound = consent.Build(rendered, self.prepared.sources)
        context, strict = self.prepared.context, self.settings.strict
        level = context.site.changes
        held = consent.held_against(self.published, sound, context.place, level, strict)
        told = {r.key: r for r in held}
        return [told.get(r.key, r) for r in results]

    def examined(self, known: Mapping[str, Result | None]) -> list[Result]:
        """What is wrong with every disclosure."""
        new = [f for f in self.prepared.found if known[f.base] is None]
        told = [r for r in known.values() if r is not None]
        if new:
            from . import steps

            self.work = replace(self.work, examined=tuple(f.base for f in new))
            done = self.run.departments.run(steps.examine, new)
            told += _counted(done, len(new), self.progress)
        return sorted(told, key=lambda r: r.key)

    def rendered(self, results: Sequence[Result]) -> list[Result]:
        """The results with the files of all that may be published."""
        sound = {r.key for r in with_clashes(results, self.prepared.sources) if not r.blocked}
        missing = sound - {r.key for r in results if r.files}
        found = [f for f in self.prepared.found if f.base in missing]
        if not found:
            return list(results)
        from . import steps

        items = [(f, self.reuse.former_pdf(f.base)) for f in found]
        folders = {r.key: r.folder for r in results}
        done = self.run.departments.run(steps.render, items, partial(self.ties, folders))
        made = {r.key: r for r in _counted(done, len(items), self.progress)}
        pdfs = (k for k, r in made.items() if r.pdf and self.is_staged(r.pdf.file))
        self.work = replace(self.work, rendered=tuple(sorted(made)), pdfs=tuple(sorted(pdfs)))
        return [made.get(r.key, r) for r in results]

    def ties(self, folders: Mapping[str, str], item: tuple[DisclosureFiles, Made | None]) -> Ties:
        """What a disclosure is rendered with: the PDF that may stay, and what it says."""
        found, former_pdf = item
        folder = folders[found.base]
        year, _, id = folder.partition("/")
        standing = plan.pdf_file(int(year), id)
        looked_at = []
        if standing in self.prepared.context.pdfs:
            looked_at += [standing, plan.data_file(int(year), id, plan.DISCLOSURE_JSON)]
        if former_pdf is not None and self.settings.with_pdf:
            looked_at.append(former_pdf.file.path)
        output = self.settings.output
        return Ties(found.base, tuple(p for p in looked_at if (output / p).is_file()))

    def is_staged(self, file: Written) -> bool:
        return (self.prepared.context.stage / file.path).is_file()

    def whole(self, results: Sequence[Result], report: Report) -> _Made | Report:
        """The site with what speaks of all disclosures; a report with what keeps it back."""
        settings, prepared = self.settings, self.prepared
        site, output = prepared.context.site, settings.output
        sound = [r for r in report.results if not r.blocked]
        kept = kept_folders(report.blocked)
        now = consent.Build(sound, prepared.sources, kept, settings.with_pdf)
        gone = consent.vanished(self.published, now, site)
        gone += consent.in_spite(site, sound, prepared.sources)
        report = replace(report, diagnostics=tuple(in_order((*report.diagnostics, *gone))))
        if any(d.level is Level.ERROR for d in gone):
            return report
        written = {f.path for r in sound for f in r.files}
        listed = [r.listed for r in sound if r.listed is not None]
        listed += records.brought_over(output, kept, written)
        parts = self.portal(listed, consent.withdrawn(self.former, site))
        made = (*sound, *parts.values())
        files = tuple(f for r in made for f in r.files)
        dead = self.dead_links(made, kept)
        if dead:
            return replace(report, diagnostics=tuple(in_order((*report.diagnostics, *dead))))
        sources = {r.folder: r.key for r in sound if r.key != usual_source(r.folder)}
        report = replace(report, work=self.work)
        made_with = self.made_with(files)
        return _Made(report, files, kept, made_with, sources, tuple(results), parts)

    def portal(self, listed: Sequence[Listed], withdrawn: Sequence[Withdrawn]) -> dict[str, Result]:
        """The parts of the portal by the digests of their inputs."""
        site = self.prepared.context.site
        wanted = {p.inputs: p for p in parts(site, listed, withdrawn)}
        known = {inputs: self.reuse.part(p.key, inputs) for inputs, p in wanted.items()}
        new = [
            replace(p, former=self.reuse.former_pieces(p.key))
            for inputs, p in wanted.items()
            if known[inputs] is None
        ]
        made: dict[str, Result] = {}
        if new:
            from . import steps

            made = {p.inputs: r for p, r in self.run.portal.run(steps.make_part, new)}
            pieces = (one.file for result in made.values() for one in result.pieces)
            self.work = replace(
                self.work,
                parts=tuple(p.key for p in new),
                pieces=tuple(file.path for file in pieces if self.is_staged(file)),
            )
        return {inputs: known[inputs] or made[inputs] for inputs in wanted}

    def dead_links(self, made: Sequence[Result], kept: Sequence[str]) -> list[Diagnostic]:
        """Links that lead nowhere: of a job that has some every page is looked at.

        Those between files that the last build published were followed by it.
        """
        context, output = self.prepared.context, self.settings.output

        def is_kept(path: str) -> bool:
            return path.startswith(tuple(f"{f}/" for f in kept)) and (output / path).is_file()

        new = {*self.work.rendered, *self.work.parts}
        known = frozenset(f.path for r in made if r.key not in new for f in r.files)
        site = links.Site((f.path for r in made for f in r.files), context.place, is_kept)
        faulty = [
            r for r in made
            if not (r.links_are_sound and site.has_all(r.links, () if r.key in new else known))
        ]  # fmt: skip
        faults = site.faults((f.path for r in faulty for f in r.files), context.site.path)
        sources = {r.folder: self.prepared.sources[r.key] for r in made if r.folder}
        return list(links.diagnostics(faults, sources))

    def made_with(self, files: Sequence[Written]) -> dict[str, str]:
        """With what the PDFs were made; read anew where that may have changed."""
        if self.settings.with_pdf:
            return self.reuse.versions() or self.versions()
        if any(f.path in self.prepared.context.pdfs for f in files):
            return dict(self.published.record.made_with)
        return {}

    def versions(self) -> dict[str, str]:
        from .outputs.pdf.versions import versions  # loads Jinja, to find the styles

        return versions(self.settings.templates)


def _counted(
    done: Iterator[tuple[Item, Result]], total: int, progress: Progress
) -> Iterator[Result]:
    """The results as they come, each told to whoever watches."""
    for number, (_, result) in enumerate(done, 1):
        progress(number, total, result.key)
        yield result


def _site_is_faulty(prepared: Prepared, strict: bool) -> bool:
    grave = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    return any(d.level in grave for d in prepared.problems.found)


def _all_diagnostics(prepared: Prepared, results: Sequence[Result]) -> tuple[Diagnostic, ...]:
    found = [*prepared.problems.found, *(d for r in results for d in r.diagnostics)]
    return tuple(in_order(found))
