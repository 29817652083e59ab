"""The portal's job: home, year and search pages, with the data and the index.

They are made from summaries, and from what the departments left in the stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from .. import plan
from ..directory.about import Page, about_the_site, for_machines
from ..directory.feeds import has_news
from ..directory.meta import department_meta, home_meta, projects_meta, search_meta, year_meta
from ..jobs import Context, Result, write_files
from ..model.evaluation import Kind
from ..outputs.charts.overview import on_page
from ..outputs.charts.series import over_the_years
from ..outputs.linked_data import linked_data
from ..outputs.pages import assets, render, render_anywhere
from ..outputs.search.index import make_index
from ..outputs.search.texts import Shelf
from ..outputs.takeaway import DataFile, offer
from ..summaries import Summary, Withdrawn, records
from .gathering import Gathered, gather_site, gather_year
from .history import History, histories

KEY = "portal"


def run(
    context: Context, summaries: Sequence[Summary], withdrawn: Sequence[Withdrawn] = ()
) -> Result:
    """Write the portal's pages and the shared files into the stage."""
    files = _files(context, standing(summaries), tuple(withdrawn))
    return Result(KEY, files=write_files(context.stage, files))


def _files(
    context: Context, summaries: Sequence[Summary], withdrawn: tuple[Withdrawn, ...]
) -> Iterator[tuple[str, bytes]]:
    roots, site = context.templates, context.site
    years, evaluations = by_year(summaries), by_year(summaries, Kind.EVALUATION)
    values: dict[str, object] = {"site": context.site, "years": years}
    values["with_feed"] = has_news(site, summaries, withdrawn)
    for year, departments in years.items():
        page = plan.year_page(year)
        gathered = gather_year(context.stage, context.site, year, departments)
        files = {plan.year_data_file(year, file.name): file for file in gathered.files}
        yield from _bytes(files)
        here: dict[str, object] = {"year": year, "departments": departments}
        here |= {"evaluations": evaluations[year], "meta": year_meta(site, year)}
        here |= _offered(context, page, gathered, files)
        yield page, render(roots, "pages/year.html.j2", page, values | here)
        public = [s for s in departments if not s.is_draft]
        if any(s.projects for s in public):
            page = plan.projects_page(year)
            listed: dict[str, object] = {"year": year, "public": public}
            listed["meta"] = projects_meta(site, year)
            yield page, render(roots, "pages/projects.html.j2", page, values | listed)
    budgets = [s for departments in years.values() for s in departments]
    for history in histories(budgets):
        page = plan.department_page(history.name)
        over: dict[str, object] = {"history": history, **_drawn(history)}
        over["meta"] = department_meta(site, history.name, history.department)
        yield page, render(roots, "pages/department.html.j2", page, values | over)
    gathered = gather_site(context.stage, context.site, budgets)
    files = {plan.site_data_file(file.name): file for file in gathered.files}
    yield from _bytes(files)
    values |= _offered(context, plan.HOME, gathered, files) | {"meta": home_meta(site)}
    yield plan.HOME, render(roots, "pages/home.html.j2", plan.HOME, values)
    yield from _search(context, summaries)
    yield from (
        _about(context, page, values) for page in about_the_site(context, summaries, withdrawn)
    )
    yield plan.NOT_FOUND, render_anywhere(roots, "pages/404.html.j2", site.path, {"site": site})
    yield from for_machines(site, years, summaries, withdrawn)
    yield from _withdrawn(context, withdrawn)
    yield from assets(roots)


def _withdrawn(context: Context, withdrawn: tuple[Withdrawn, ...]) -> Iterator[tuple[str, bytes]]:
    """A page at every address of what was taken down, and what the builds to come must know."""
    for entry in withdrawn:
        for page in entry.pages:
            values = {"site": context.site, "withdrawn": entry}
            yield page, render(context.templates, "pages/withdrawn.html.j2", page, values)
    if withdrawn:
        yield plan.WITHDRAWN, records.dump_withdrawn(withdrawn)


def _drawn(history: History) -> dict[str, object]:
    """The chart of a department's sums over the years, the earliest first."""
    totals = [(year.summary.year, year.summary.total) for year in reversed(history.years)]
    chart = over_the_years(totals)
    return {"chart": chart, "drawing": on_page(chart) if chart else None}


def _about(context: Context, page: Page, values: Mapping[str, object]) -> tuple[str, bytes]:
    here = {**values, **page.values, "meta": page.meta}
    return page.address, render(context.templates, page.template, page.address, here)


def _bytes(files: Mapping[str, DataFile]) -> Iterator[tuple[str, bytes]]:
    for address, file in files.items():
        yield address, file.data


def _offered(
    context: Context, page: str, gathered: Gathered, files: Mapping[str, DataFile]
) -> dict[str, object]:
    """What a page says of the data that it offers."""
    downloads = [offer(file, address) for address, file in files.items()]
    if not downloads:
        return {"downloads": (), "linked_data": None}
    link = partial(plan.link, page)
    data = linked_data(gathered.described, context.site, downloads, link)
    return {"downloads": downloads, "linked_data": data}


def _search(context: Context, summaries: Sequence[Summary]) -> Iterator[tuple[str, bytes]]:
    """The search page and its index, of what is public."""
    public = [s for s in summaries if not s.is_draft]
    index = make_index(
        Shelf(s.year, s.id, s.label, records.read(context.stage, s).texts) for s in public
    )
    values: dict[str, object] = {
        "site": context.site,
        "years": sorted({s.year for s in public}, reverse=True),
        "departments": departments(public),
        "manifest": index.manifest,
        "meta": search_meta(context.site),
    }
    page = plan.SEARCH
    yield page, render(context.templates, "pages/search.html.j2", page, values)
    yield from index.files


def departments(summaries: Sequence[Summary]) -> list[tuple[str, str, list[str]]]:
    """Each department that has anything: its id, its latest name, the ids of its 绩效自评.

    A 绩效自评 has an id of its own, and belongs to the department whose name it bears.
    """
    budgets = [s for s in reversed(summaries) if s.kind is Kind.BUDGET]
    names, bearers = {s.id: s.department for s in budgets}, {s.department: s.id for s in budgets}
    also: dict[str, list[str]] = {}
    for s in reversed(summaries):
        owner = bearers.setdefault(s.department, s.id)
        names.setdefault(owner, s.department)
        if s.id != owner and s.kind is Kind.EVALUATION and s.id not in also.get(owner, ()):
            also.setdefault(owner, []).append(s.id)
    return [(id, name, also.get(id, [])) for id, name in sorted(names.items())]


def standing(summaries: Sequence[Summary]) -> list[Summary]:
    """The texts that stand now, by their addresses, the latest year first.

    No list, catalogue or feed names one that was replaced.
    """
    return sorted((s for s in summaries if not s.is_replaced), key=lambda s: (-s.year, s.id))


def by_year(summaries: Sequence[Summary], kind: Kind = Kind.BUDGET) -> dict[int, list[Summary]]:
    """Standing summaries of one kind by year, in their order.

    Every year that has anything is there: a 绩效自评 is no further department of its year.
    """
    years: dict[int, list[Summary]] = {}
    for summary in summaries:
        of_year = years.setdefault(summary.year, [])
        if summary.kind is kind:
            of_year.append(summary)
    return years
