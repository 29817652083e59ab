"""The portal's job: home and year pages, made from summaries alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import plan
from .jobs import Context, Result, Summary, write_files
from .outputs.pages import assets, render

KEY = "portal"


def run(context: Context, summaries: Sequence[Summary]) -> Result:
    """Write the portal's pages and the shared files into the stage."""
    return Result(KEY, files=write_files(context.stage, _files(context, summaries)))


def _files(context: Context, summaries: Sequence[Summary]) -> Iterator[tuple[str, bytes]]:
    roots = context.templates
    years = by_year(summaries)
    values: dict[str, object] = {"site": context.site, "years": years}
    yield plan.HOME, render(roots, "pages/home.html.j2", plan.HOME, values)
    for year, departments in years.items():
        page = plan.year_page(year)
        here = {"year": year, "departments": departments}
        yield page, render(roots, "pages/year.html.j2", page, values | here)
        public = [s for s in departments if not s.is_draft]
        if any(s.projects for s in public):
            page = plan.projects_page(year)
            here = {"year": year, "public": public}
            yield page, render(roots, "pages/projects.html.j2", page, values | here)
    yield from assets(roots)


def by_year(summaries: Sequence[Summary]) -> dict[int, list[Summary]]:
    """Summaries by year, the latest year first, departments by their address."""
    years: dict[int, list[Summary]] = {}
    for summary in sorted(summaries, key=lambda s: (-s.year, s.id)):
        years.setdefault(summary.year, []).append(summary)
    return years
