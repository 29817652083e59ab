"""A disclosure examined: read, outlined, laid out, compared; nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypedDict

from .. import checks, plan
from ..checks.checklist import checklist
from ..config import SITE_FILE
from ..contents import DisclosureFiles, Listing
from ..diagnostics import IN_DRAFTS, Diagnostic, Level, Problems, RuleBook, in_order
from ..document.figures import Figures, settled
from ..document.glossary import explain
from ..document.layout import Document, lay_out
from ..document.outline import make_outline
from ..document.provenance import trace
from ..evidence.subject import Subject
from ..files import Folder
from ..forms import Family, family_of
from ..jobs import Context, Job
from ..loader import arranged, load, others
from ..model.comparison import Comparison
from ..model.demands import Item
from ..model.disclosure import Disclosure
from ..model.evaluation import Kind
from ..versions.corrections import Corrected, with_record
from ..versions.lineage import Lineage, find_lineage, history


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
    asked: dict[str, str] = field(default_factory=dict)
    is_certain: bool = True
    items: tuple[Item, ...] = ()
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    corrections: tuple[Corrected, ...] = ()


def examine(job: Job) -> Examined:
    """Everything but the rendering: what `check` does, and the first half of a build.

    Structural errors block a disclosure whatever its status. What the rules find in a
    draft, and what is not filled in yet, does not: it is reported, and the draft is built
    with its mark. Nor is a former version held to the rules: it is kept as it was, and
    its faults are known.
    """
    context = job.context
    folder, problems = Folder(context.content), Problems()
    _remember_names(folder, job.found)
    known = others(folder, context.found, context.families)
    listing = known.listing
    listing.find(job.found.base)  # which files are its own is part of what it is made from
    disclosure = load(folder, job.found, context.families, problems, known)
    if disclosure is None:
        told = tuple(in_order(problems.found))
        return Examined(None, None, None, told, (), **_origin(folder, listing), blocked=True)
    disclosure = settled(disclosure, context.families)
    if not disclosure.is_draft:
        _require_site(context, disclosure, problems)
    family = family_of(disclosure, context.families)
    lineage = find_lineage(job.found, disclosure, known, problems)
    disclosure = arranged(disclosure, family)
    outline = make_outline(disclosure, family, problems)
    figures = Figures(disclosure, outline, problems)
    document = trace(explain(lay_out(disclosure, family, outline, figures.fill)))
    corrections = history(lineage, disclosure, document, context.families)
    if corrections and not corrections[0].changes:
        _report_unchanged(disclosure, problems)
    structural = _blocks(
        (d for d in problems.found if not (disclosure.is_draft and d.rule in IN_DRAFTS)),
        context.strict,
    )
    before = len(problems.found)
    earlier = _year_before(job, folder, listing, disclosure)
    subject = Subject(disclosure, family, document, earlier)
    compared = checks.compare(subject)
    comparisons = checks.answered(compared, disclosure, problems)
    if not lineage.is_replaced:
        checks.report(comparisons, problems)
    found = _blocks(problems.found[before:], context.strict) and not disclosure.is_draft
    return Examined(
        disclosure,
        family,
        with_record(document, corrections, partial(_version_place, disclosure)),
        tuple(_as_told(in_order(problems.found), disclosure)),
        comparisons,
        **_origin(folder, listing),
        blocked=structural or found,
        items=checklist(subject, context.site),
        lines=problems.lines,
        lineage=lineage,
        corrections=corrections,
    )


class _Origin(TypedDict):
    inputs: dict[str, str]
    asked: dict[str, str]
    is_certain: bool


def _origin(folder: Folder, listing: Listing) -> _Origin:
    """What a disclosure was made from: files, and answers about other disclosures."""
    return {"inputs": folder.inputs, "asked": listing.asked, "is_certain": not folder.unread}


def _as_told(found: Iterable[Diagnostic], disclosure: Disclosure) -> Iterator[Diagnostic]:
    """In a draft, what is only not filled in yet is no fault: a note says that it is to come."""
    for diagnostic in found:
        is_to_come = disclosure.is_draft and diagnostic.rule == RuleBook.NOT_FILLED.id
        yield replace(diagnostic, level=Level.NOTE) if is_to_come else diagnostic


def _version_place(disclosure: Disclosure, version: str) -> tuple[str, str]:
    """The folder of another version of a disclosure, and the link there from its own page."""
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    former = f"{disclosure.name}/{version}"
    target = plan.disclosure_page(disclosure.year, former)
    return plan.disclosure_folder(disclosure.year, former), plan.link(page, target)


def _year_before(
    job: Job, folder: Folder, listing: Listing, disclosure: Disclosure
) -> Disclosure | None:
    """The department's disclosure of the year before, by its file's name or by 标识.

    It is read through the same folder, so that its files are among the inputs; its
    faults are its own, and are told where it is examined itself.
    """
    if disclosure.kind is not Kind.BUDGET:
        return None  # a 绩效自评 is held against what it evaluates
    year = disclosure.year - 1
    names = (f"{year}/{job.found.name}", f"{year}/{disclosure.name}")
    found = next((f for name in names if (f := listing.find(name))), None)
    if found is None:
        return None
    _remember_names(folder, found)
    return load(folder, found, job.context.families, Problems())


def _remember_names(folder: Folder, found: DisclosureFiles) -> None:
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


def _blocks(found: Iterable[Diagnostic], strict: bool) -> bool:
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
