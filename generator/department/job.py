"""A department's job: examine a disclosure, render it, tell the portal of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from .. import plan
from ..diagnostics import Problems, in_order
from ..directory.catalogue import index_number
from ..document.glossary import meanings
from ..document.layout import Document
from ..evidence.budget_figures import project_total
from ..forms import Family
from ..jobs import Context, Job, Made, Planned, Result, Written, write_files
from ..model.comparison import Outcome
from ..model.disclosure import Disclosure
from ..outputs.pdf import PdfFault
from ..outputs.pdf.report import report as report_pdf
from ..outputs.search import shelves
from ..outputs.search.files import keys_file
from ..outputs.search.texts import Shelf, findables
from ..publishing.links import Follower, Links
from ..summaries import ProjectSummary, Summary, records
from ..versions.lineage import Lineage
from . import examining
from .examining import Examined
from .rendering import Rendering
from .waiting import fetch, leave


def check(job: Job) -> Result:
    """Examine a disclosure and tell all that was found, of comparisons those that disagree."""
    examined = examining.examine(job)
    told = tuple(c for c in examined.comparisons if c.outcome is Outcome.DISAGREE)
    disclosure, family, document = examined.disclosure, examined.family, examined.document
    return replace(
        as_result(job, examined),
        summary=summarise(disclosure, family, document, job.context, examined.lineage)
        if disclosure and family and document
        else None,
        comparisons=told,
        items=examined.items,
    )


def examine(job: Job) -> Result:
    """Examine a disclosure before any is rendered, and leave what was read for the rendering."""
    examined = examining.examine(job)
    if not examined.blocked:
        leave(job, examined)
    return as_result(job, examined)


def render(job: Job) -> Result:
    """Render a disclosure that was examined, in this build or in an earlier one."""
    return _rendered(job, fetch(job) or examining.examine(job))


def run(job: Job) -> Result:
    """Examine a disclosure and, unless it is blocked, write its files into the stage."""
    return _rendered(job, examining.examine(job))


def pdf(job: Job) -> tuple[Result, bytes]:
    """The PDF of a disclosure alone; of one that may not be rendered none."""
    examined = examining.examine(job)
    rendering = begin(job, examined)
    if rendering is None:
        return as_result(job, examined), b""
    try:
        return as_result(job, examined), rendering.pdf()[1]
    except PdfFault as fault:
        return _without_pdf(rendering, fault), b""


def begin(job: Job, examined: Examined) -> Rendering | None:
    """What renders the files of a disclosure that was examined; None where nothing may be."""
    disclosure, family, document = examined.disclosure, examined.family, examined.document
    if examined.blocked or disclosure is None or family is None or document is None:
        return None
    summary = summarise(disclosure, family, document, job.context, examined.lineage)
    rendering = Rendering(job, examined, summary, disclosure, family, document)
    if rendering.keeps_pdf:
        return replace(rendering, summary=replace(summary, has_pdf=True))
    return rendering


def planned(rendering: Rendering, first: str = "") -> Iterator[Planned]:
    """All files of a disclosure, the page at the address `first` before the others."""
    return chain(rendering.files(first), _known(rendering))


def end(rendering: Rendering, written: tuple[Written, ...], links: Links) -> Result:
    """What came of a disclosure whose files were all written, and whose links were followed."""
    return replace(
        as_result(rendering.job, rendering.examined),
        files=written,
        listed=records.listed(
            records.Record(rendering.summary, rendering.texts, rendering.rows),
            {f.path: f.sha256 for f in written},
        ),
        links=links.outward,
        links_are_sound=links.are_sound,
        pdf=_pdf(rendering, written),
    )


def _rendered(job: Job, examined: Examined) -> Result:
    rendering = begin(job, examined)
    if rendering is None:
        return as_result(job, examined)
    follower = Follower(job.context.site.path)
    try:
        written = write_files(job.context.stage, follower.passing(planned(rendering)))
    except PdfFault as fault:
        return _without_pdf(rendering, fault)
    return end(rendering, written, follower.links())


def _without_pdf(rendering: Rendering, fault: PdfFault) -> Result:
    """What came of a disclosure that cannot be laid out as a PDF."""
    examined = rendering.examined
    problems = Problems([*examined.diagnostics], dict(examined.lines))
    report_pdf(fault, rendering.disclosure, problems)
    return replace(
        as_result(rendering.job, examined),
        diagnostics=tuple(in_order(problems.found)),
        blocked=True,
        is_certain=False,
    )


def _pdf(rendering: Rendering, written: Iterable[Written]) -> Made | None:
    if not rendering.context.with_pdf:
        return None
    path = rendering.pdf_address
    return Made(rendering.pdf_inputs, next(f for f in written if f.path == path))


def _known(rendering: Rendering) -> Iterator[tuple[str, bytes]]:
    """What the portal keeps of it, and what the search has of it; of a text that was replaced
    nothing, of a draft nothing to be found."""
    summary = rendering.summary
    if summary.is_replaced:
        return
    if not summary.is_draft:
        found = findables(rendering.disclosure, rendering.family, rendering.document)
        shelf = Shelf(summary.year, summary.id, summary.label, found)
        written = [*shelves.texts(shelf)]
        rendering.texts = tuple(text for text, _, _ in written)
        yield from ((address, data) for _, address, data in written)
        yield keys_file(summary.year, summary.id), shelves.keys_of(shelf)
    yield (
        records.address(summary),
        records.dump(records.Record(summary, rendering.texts, rendering.rows)),
    )


def as_result(job: Job, examined: Examined) -> Result:
    """What was found, before anything is written."""
    disclosure = examined.disclosure
    return Result(
        key=job.key,
        folder=plan.disclosure_folder(disclosure.year, disclosure.id) if disclosure else "",
        diagnostics=examined.diagnostics,
        inputs=examined.inputs,
        asked=examined.asked,
        is_certain=examined.is_certain,
        blocked=examined.blocked,
        is_draft=disclosure is not None and disclosure.is_draft,
        former_folders=former_folders(disclosure) if disclosure else (),
    )


def former_folders(disclosure: Disclosure) -> tuple[str, ...]:
    """Where the pages stand that lead from its former names to it."""
    d = disclosure
    return tuple(plan.disclosure_folder(d.year, old) for old in plan.former_names(d))


def summarise(
    disclosure: Disclosure, family: Family, document: Document, context: Context, lineage: Lineage
) -> Summary:
    """What the portal needs to know."""
    return Summary(
        year=disclosure.year,
        id=disclosure.id,
        department=disclosure.owner,
        kind=disclosure.kind,
        evaluates=_address(disclosure.evaluated),
        title=document.outline.title,
        status=disclosure.status,
        approved_on=disclosure.approved_on,
        published_on=disclosure.published_on,
        published_at=disclosure.published_at,
        written_on=disclosure.written_on,
        corrected_on=disclosure.correction.on,
        index_number=index_number(context.site, disclosure),
        terms=meanings(document),
        projects=tuple(
            ProjectSummary(
                p.label,
                p.address,
                p.code.text,
                p.part,
                p.budget,
                tuple((row.name.text, row.target) for row in p.indicators.rows),
            )
            for p in disclosure.projects
        ),
        total=project_total(disclosure, family, document),
        execution=disclosure.execution,
        has_pdf=context.with_pdf,
        is_replaced=lineage.is_replaced,
    )


def _address(evaluated: Disclosure | None) -> str:
    return plan.disclosure_folder(evaluated.year, evaluated.id) if evaluated else ""
