"""A department's job: load, outline, check, lay out, render."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from markupsafe import Markup

from . import checks, plan
from .checks.checklist import Item, by_group, checklist, checklist_json, count
from .checks.comparison import Comparison, Subject
from .checks.ledger import ledger, ledger_json
from .config import SITE_FILE
from .contents import Found
from .corrections import Corrected, with_record
from .diagnostics import Diagnostic, Level, Problems, RuleBook, in_order
from .directory.catalogue import index_number
from .directory.meta import checklist_meta, disclosure_meta, ledger_meta, project_meta
from .figures import Figures, settled
from .files import Folder
from .forms import Family
from .glossary import explain, meanings
from .jobs import Context, Job, ProjectSummary, Result, Summary, hand_over, write_files
from .layout import Document, lay_out
from .lineage import Lineage, find_lineage, history
from .loader import arranged, load, others
from .model.disclosure import Disclosure
from .model.evaluation import Kind
from .outline import make_outline
from .outputs.charts.overview import overview
from .outputs.charts.overview import sheet as draw_sheet
from .outputs.datasets import Datasets
from .outputs.linked_data import Described, linked_data
from .outputs.pages import render
from .outputs.pdf import Attachment, PdfFault, render_pdf
from .outputs.pdf.report import report as report_pdf
from .outputs.search.texts import dump, findables
from .outputs.takeaway import DataFile, describe, disclosure_files, offer
from .provenance import seen_from, trace


@dataclass(frozen=True, slots=True)
class Examined:
    """A disclosure read, laid out and compared; `disclosure` is None where it could not be read.

    `lines` are those of the files read, for what the rendering finds.
    """

    disclosure: Disclosure | None
    family: Family | None
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    comparisons: tuple[Comparison, ...]
    inputs: dict[str, str]
    blocked: bool
    items: tuple[Item, ...] = ()
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    corrections: tuple[Corrected, ...] = ()


def examine(job: Job) -> Examined:
    """Everything but the rendering: what `check` does, and the first half of a build.

    Structural errors block a disclosure whatever its status. What the rules find
    in a draft does not: it is reported, and the draft is built with its mark. Nor is
    a former version held to them: it is kept as it was, and its faults are known.
    """
    context = job.context
    folder, problems = Folder(context.content), Problems()
    _remember_names(folder, job.found)
    known = others(folder, context.found, context.families)
    disclosure = load(folder, job.found, context.families, problems, known)
    if disclosure is None:
        return Examined(None, None, None, tuple(in_order(problems.found)), (), folder.inputs, True)
    disclosure = settled(disclosure, context.families)
    if not disclosure.is_draft:
        _require_site(context, disclosure, problems)
    family = context.families[disclosure.family]
    lineage = find_lineage(job.found, disclosure, known, problems)
    disclosure = arranged(disclosure, family)
    outline = make_outline(disclosure, family, problems)
    figures = Figures(disclosure, outline, problems)
    document = trace(explain(lay_out(disclosure, family, outline, figures.fill)))
    corrections = history(lineage, disclosure, document, context.families)
    if corrections and not corrections[0].changes:
        _report_unchanged(disclosure, problems)
    structural = _blocks(problems.found, context.strict)
    before = len(problems.found)
    earlier = _year_before(job, folder, disclosure)
    subject = Subject(disclosure, family, document, earlier)
    compared = checks.compare(subject)
    comparisons = checks.answered(compared, disclosure, problems)
    if not lineage.is_replaced:
        checks.report(comparisons, problems)
    found = _blocks(problems.found[before:], context.strict) and not disclosure.is_draft
    return Examined(
        disclosure,
        family,
        with_record(
            document, corrections, plan.disclosure_folder(disclosure.year, disclosure.name)
        ),
        tuple(in_order(problems.found)),
        comparisons,
        folder.inputs,
        structural or found,
        checklist(subject, context.site),
        problems.lines,
        lineage,
        corrections,
    )


def _year_before(job: Job, folder: Folder, disclosure: Disclosure) -> Disclosure | None:
    """The department's disclosure of the year before, by its file's name or by 标识.

    It is read through the same folder, so that its files are among the inputs; its
    faults are its own, and are told where it is examined itself.
    """
    if disclosure.kind is not Kind.BUDGET:
        return None  # a 绩效自评 is held against what it evaluates
    year = disclosure.year - 1
    names = (f"{year}/{job.found.name}", f"{year}/{disclosure.name}")
    found = next((f for name in names if (f := job.context.find(name))), None)
    if found is None:
        return None
    _remember_names(folder, found)
    return load(folder, found, job.context.families, Problems())


def _remember_names(folder: Folder, found: Found) -> None:
    """Let the folder know the names as they are on disk (they may not be in NFC)."""
    if any(not folder.exists(path) for path in found.files):
        list(folder.walk())


def _report_unchanged(disclosure: Disclosure, problems: Problems) -> None:
    problems.add(
        RuleBook.NOTHING_CORRECTED,
        disclosure.correction.of.span,
        f"更正后的文本与 {disclosure.correction.of} 逐项相同。",
        "改好要更正的内容；更正前的文件要原样留着。",
    )


def _blocks(found: list[Diagnostic], strict: bool) -> bool:
    grave = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    return any(d.level in grave for d in found)


def _require_site(context: Context, disclosure: Disclosure, problems: Problems) -> None:
    """A public disclosure needs the portal's settings complete."""
    if context.site.missing:
        problems.add(
            RuleBook.NOT_PUBLISHABLE,
            disclosure.span,
            f"状态是“{disclosure.status}”，但 {SITE_FILE} 还缺："
            f"{'、'.join(context.site.missing)}。",
            f"补全 {SITE_FILE}；还没有公开的，状态先写“草案”。",
            text="",
        )


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
    files = chain(
        _files(job.context, examined, disclosure, family, document, summary),
        _ledger(job.context, examined, disclosure, document),
        _checklist(job.context, examined, disclosure, document),
        _redirects(job.context, disclosure),
    )
    try:
        written = write_files(job.context.stage, files)
    except PdfFault as fault:
        problems = Problems([*examined.diagnostics], dict(examined.lines))
        report_pdf(fault, disclosure, problems)
        found = tuple(in_order(problems.found))
        return replace(result, summary=None, diagnostics=found, blocked=True)
    if not (disclosure.is_draft or summary.is_replaced):
        hand_over(job.context.stage, summary, dump(findables(disclosure, family, document)))
    return replace(result, files=written)


