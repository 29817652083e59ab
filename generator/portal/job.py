"""The portal's job: home, year and search pages, with the data and the index.

They are made from the records and tables that the departments' jobs left in the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from .. import plan
from ..directory.about import Page, about_the_site, for_machines
from ..directory.meta import department_meta, home_meta, projects_meta, search_meta, year_meta
from ..jobs import Context, Made, Planned, Result, write_chunks, write_files
from ..model.evaluation import Kind
from ..outputs.charts.overview import on_page
from ..outputs.charts.series import over_the_years
from ..outputs.linked_data import linked_data
from ..outputs.pages import assets, render, render_anywhere
from ..outputs.search.files import keys_file
from ..outputs.search.index import make_index
from ..outputs.search.shelves import Shelved
from ..publishing.links import Follower
from ..summaries import Summary, Withdrawn, records
from ..summaries.records import Listed, Record
from .gathering import Gathered, gather_site, gather_year
from .history import History, histories
from .parts import Part, Portion


def run(context: Context, part: Part) -> Result:
    """Write a part of the portal's pages, or of the files that pages share, into the stage."""
    follower = Follower(context.site.path)
    inputs: dict[str, str] = {}
    planned: Iterator[Planned]
    if part.portion is Portion.SEARCH:
        planned = _search(context, part, inputs)
    else:
        planned = _FILES[part.portion](context, part)
    files = write_files(context.stage, follower.passing(planned))
    links = follower.links()
    return Result(
        part.key,
        files=files,
        links=links.outward,
        links_are_sound=links.are_sound,
        pieces=tuple(Made(inputs[f.path], f) for f in files if f.path in inputs),
    )


def _records(context: Context, part: Part) -> list[Record]:
    """What is known of the disclosures of a part, in its order."""
    return [records.parse(context.place(one.path).read_bytes()) for one in part.listed]


def _common(context: Context, part: Part) -> dict[str, object]:
    return {"site": context.site, "with_feed": part.with_feed}


def _year(context: Context, part: Part) -> Iterator[Planned]:
    """The page of a year, the list of its projects, its data."""
    roots, site, year = context.templates, context.site, int(part.of)
    known = _records(context, part)
    departments = [r.summary for r in known if r.summary.kind is Kind.BUDGET]
    evaluations = [r.summary for r in known if r.summary.kind is Kind.EVALUATION]
    values = _common(context, part) | {"years": part.years}
    page = plan.year_page(year)
    budgets = [r for r in known if r.summary.kind is Kind.BUDGET]
    put = partial(write_chunks, context.stage)
    gathered = gather_year(context.place, put, site, year, budgets)
    yield from gathered.files
    here: dict[str, object] = {"year": year, "departments": departments}
    here |= {"evaluations": evaluations, "meta": year_meta(site, year)}
    here |= _offered(context, page, gathered)
    yield page, render(roots, "pages/year.html.j2", page, values | here)
    public = [s for s in departments if not s.is_draft]
    if any(s.projects for s in public):
        page = plan.projects_page(year)
        listed: dict[str, object] = {"year": year, "public": public}
        listed["meta"] = projects_meta(site, year)
        yield page, render(roots, "pages/projects.html.j2", page, values | listed)


def _department(context: Context, part: Part) -> Iterator[Planned]:
    """The page of a department over the years."""
    for history in histories([record.summary for record in _records(context, part)]):
        page = plan.department_page(history.name)
        over: dict[str, object] = {"history": history, **_drawn(history)}
        over["meta"] = department_meta(context.site, history.name, history.department)
        values = _common(context, part) | over
        yield page, render(context.templates, "pages/department.html.j2", page, values)


def _site(context: Context, part: Part) -> Iterator[Planned]:
    """The home page, the data of all years, what tells of the site, what all pages share."""
    roots, site = context.templates, context.site
    known = _records(context, part)
    summaries = [record.summary for record in known]
    years = by_year(summaries)
    values = _common(context, part) | {"years": years}
    budgets = [record for record in known if record.summary.kind is Kind.BUDGET]
    put = partial(write_chunks, context.stage)
    gathered = gather_site(context.place, put, site, budgets)
    yield from gathered.files
    values |= _offered(context, plan.HOME, gathered) | {"meta": home_meta(site)}
    yield plan.HOME, render(roots, "pages/home.html.j2", plan.HOME, values)
    yield from (
        _about(context, page, values) for page in about_the_site(context, summaries, part.withdrawn)
    )
    yield plan.NOT_FOUND, render_anywhere(roots, "pages/404.html.j2", site.path, {"site": site})
    yield from for_machines(site, years, summaries, part.withdrawn)
    yield from _withdrawn(context, part.withdrawn)
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


def _offered(context: Context, page: str, gathered: Gathered) -> dict[str, object]:
    """What a page says of the data that it offers."""
    downloads = gathered.downloads
    if not downloads:
        return {"downloads": (), "linked_data": None}
    link = partial(plan.link, page)
    data = linked_data(gathered.described, context.site, downloads, link)
    return {"downloads": downloads, "linked_data": data}


def _search(context: Context, part: Part, inputs: dict[str, str]) -> Iterator[Planned]:
    """The search page and its index, of what is public; `inputs` gets those of the key files."""
    public = [one for one in part.listed if not one.is_draft]
    former = {made.inputs: made.file for made in part.former}
    shelves = [_shelf(context, one) for one in public]
    index = make_index(shelves, {inputs: file.path for inputs, file in former.items()})
    inputs |= {key.address: key.inputs for key in index.keys}
    values: dict[str, object] = {
        "site": context.site,
        "years": sorted({one.year for one in public}, reverse=True),
        "departments": departments(public),
        "manifest": index.manifest,
        "meta": search_meta(context.site),
    }
    page = plan.SEARCH
    yield page, render(context.templates, "pages/search.html.j2", page, values)
    yield from index.files
    yield from (former[key.inputs] for key in index.keys if key.inputs in former)


def _shelf(context: Context, one: Listed) -> Shelved:
    """What can be found of a disclosure, by the files that its own job made."""
    keys = context.place(keys_file(one.year, one.id))
    return Shelved(one.year, one.id, one.label, one.texts, lambda: keys.open("rb"))


def departments(listed: Sequence[Listed]) -> list[tuple[str, str, list[str]]]:
    """Each department that has anything: its id, its latest name, the ids of its 绩效自评.

    A 绩效自评 has an id of its own, and belongs to the department whose name it bears.
    """
    budgets = [s for s in reversed(listed) if s.kind is Kind.BUDGET]
    names, bearers = {s.id: s.department for s in budgets}, {s.department: s.id for s in budgets}
    also: dict[str, list[str]] = {}
    for s in reversed(listed):
        owner = bearers.setdefault(s.department, s.id)
        names.setdefault(owner, s.department)
        if s.id != owner and s.kind is Kind.EVALUATION and s.id not in also.get(owner, ()):
            also.setdefault(owner, []).append(s.id)
    return [(id, name, also.get(id, [])) for id, name in sorted(names.items())]


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


_FILES: Final[Mapping[Portion, Callable[[Context, Part], Iterator[Planned]]]] = {
    Portion.YEAR: _year,
    Portion.DEPARTMENT: _department,
    Portion.SITE: _site,
}
