"""A build from end to end: find the disclosures, run their jobs, the portal's, publish."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from pathlib import Path

from . import department, portal
from .config import SITE_FILE, configured, load_site
from .contents import Found, find
from .department.examining import examine
from .diagnostics import Diagnostic, Level, Problems, RuleBook, Span, in_order
from .environment import EnvironmentFault, require_pdf_parts
from .files import Folder
from .forms import load_families
from .jobs import Context, Job, Result, Written
from .outputs.foreign import report_foreign
from .outputs.pdf.versions import versions
from .publishing import consent
from .publishing.former import Former, read_former, usual_source
from .publishing.links import diagnostics as link_diagnostics
from .publishing.links import faulty_links
from .publishing.places import require_apart, require_content_of
from .publishing.publish import Published, publish
from .publishing.stage import stage
from .summaries import records

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told. `templates` are roots, an earlier one first.

    `public`: what the output holds is published, so that nothing of it goes or changes
    without consent; a preview is not.
    """

    content: Path
    output: Path
    templates: tuple[Path, ...]
    jobs: int = 1
    strict: bool = False
    with_pdf: bool = True
    keep_going: bool = False
    public: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What a build or check found. `published` is None where nothing was put in place."""

    diagnostics: tuple[Diagnostic, ...]
    results: tuple[Result, ...]
    published: Published | None = None

    @property
    def blocked(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.blocked)


@dataclass
class _Prepared:
    """The jobs of a site, and what was wrong before any of them ran."""

    found: list[Found]
    context: Context
    problems: Problems = field(default_factory=Problems)

    @property
    def jobs(self) -> list[Job]:
        return [Job(found, self.context) for found in self.found]

    @property
    def sources(self) -> dict[str, str]:
        """The content file that each disclosure was read from."""
        return {found.base: found.span.path for found in self.found}


def prepare(settings: Settings, staged: Path, former: Former | None = None) -> _Prepared:
    """Read settings and forms, and find the disclosures.

    Raises Misplaced where the content folder is not that of the `former` site.
    """
    folder, problems = Folder(settings.content), Problems()
    families = load_families(settings.templates, problems)
    site = load_site(folder, problems)
    families = configured(families, site, problems)
    found = find(folder, problems)
    report_foreign(settings.templates, problems)
    if former is not None and not found and not folder.exists(SITE_FILE):
        require_content_of(former, settings.content)
    pdfs = former.pdfs if former is not None and not settings.with_pdf else frozenset()
    context = Context(
        settings.content, settings.templates, families, site, staged,
        settings.with_pdf, settings.strict, tuple(found),
        settings.output if pdfs else None, pdfs,
    )  # fmt: skip
    return _Prepared(found, context, problems)


def check(settings: Settings, progress: Progress) -> Report:
    """Examine every disclosure; write nothing."""
    prepared = prepare(settings, Path())
    results = []
    for number, job in enumerate(prepared.jobs, 1):
        results.append(department.as_result(job, examine(job)))
        progress(number, len(prepared.found), job.key)
    results = _with_clashes(prepared, results)
    return Report(_all_diagnostics(prepared, results), tuple(results))


def build(
    settings: Settings, progress: Progress, waiting: Callable[[], None] = lambda: None
) -> Report:
    """Build the site; where anything is blocked, what is published stays as it is.

    `waiting` is called once where another build of the same output has to end first.

    With `keep_going` the other departments are published all the same; the files
    that a blocked one published earlier stay, in the lists and the search too.
    """
    require_apart(settings.output, settings.content, settings.templates)
    if settings.with_pdf:
        require_pdf_parts()
    with stage(settings.output, waiting) as staged:
        former = read_former(settings.output) if settings.public else Former()
        made = _make(settings, staged, former, progress)
        if isinstance(made, Report):
            return made
        published = publish(
            staged, settings.output, made.files, made.kept, made.made_with, made.sources
        )
        return replace(made.report, published=published)


def rebuild(
    settings: Settings, former: Former, progress: Progress
) -> tuple[Report, dict[str, str]]:
    """Build a site that nobody will see: what was found, and the digest of each file.

    `former` tells what was taken down before. Nothing is held against what is published.
    """
    if settings.with_pdf:
        require_pdf_parts()
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        made = _make(replace(settings, public=False), Path(folder), former, progress)
        if isinstance(made, Report):
            return made, {}
        return made.report, {f.path: f.sha256 for f in made.files}


@dataclass(frozen=True, slots=True)
class _Made:
    """A site in the stage: its files, and the folders whose earlier files stay."""

    report: Report
    files: tuple[Written, ...]
    kept: list[str]
    made_with: dict[str, str]
    sources: dict[str, str]


def _make(settings: Settings, staged: Path, former: Former, progress: Progress) -> _Made | Report:
    """Everything but the publication; the report alone where nothing may be published."""
    published = former if settings.public else Former()
    prepared = prepare(settings, staged, published)
    results = sorted(_run_jobs(prepared.jobs, settings.jobs, progress), key=lambda r: r.key)
    results = _with_clashes(prepared, results)
    results = _held_against(published, prepared, settings.strict, results)
    diagnostics = _all_diagnostics(prepared, results)
    report = Report(diagnostics, tuple(results))
    if _site_is_faulty(prepared, settings.strict):
        return report
    if report.blocked and not settings.keep_going:
        return report
    sound = [r for r in results if not r.blocked]
    kept = _kept_folders(report.blocked)
    now = consent.Build(sound, prepared.sources, kept, settings.with_pdf)
    gone = consent.vanished(published, now, prepared.context.site)
    gone += consent.in_spite(prepared.context.site, sound, prepared.sources)
    report = replace(report, diagnostics=tuple(in_order((*diagnostics, *gone))))
    if any(d.level is Level.ERROR for d in gone):
        return report
    written = {f.path for r in sound for f in r.files}
    summaries = [r.summary for r in sound if r.summary is not None]
    summaries += records.bring_over(settings.output, staged, kept, written)
    withdrawn = consent.withdrawn(former, prepared.context.site)
    made = (*sound, portal.run(prepared.context, summaries, withdrawn))
    files = tuple(f for r in made for f in r.files)
    dead = _dead_links(prepared, settings.output, results, files, kept)
    if dead:
        return replace(report, diagnostics=tuple(in_order((*report.diagnostics, *dead))))
    made_with = versions(settings.templates) if settings.with_pdf else {}
    if any(f.path in prepared.context.pdfs for f in files):
        made_with = dict(published.record.made_with)
    sources = {r.folder: r.key for r in sound if r.key != usual_source(r.folder)}
    return _Made(report, files, kept, made_with, sources)


def _held_against(
    former: Former, prepared: _Prepared, strict: bool, results: Sequence[Result]
) -> list[Result]:
    """The results, those that say something else than is published with a finding."""
    sound = consent.Build([r for r in results if not r.blocked], prepared.sources)
    level, staged = prepared.context.site.changes, prepared.context.stage
    told = {r.key: r for r in consent.held_against(former, sound, staged, level, strict)}
    return [told.get(r.key, r) for r in results]


def _dead_links(
    prepared: _Prepared,
    output: Path,
    results: Sequence[Result],
    files: Sequence[Written],
    kept: Sequence[str],
) -> list[Diagnostic]:
    """Links of the stage that lead nowhere."""

    def is_kept(path: str) -> bool:
        return path.startswith(tuple(f"{f}/" for f in kept)) and (output / path).is_file()

    paths, root = [f.path for f in files], prepared.context.site.path
    faults = faulty_links(prepared.context.stage, paths, root, is_kept)
    sources = {r.folder: prepared.sources[r.key] for r in results if r.folder}
    return list(link_diagnostics(faults, sources))


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


def _run_jobs(jobs: Sequence[Job], workers: int, progress: Progress) -> Iterator[Result]:
    """Run the departments' jobs, in this process or in several."""
    workers = min(workers, len(jobs))
    if workers <= 1:
        for number, job in enumerate(jobs, 1):
            yield department.run(job)
            progress(number, len(jobs), job.key)
        return
    # Forking after the imports spares each worker the second that they take.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_the_build) as pool:
        pending = {pool.submit(department.run, job): job for job in jobs}
        try:
            for number, future in enumerate(as_completed(pending), 1):
                yield future.result()
                progress(number, len(jobs), pending[future].key)
        except BrokenProcessPool as error:
            raise EnvironmentFault(
                "一个处理进程被系统中止了，多半是内存不够；没有发布。",
                "关掉别的程序，或用 --jobs 1 一个一个处理。",
            ) from error
        except BaseException:  # somebody at the keyboard, or one job's failure: none waits for it
            for worker in multiprocessing.active_children():
                worker.terminate()
            pool.shutdown(cancel_futures=True)
            raise


def _end_with_the_build() -> None:
    """Let a worker end when the build itself is killed: it holds the lock of the output.

    Ctrl-C is the build's to heed, which ends its workers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    build = multiprocessing.parent_process()
    if build is not None:
        threading.Thread(target=_end_after, args=(build.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _all_diagnostics(prepared: _Prepared, results: Sequence[Result]) -> tuple[Diagnostic, ...]:
    found = [*prepared.problems.found, *(d for r in results for d in r.diagnostics)]
    return tuple(in_order(found))
