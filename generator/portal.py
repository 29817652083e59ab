"""The portal's job: home and year pages with their data, made from summaries and
the departments' tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import plan
from .gathering import site_files, year_files
from .jobs import Context, Result, Summary, write_files
from .outputs.pages import assets, render
from .outputs.takeaway import offer

KEY = "portal"


def run(context: Context, summaries: Sequence[Summary]) -> Result:
    """Write the portal's pages and the shared files into the stage."""
    return Result(KEY, files=write_files(context.stage, _files(context, summaries)))


def _files(context: Context, summaries: Sequence[Summary]) -> Iterator[tuple[str, bytes]]:
    roots = context.templates
    years = by_year(summaries)
    values: dict[str, object] = {"site": context.site, "years": years}
    for year, departments in years.items():
        downloads = []
        for file in year_files(context.stage, context.site, year, departments):
            address = plan.year_data_file(year, file.name)
            downloads.append(offer(file, address))
            yield address, file.data
        page = plan.year_page(year)
        here = {"year": year, "departments": departments, "downloads": downloads}
        yield page, render(roots, "pages/year.html.j2", page, values | here)
    downloads = []
    for file in site_files(context.stage, context.site, summaries):
        address = plan.site_data_file(file.name)
        downloads.append(offer(file, address))
        yield address, file.data
    home = values | {"downloads": downloads}
    yield plan.HOME, render(roots, "pages/home.html.j2", plan.HOME, home)
    yield from assets(roots)


def by_year(summaries: Sequence[Summary]) -> dict[int, list[Summary]]:
    """Summaries by year, the latest year first, departments by their address."""
    years: dict[int, list[Summary]] = {}
    for summary in sorted(summaries, key=lambda s: (-s.year, s.id)):
        years.setdefault(summary.year, []).append(summary)
    return years
