"""A build from end to end: find the disclosures, run their jobs, the portal's, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from . import department, portal
from .cache.reuse import Reuse, shared
from .cache.store import Cache
from .config import configured, load_site
from .contents import Found, Listing, find
from .diagnostics import Diagnostic, Level, Problems, RuleBook, Span, in_order
from .environment import require_pdf_parts
from .files import Folder
from .forms import load_families
from .jobs import Context, Job, Made, Result, Written
from .outputs.pdf.versions import versions
from .publishing import links
from .publishing.publish import Published, publish
from .publishing.stage import stage
from .running import Runner, runner
from .summaries import records
from .summaries.records import Listed

Item = TypeVar("Item")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told. `templates` are roots, an earlier one first."""

    content: Path
    output: Path
    templates: tuple[Path, ...]
    jobs: int = 1
    strict: bool = False
    with_pdf: bool = True
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What a build did: the disclosures examined and rendered, of which PDFs were laid out,
    the parts of the portal that were made. Everything else is what the last build made."""

    examined: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    pdfs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


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


@dataclass
class _Prepared:
    """The disclosures of a site, and what was wrong before any of them was read."""

    folder: Folder
    context: Context
    problems: Problems = field(default_factory=Problems)

    @property
    def found(self) -> tuple[Found, ...]:
        return self.context.found

    @property
    def jobs(self) -> list[Job]:
        return [Job(found, self.context) for found in self.found]

    def source(self, key: str) -> str:
        """The content file that a disclosure was read from."""
        return next(found.span.path for found in self.found if found.base == key)


def prepare(settings: Settings, staged: Path) -> _Prepared:
    """Read settings and forms, and find the disclosures."""
    folder, problems = Folder(settings.content), Problems()
    families = load_families(settings.templates, problems)
    site = load_site(folder, problems)
    families = configured(families, site, problems)
    found = find(folder, problems)
    context = Context(
        settings.content, settings.templates, families, site, staged,
        settings.with_pdf, settings.strict, tuple(found), settings.output,
    )  # fmt: skip
    return _Prepared(folder, context, problems)


def check(settings: Settings, progress: Progress) -> Report:
    """Examine every disclosure; write nothing."""
    prepared = prepare(settings, Path())
    with runner(prepared.context, settings.jobs) as run:
        told = _counted(run.run(_check, prepared.found), len(prepared.found), progress)
        results = _with_clashes(prepared, sorted(told, key=lambda r: r.key))
    return Report(_all_diagnostics(prepared, results), tuple(results))


def build(
    settings: Settings, progress: Progress, waiting: Callable[[], None] = lambda: None
) -> Report:
    """Build the site; where anything is blocked, what is published stays as it is.

    All disclosures are examined before the first is rendered, and what the last build
    made of the same is not made again. `waiting` is called once where another build of
    the same output has to end first.

    With `keep_going` the other departments are published all the same; the files
    that a blocked one published earlier stay, in the lists and the search too.
    """
    with stage(settings.output, waiting) as staged:
        prepared = prepare(settings, staged)
        reuse = _reuse(prepared, settings)
        prepared.context = replace(prepared.context, pdf_parts=reuse.shared.pdf)
        with runner(prepared.context, settings.jobs) as run:
            return _Build(settings, prepared, reuse, run, progress).report()


def _reuse(prepared: _Prepared, settings: Settings) -> Reuse:
    cache = Cache(settings.output)
    told = shared(prepared.context, prepared.folder, cache)
    output = settings.output.resolve()
    stage, listing = prepared.context.stage, Listing(prepared.found)
    return Reuse(cache, told, prepared.folder, listing, output, stage)


@dataclass
class _Build:
    """One build: what it was told, what the last one left, and where its jobs run."""

    settings: Settings
    prepared: _Prepared
    reuse: Reuse
    run: Runner
    progress: Progress
    work: Work = Work()

    def report(self) -> Report:
        prepared, settings = self.prepared, self.settings
        known = {f.base: self.reuse.examined(f) for f in prepared.found}
        if settings.with_pdf and any(r is None or not r.files for r in known.values()):
            require_pdf_parts()
        results = self.examined(known)
        if not self.stops(results):
            results = self.rendered(results)
        report = self.told(results)
        if self.stops(results):
            self.reuse.keep(results, (), {}, published=False)
            return report
        return self.published(results, report)

    def told(self, results: Sequence[Result]) -> Report:
        clashes = _with_clashes(self.prepared, results)
        found = _all_diagnostics(self.prepared, clashes)
        return Report(found, tuple(clashes), work=self.work)

    def stops(self, results: Sequence[Result]) -> bool:
        """Whether what was found keeps the site from being published."""
        blocked = any(r.blocked for r in _with_clashes(self.prepared, results))
        is_faulty = _site_is_faulty(self.prepared, self.settings.strict)
        return is_faulty or (blocked and not self.settings.keep_going)

    def examined(self, known: Mapping[str, Result | None]) -> list[Result]:
        """What is wrong with every disclosure."""
        new = [f for f in self.prepared.found if known[f.base] is None]
        self.work = replace(self.work, examined=tuple(f.base for f in new))
        done = _counted(self.run.run(_examine, new), len(new), self.progress)
        return sorted((*done, *filter(None, known.values())), key=lambda r: r.key)

    def rendered(self, results: Sequence[Result]) -> list[Result]:
        """The results with the files of all that may be published."""
        sound = {r.key for r in _with_clashes(self.prepared, results) if not r.blocked}
        missing = sound - {r.key for r in results if r.files}
        found = [f for f in self.prepared.found if f.base in missing]
        items = [(f, self.reuse.former_pdf(f.base)) for f in found]
        made = {r.key: r for r in _counted(self.run.run(_render, items), len(items), self.progress)}
        pdfs = (k for k, r in made.items() if r.pdf and self.is_staged(r.pdf.file))
        self.work = replace(self.work, rendered=tuple(sorted(made)), pdfs=tuple(sorted(pdfs)))
        return [made.get(r.key, r) for r in results]

    def is_staged(self, file: Written) -> bool:
        return (self.prepared.context.stage / file.path).is_file()

    def published(self, results: Sequence[Result], report: Report) -> Report:
        output = self.settings.output
        sound = [r for r in report.results if not r.blocked]
        kept = _kept_folders(report.blocked)
        written = {f.path for r in sound for f in r.files}
        listed = [r.listed for r in sound if r.listed is not None]
        listed += records.brought_over(output, kept, written)
        parts = self.portal(listed)
        made = (*sound, *parts.values())
        files = [f for r in made for f in r.files]
        dead = _dead_links(self.prepared, output, made, kept)
        if dead:
            self.reuse.keep(results, (), {}, published=False)
            return replace(report, diagnostics=tuple(in_order((*report.diagnostics, *dead))))
        made_with = self.versions()
        sources = {r.folder: self.prepared.source(r.key) for r in sound if r.folder}
        stage = self.prepared.context.stage
        digest = self.reuse.cache.digests.of
        published = publish(stage, output, files, kept, made_with, sources, digest=digest)
        self.reuse.keep(results, parts.items(), made_with, published=True)
        return replace(report, published=published, work=self.work)

    def portal(self, listed: Sequence[Listed]) -> dict[str, Result]:
        """The parts of the portal by the digests of their inputs."""
        parts = {p.inputs: p for p in portal.parts(self.prepared.context.site, listed)}
        known = {inputs: self.reuse.part(p.key, inputs) for inputs, p in parts.items()}
        new = [p for inputs, p in parts.items() if known[inputs] is None]
        self.work = replace(self.work, parts=tuple(p.key for p in new))
        made = {part.inputs: result for part, result in self.run.run(portal.run, new)}
        return {inputs: known[inputs] or made[inputs] for inputs in parts}

    def versions(self) -> dict[str, str]:
        """With what the PDFs were made; read anew where that may have changed."""
        if not self.settings.with_pdf:
            return {}
        return self.reuse.versions() or versions(self.settings.templates)


def _check(context: Context, found: Found) -> Result:
    return department.check(Job(found, context))


def _examine(context: Context, found: Found) -> Result:
    return department.examine(Job(found, context))


def _render(context: Context, item: tuple[Found, Made | None]) -> Result:
    found, former_pdf = item
    return department.render(Job(found, context, former_pdf))


def _counted(
    done: Iterator[tuple[Item, Result]], total: int, progress: Progress
) -> Iterator[Result]:
    """The results as they come, each told to whoever watches."""
    for number, (_, result) in enumerate(done, 1):
        progress(number, total, result.key)
        yield result


def _dead_links(
    prepared: _Prepared, output: Path, made: Sequence[Result], kept: Sequence[str]
) -> list[Diagnostic]:
    """Links that lead nowhere; only of a job that has some every page is looked at."""

    def is_kept(path: str) -> bool:
        return path.startswith(tuple(f"{f}/" for f in kept)) and (output / path).is_file()

    context = prepared.context
    site = links.Site((f.path for r in made for f in r.files), context.place, is_kept)
    faulty = [
        r for r in made if not (r.links_are_sound and all(map(site.leads_somewhere, r.links)))
    ]
    faults = site.faults((f.path for r in faulty for f in r.files), context.site.path)
    sources = {r.folder: prepared.source(r.key) for r in made if r.folder}
    return list(links.diagnostics(faults, sources))


def _with_clashes(prepared: _Prepared, results: Sequence[Result]) -> list[Result]:
    """Two disclosures of one address: both are blocked, and the later one is told of it."""
    files = {found.base: found.span.path for found in prepared.found}
    owners: dict[str, list[str]] = {}
    for result in results:
        for folder in result.folders:
            owners.setdefault(folder.casefold(), []).append(result.key)
    return [_told(result, owners, files) for result in results]


def _told(result: Result, by_folder: dict[str, list[str]], files: dict[str, str]) -> Result:
    shared = [f for f in result.folders if len(by_folder[f.casefold()]) > 1]
    if not shared:
        return result
    owners = by_folder[shared[0].casefold()]
    if result.key == owners[0]:
        return replace(result, blocked=True)
    finding = Diagnostic(
        RuleBook.BAD_NAME.id,
        Level.ERROR,
        f"网址 {shared[0]}/ 已被 {files[owners[0]]} 占用。",
        Span(files[result.key]),
        hint="给其中一份换一个标识；同一年里标识不能相同（不分大小写），原地址也算在内。",
    )
    return replace(result, diagnostics=(*result.diagnostics, finding), blocked=True)


def _kept_folders(blocked: Sequence[Result]) -> list[str]:
    """Where the earlier files of blocked disclosures stand; unclear ones keep a whole year."""
    years = (result.key.partition("/")[0] for result in blocked if not result.folder)
    return [*(folder for result in blocked for folder in result.folders), *years]


def _site_is_faulty(prepared: _Prepared, strict: bool) -> bool:
    grave = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    return any(d.level in grave for d in prepared.problems.found)


def _all_diagnostics(prepared: _Prepared, results: Sequence[Result]) -> tuple[Diagnostic, ...]:
    found = [*prepared.problems.found, *(d for r in results for d in r.diagnostics)]
    return tuple(in_order(found))
