"""The portal's job: home and year pages, made from summaries alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import plan
from .jobs import Context, Result, Summary, handed_over, write_files
from .outputs.pages import assets, render
from .outputs.search.index import make_index
from .outputs.search.texts import Shelf, parse

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
    yield from _search(context, years)
    yield from assets(roots)


def _search(context: Context, years: dict[int, list[Summary]]) -> Iterator[tuple[str, bytes]]:
    """The search page and its index, of what is public."""
    public = [s for summaries in years.values() for s in summaries if not s.is_draft]
    index = make_index(
        Shelf(s.year, s.id, s.department, parse(handed_over(context.stage, s))) for s in public
    )
    values: dict[str, object] = {
        "site": context.site,
        "years": sorted({s.year for s in public}, reverse=True),
        "departments": dict(sorted({s.id: s.department for s in reversed(public)}.items())),
        "manifest": index.manifest,
    }
    page = plan.SEARCH
    yield page, render(context.templates, "pages/search.html.j2", page, values)
    yield from index.files


def by_year(summaries: Sequence[Summary]) -> dict[int, list[Summary]]:
    """Summaries by year, the latest year first, departments by their address."""
    years: dict[int, list[Summary]] = {}
    for summary in sorted(summaries, key=lambda s: (-s.year, s.id)):
        years.setdefault(summary.year, []).append(summary)
    return years
