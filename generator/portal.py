"""The portal's job: home and year pages, made from summaries alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import plan
from .jobs import Context, Result, Summary, write_files
from .model.evaluation import Kind
from .outputs.pages import assets, render

KEY = "portal"


def run(context: Context, summaries: Sequence[Summary]) -> Result:
    """Write the portal's pages and the shared files into the stage."""
    return Result(KEY, files=write_files(context.stage, _files(context, summaries)))


def _files(context: Context, summaries: Sequence[Summary]) -> Iterator[tuple[str, bytes]]:
    roots = context.templates
    years, evaluations = by_year(summaries), by_year(summaries, Kind.EVALUATION)
    values: dict[str, object] = {"site": context.site, "years": years}
    yield plan.HOME, render(roots, "pages/home.html.j2", plan.HOME, values)
    for year, departments in years.items():
        page = plan.year_page(year)
        here = {"year": year, "departments": departments, "evaluations": evaluations[year]}
        yield page, render(roots, "pages/year.html.j2", page, values | here)
    yield from assets(roots)


def by_year(summaries: Sequence[Summary], kind: Kind = Kind.BUDGET) -> dict[int, list[Summary]]:
    """Summaries of one kind by year, the latest year first, departments by their address.

    Every year that has anything is there: a 绩效自评 is no further department of its year.
    """
    years: dict[int, list[Summary]] = {}
    for summary in sorted(summaries, key=lambda s: (-s.year, s.id)):
        of_year = years.setdefault(summary.year, [])
        if summary.kind is kind:
            of_year.append(summary)
    return years
