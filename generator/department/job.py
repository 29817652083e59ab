"""A department's job: examine a disclosure, render it, tell the portal of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from .. import plan
from ..diagnostics import Problems, in_order
from ..directory.catalogue import index_number
from ..document.glossary import meanings
from ..document.layout import Document
from ..evidence.budget_figures import project_total
from ..forms import Family
from ..jobs import Context, Job, Result, write_files
from ..model.disclosure import Disclosure
from ..outputs.pdf import PdfFault
from ..outputs.pdf.report import report as report_pdf
from ..outputs.search.texts import findables
from ..summaries import ProjectSummary, Summary, records
from ..versions.lineage import Lineage
from .examining import Examined, examine
from .rendering import Rendering


def run(job: Job) -> Result:
    """Examine a disclosure and, unless it is blocked, write its files into the stage."""
    examined = examine(job)
    result = as_result(job, examined)
    disclosure, family, document = examined.disclosure, examined.family, examined.document
    summary = result.summary
    if (
        examined.blocked
        or disclosure is None
        or family is None
        or document is None
        or summary is None
    ):
        return replace(result, summary=None)
    rendering = Rendering(job.context, examined, summary, disclosure, family, document)
    if rendering.keeps_pdf:
        summary = replace(summary, has_pdf=True)
        rendering = replace(rendering, summary=summary)
    try:
        files = chain(rendering.files(), _record(summary, disclosure, family, document))
        written = write_files(job.context.stage, files)
    except PdfFault as fault:
        problems = Problems([*examined.diagnostics], dict(examined.lines))
        report_pdf(fault, disclosure, problems)
        found = tuple(in_order(problems.found))
        return replace(result, summary=None, diagnostics=found, blocked=True)
    return replace(result, summary=summary, files=written)


def _record(
    summary: Summary, disclosure: Disclosure, family: Family, document: Document
) -> Iterator[tuple[str, bytes]]:
    """What the portal keeps of it; of a text that was replaced nothing."""
    if not summary.is_replaced:
        texts = () if disclosure.is_draft else findables(disclosure, family, document)
        yield records.address(summary), records.dump(records.Record(summary, texts))


def as_result(job: Job, examined: Examined) -> Result:
    """What was found, before anything is written."""
    disclosure, family, document = examined.disclosure, examined.family, examined.document
    return Result(
        key=job.key,
        folder=plan.disclosure_folder(disclosure.year, disclosure.id) if disclosure else "",
        summary=summarise(disclosure, family, document, job.context, examined.lineage)
        if disclosure and family and document
        else None,
        diagnostics=examined.diagnostics,
        comparisons=examined.comparisons,
        items=examined.items,
        inputs=examined.inputs,
        blocked=examined.blocked,
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
