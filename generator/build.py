"""A build from end to end: find the disclosures, run their jobs, the portal's, publish."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from . import department, portal
from .config import load_site
from .contents import Found, find
from .diagnostics import Diagnostic, Level, Problems, in_order
from .environment import require_pdf_parts
from .files import Folder
from .forms import load_families
from .jobs import Context, Job, Result
from .publish import Published, publish, stage

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


def prepare(settings: Settings, staged: Path) -> _Prepared:
    """Read settings and forms, and find the disclosures."""
    folder, problems = Folder(settings.content), Problems()
    families = load_families(settings.templates, problems)
    site = load_site(folder, problems)
    found = find(folder, problems)
    context = Context(
        settings.content, settings.templates, families, site, staged,
        settings.with_pdf, settings.strict,
    )  # fmt: skip
    return _Prepared(found, context, problems)


def check(settings: Settings, progress: Progress) -> Report:
    """Examine every disclosure; write nothing."""
    prepared = prepare(settings, Path())
    results = []
    for number, job in enumerate(prepared.jobs, 1):
        examined = department.examine(job)
        results.append(
            Result(job.key, None, examined.diagnostics, examined.comparisons, (),
                   examined.inputs, examined.blocked)
        )  # fmt: skip
        progress(number, len(prepared.found), job.key)
    return Report(_all_diagnostics(prepared, results), tuple(results))


def build(settings: Settings, progress: Progress) -> Report:
    """Build the site; where anything is blocked, what is published stays as it is.

    With `keep_going` the other departments are published all the same, and the
    files that a blocked one published earlier stay.
    """
    if settings.with_pdf:
        require_pdf_parts()
    with stage(settings.output) as staged:
        prepared = prepare(settings, staged)
        results = list(_run_jobs(prepared.jobs, settings.jobs, progress))
        results.sort(key=lambda r: r.key)
        diagnostics = _all_diagnostics(prepared, results)
        report = Report(diagnostics, tuple(results))
        if _site_is_faulty(prepared, settings.strict):
            return report
        if report.blocked and not settings.keep_going:
            return report
        summaries = [r.summary for r in results if r.summary is not None]
        files = [f for r in (*results, portal.run(prepared.context, summaries)) for f in r.files]
        published = publish(staged, settings.output, files, [r.key for r in report.blocked])
        return Report(diagnostics, tuple(results), published)


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
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pending = {pool.submit(department.run, job): job for job in jobs}
        for number, future in enumerate(as_completed(pending), 1):
            yield future.result()
            progress(number, len(jobs), pending[future].key)


def _all_diagnostics(prepared: _Prepared, results: Sequence[Result]) -> tuple[Diagnostic, ...]:
    found = [*prepared.problems.found, *(d for r in results for d in r.diagnostics)]
    return tuple(in_order(found))