def as_result(job: Job, examined: Examined) -> Result:
    """What was found, before anything is written."""
    disclosure, document = examined.disclosure, examined.document
    return Result(
        key=job.key,
        folder=plan.disclosure_folder(disclosure.year, disclosure.id) if disclosure else "",
        summary=summarise(disclosure, document, job.context, examined.lineage)
        if disclosure and document
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
    disclosure: Disclosure, document: Document, context: Context, lineage: Lineage
) -> Summary:
    """What the portal needs to know."""
    return Summary(
        year=disclosure.year,
        id=disclosure.id,
        department=disclosure.department.text,
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
                p.name.text,
                p.address,
                p.code.text,
                p.part,
                p.budget,
                tuple((row.name.text, row.target) for row in p.indicators.rows),
            )
            for p in disclosure.projects
        ),
        total=disclosure.project_total if disclosure.has_budgets else None,
        execution=disclosure.execution,
        has_pdf=context.with_pdf,
        is_replaced=lineage.is_replaced,
    )


def _address(evaluated: Disclosure | None) -> str:
    return plan.disclosure_folder(evaluated.year, evaluated.id) if evaluated else ""


def _files(
    context: Context,
    examined: Examined,
    disclosure: Disclosure,
    family: Family,
    document: Document,
    summary: Summary,
) -> Iterator[tuple[str, bytes]]:
    """Every file of a disclosure, as (address, bytes)."""
    year, id, roots = disclosure.year, disclosure.id, context.templates
    values: dict[str, object] = {
        "site": context.site,
        "disclosure": disclosure,
        "document": document,
        "summary": summary,
        "meta": disclosure_meta(context.site, disclosure, summary),
        "lineage": examined.lineage,
        "files": plan,
    }
    data = _data(context, examined, disclosure, family, document)
    downloads = []
    if context.with_pdf:
        page = plan.pdf_file(year, id)
        html = render(roots, "print/disclosure.html.j2", page, values)
        pdf = render_pdf(roots, html, _digest(examined.inputs), _inside_the_pdf(data))
        downloads.append(plan.Download("全文", page, "application/pdf", "PDF", len(pdf)))
        yield page, pdf
    for file in data:
        address = plan.data_file(year, id, file.name)
        downloads.append(offer(file, address))
        yield address, file.data
    # 一图读懂 draws plans; it has nothing to say of what became of them.
    is_plan = disclosure.kind is Kind.BUDGET
    if is_plan:
        sheet = _overview_sheet(context, disclosure, family, document)
        downloads.append(offer(sheet, plan.data_file(year, id, sheet.name)))
        yield plan.data_file(year, id, sheet.name), sheet.data
    yield from _attachments(context, disclosure)
    whole = plan.disclosure_page(year, id)
    offered = {
        "downloads": downloads,
        "overview": overview(disclosure, family, document) if is_plan else None,
        "linked_data": _linked_data(context, disclosure, document, downloads),
    }
    yield whole, render(roots, "pages/disclosure.html.j2", whole, values | offered)
    for number, project in enumerate(disclosure.projects):
        page = plan.project_page(year, id, project.address)
        neighbours = {
            "project": project,
            "meta": project_meta(context.site, disclosure, project),
            "laid": seen_from(document.project(project), partial(_anchor, page, whole)),
            "previous": disclosure.projects[number - 1] if number else None,
            "next": (*disclosure.projects, None)[number + 1],
        }
        yield page, render(roots, "pages/project.html.j2", page, values | neighbours)


def _anchor(page: str, whole: str, id: str) -> str:
    """An anchor of the whole disclosure as seen from another page."""
    return plan.link(page, f"{whole}#{id}")


def _ledger(
    context: Context, examined: Examined, disclosure: Disclosure, document: Document
) -> Iterator[tuple[str, bytes]]:
    """What was compared, as a page and as data."""
    year, id = disclosure.year, disclosure.id
    page = plan.ledger_page(year, id)
    values = {
        "site": context.site,
        "disclosure": disclosure,
        "document": document,
        "lineage": examined.lineage,
        "meta": ledger_meta(context.site, disclosure, document.outline.title),
        "accounts": ledger(examined.comparisons),
    }
    yield page, render(context.templates, "pages/ledger.html.j2", page, values)
    yield plan.data_file(year, id, plan.LEDGER_JSON), ledger_json(examined.comparisons)


def _checklist(
    context: Context, examined: Examined, disclosure: Disclosure, document: Document
) -> Iterator[tuple[str, bytes]]:
    """What the rules demand and what is there, as a page and as data."""
    year, id = disclosure.year, disclosure.id
    page = plan.checklist_page(year, id)
    values = {
        "site": context.site,
        "disclosure": disclosure,
        "document": document,
        "lineage": examined.lineage,
        "meta": checklist_meta(context.site, disclosure, document.outline.title),
        "groups": by_group(examined.items),
        "counts": count(examined.items),
    }
    yield page, render(context.templates, "pages/checklist.html.j2", page, values)
    yield plan.data_file(year, id, plan.CHECKLIST_JSON), checklist_json(examined.items)


def _overview_sheet(
    context: Context, disclosure: Disclosure, family: Family, document: Document
) -> DataFile:
    """一图读懂 as a file of its own."""
    drawing = draw_sheet(disclosure, family, document, context.site.name)
    address = plan.data_file(disclosure.year, disclosure.id, plan.OVERVIEW_SVG)
    values = {"title": document.outline.title, "drawing": drawing}
    data = render(context.templates, "charts/overview.svg.j2", address, values)
    return DataFile(plan.OVERVIEW_SVG, "一图读懂", "SVG", "image/svg+xml", data)


def _linked_data(
    context: Context,
    disclosure: Disclosure,
    document: Document,
    downloads: Iterable[plan.Download],
) -> Markup | None:
    """What search engines are told of the data; nothing of a draft's or a former version's."""
    if disclosure.is_draft or disclosure.version:
        return None
    described = Described(
        document.outline.title,
        describe(disclosure),
        disclosure.department.text,
        (disclosure.year,),
        disclosure.published_on,
    )
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    return linked_data(described, context.site, downloads, partial(plan.link, page))


def _redirects(context: Context, disclosure: Disclosure) -> Iterator[tuple[str, bytes]]:
    """A page at each former address that leads to the one that took its place."""
    for page, target in plan.redirects(disclosure):
        values = {"site": context.site, "target": target}
        yield page, render(context.templates, "pages/moved.html.j2", page, values)


def _attachments(context: Context, disclosure: Disclosure) -> Iterator[tuple[str, bytes]]:
    """The attached files, as they are."""
    if not disclosure.attachments:
        return
    folder = Folder(context.content)
    list(folder.walk())  # so that it knows the names as they are on disk
    for attachment in disclosure.attachments:
        data = folder.read(attachment.path, Problems())
        if data is not None:
            address = plan.attachment_file(disclosure.year, disclosure.id, attachment.address)
            yield address, data


def _data(
    context: Context,
    examined: Examined,
    disclosure: Disclosure,
    family: Family,
    document: Document,
) -> tuple[DataFile, ...]:
    """The figures as data: files beside the pages, some also inside the PDF."""
    datasets = _datasets(disclosure, family, document, examined.corrections)
    return tuple(disclosure_files(datasets, context.site.license))


def _inside_the_pdf(files: Iterable[DataFile]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(f.name, f.media_type, f"{f.title}（{f.format}）", f.data, f.relationship)
        for f in files
        if f.relationship
    )


def _datasets(
    disclosure: Disclosure,
    family: Family,
    document: Document,
    corrections: tuple[Corrected, ...] = (),
) -> Datasets:
    figures = Figures(disclosure, document.outline, Problems())  # faults were reported before
    return Datasets(disclosure, family, document, figures.fill, corrections)


def _digest(inputs: dict[str, str]) -> str:
    """One digest of all that a disclosure was made from."""
    text = "\n".join(f"{path} {digest}" for path, digest in sorted(inputs.items()))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]
