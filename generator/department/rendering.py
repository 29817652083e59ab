"""The files of one disclosure: PDF, data, pages, as (address, bytes)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from .. import plan
from ..checks.checklist import VOLUNTARY, by_group, checklist_record, count
from ..checks.ledger import ledger, ledger_record
from ..diagnostics import Problems
from ..directory.meta import PageMeta, checklist_meta, disclosure_meta, ledger_meta, project_meta
from ..document.figures import Figures
from ..document.layout import Document
from ..document.provenance import seen_from
from ..files import Folder
from ..forms import Family
from ..jobs import Context, Job, Planned, Written
from ..model.disclosure import Disclosure
from ..model.evaluation import Kind
from ..outputs.charts.key_figures import key_figures
from ..outputs.charts.overview import overview
from ..outputs.charts.overview import sheet as draw_sheet
from ..outputs.datasets import Datasets
from ..outputs.json_text import json_file
from ..outputs.linked_data import Described, linked_data
from ..outputs.pages import render
from ..outputs.pdf import Attachment, render_pdf
from ..outputs.takeaway import DataFile, describe, disclosure_files, offer
from ..summaries import Summary
from ..versions.published import says_the_same
from .examining import Examined


@dataclass(slots=True)
class Rendering:
    """A disclosure that may be published, with all that its files are made from.

    `pdf_inputs` is known once the PDF is made: the digest of all that went into it.
    """

    job: Job
    examined: Examined
    summary: Summary
    disclosure: Disclosure
    family: Family
    document: Document
    pdf_inputs: str = ""

    @property
    def context(self) -> Context:
        return self.job.context

    @property
    def pdf(self) -> str:
        """The address of the PDF."""
        return plan.pdf_file(self.disclosure.year, self.disclosure.id)

    def files(self) -> Iterator[Planned]:
        """Every file, the PDF and the data first, since the page names their sizes."""
        downloads: list[plan.Download] = []
        yield from self._downloads(downloads)
        yield from chain(
            self._attachments(),
            self._whole(downloads),
            self._projects(),
            self._ledger(),
            self._checklist(),
            self._redirects(),
        )

    @property
    def whole(self) -> str:
        """The address of the page with everything."""
        return plan.disclosure_page(self.disclosure.year, self.disclosure.id)

    @property
    def is_plan(self) -> bool:
        """一图读懂 draws plans; it has nothing to say of what became of them."""
        return self.disclosure.kind is Kind.BUDGET

    def _page(
        self, template: str, page: str, meta: PageMeta, **values: object
    ) -> tuple[str, bytes]:
        common: dict[str, object] = {
            "site": self.context.site,
            "disclosure": self.disclosure,
            "document": self.document,
            "summary": self.summary,
            "lineage": self.examined.lineage,
            "meta": meta,
        }
        return page, render(self.context.templates, template, page, common | values)

    def _downloads(self, downloads: list[plan.Download]) -> Iterator[Planned]:
        """The files to take away; `downloads` gets an entry for each."""
        data = self._data()
        if self.summary.has_pdf:
            pdf = self._pdf(data) if self.context.with_pdf else self._standing_pdf()
            size = pdf.size if isinstance(pdf, Written) else len(pdf[1])
            downloads.append(plan.Download("全文", self.pdf, "application/pdf", "PDF", size))
            yield pdf
        for file in (*data, *([self._sheet()] if self.is_plan else [])):
            address = plan.data_file(self.disclosure.year, self.disclosure.id, file.name)
            downloads.append(offer(file, address))
            yield address, file.data

    def _pdf(self, data: Iterable[DataFile]) -> Planned:
        """The PDF; the former one again where it was made of the very same."""
        meta = disclosure_meta(self.context.site, self.disclosure, self.summary)
        _, html = self._page("print/disclosure.html.j2", self.pdf, meta)
        inside = _inside_the_pdf(data)
        identifier = _digest(html, inside)
        self.pdf_inputs = f"{identifier}-{self.context.pdf_parts}"
        former = self.job.former_pdf
        if former is not None and former.inputs == self.pdf_inputs:
            published = _intact(self.context.output / former.file.path, former.file.sha256)
            if published is not None:
                is_there = former.file.path == self.pdf
                return former.file if is_there else (self.pdf, published)
        return self.pdf, render_pdf(self.context.templates, html, identifier, inside)

    def _standing_pdf(self) -> Written:
        """The PDF that is published, for a build that makes none."""
        data = (self.context.output / self.pdf).read_bytes()
        return Written(self.pdf, hashlib.sha256(data).hexdigest(), len(data))

    @property
    def keeps_pdf(self) -> bool:
        """Whether a PDF is published that says what the text says now."""
        context, disclosure = self.context, self.disclosure
        if self.pdf not in context.pdfs:
            return False
        place = plan.data_file(disclosure.year, disclosure.id, plan.DISCLOSURE_JSON)
        try:
            old = json.loads((context.output / place).read_bytes())
        except (OSError, ValueError):
            return False
        new = next(json.loads(f.data) for f in self._data() if f.name == plan.DISCLOSURE_JSON)
        return says_the_same(old, new)

    def _data(self) -> tuple[DataFile, ...]:
        """The figures as data: files beside the pages, some also inside the PDF."""
        outline = self.document.outline
        figures = Figures(self.disclosure, outline, Problems())  # faults were reported before
        datasets = Datasets(
            self.disclosure, self.family, self.document, figures.fill, self.examined.corrections
        )
        return tuple(disclosure_files(datasets, self.context.site.license))

    def _sheet(self) -> DataFile:
        """一图读懂 as a file of its own."""
        context, disclosure = self.context, self.disclosure
        drawing = draw_sheet(disclosure, self.family, self.document, context.site.name)
        address = plan.data_file(disclosure.year, disclosure.id, plan.OVERVIEW_SVG)
        values = {"title": self.document.outline.title, "drawing": drawing}
        data = render(context.templates, "charts/overview.svg.j2", address, values)
        return DataFile(plan.OVERVIEW_SVG, "一图读懂", "SVG", "image/svg+xml", data)

    def _attachments(self) -> Iterator[tuple[str, bytes]]:
        """The attached files, as they are."""
        disclosure = self.disclosure
        if not disclosure.attachments:
            return
        folder = Folder(self.context.content)
        list(folder.walk())  # so that it knows the names as they are on disk
        for attachment in disclosure.attachments:
            data = folder.read(attachment.path, Problems())
            if data is not None:
                address = plan.attachment_file(disclosure.year, disclosure.id, attachment.address)
                yield address, data

    def _whole(self, downloads: list[plan.Download]) -> Iterator[tuple[str, bytes]]:
        meta = disclosure_meta(self.context.site, self.disclosure, self.summary)
        glance = overview(self.disclosure, self.family, self.document) if self.is_plan else None
        yield self._page(
            "pages/disclosure.html.j2",
            self.whole,
            meta,
            downloads=downloads,
            overview=glance,
            key_figures=key_figures(self.disclosure, self.family, self.document),
            linked_data=self._linked_data(downloads),
        )

    def _linked_data(self, downloads: Iterable[plan.Download]) -> Markup | None:
        """What search engines are told of the data; nothing of a draft's or a former version's."""
        disclosure = self.disclosure
        if disclosure.is_draft or disclosure.version:
            return None
        described = Described(
            self.document.outline.title,
            describe(disclosure),
            disclosure.department.text,
            (disclosure.year,),
            disclosure.published_on,
        )
        return linked_data(described, self.context.site, downloads, partial(plan.link, self.whole))

    def _projects(self) -> Iterator[tuple[str, bytes]]:
        disclosure = self.disclosure
        for number, project in enumerate(disclosure.projects):
            page = plan.project_page(disclosure.year, disclosure.id, project.address)
            yield self._page(
                "pages/project.html.j2",
                page,
                project_meta(self.context.site, disclosure, project),
                project=project,
                laid=seen_from(self.document.project(project), partial(self._anchor, page)),
                previous=disclosure.projects[number - 1] if number else None,
                next=(*disclosure.projects, None)[number + 1],
            )

    def _anchor(self, page: str, id: str) -> str:
        """An anchor of the whole disclosure as seen from another page."""
        return plan.link(page, f"{self.whole}#{id}")

    def _ledger(self) -> Iterator[tuple[str, bytes]]:
        """What was compared, as a page and as data."""
        year, id, title = self.disclosure.year, self.disclosure.id, self.document.outline.title
        entries = ledger(self.examined.comparisons, self.document)
        meta = ledger_meta(self.context.site, self.disclosure, title)
        page = plan.ledger_page(year, id)
        yield self._page("pages/ledger.html.j2", page, meta, entries=entries)
        data = json_file(ledger_record(self.examined.comparisons))
        yield plan.data_file(year, id, plan.LEDGER_JSON), data

    def _checklist(self) -> Iterator[tuple[str, bytes]]:
        """What the rules demand and what is there, as a page and as data."""
        year, id, items = self.disclosure.year, self.disclosure.id, self.examined.items
        meta = checklist_meta(self.context.site, self.disclosure, self.document.outline.title)
        page = plan.checklist_page(year, id)
        yield self._page(
            "pages/checklist.html.j2",
            page,
            meta,
            groups=by_group(items),
            counts=count(items),
            voluntary=VOLUNTARY,
        )
        yield plan.data_file(year, id, plan.CHECKLIST_JSON), json_file(checklist_record(items))

    def _redirects(self) -> Iterator[tuple[str, bytes]]:
        """A page at each former address that leads to the one that took its place."""
        formers = self.examined.lineage.formers
        kept = () if self.disclosure.version else plan.kept_pages(self.disclosure, formers)
        for page, target in chain(plan.redirects(self.disclosure), kept):
            values = {"site": self.context.site, "target": target}
            yield page, render(self.context.templates, "pages/moved.html.j2", page, values)


def _intact(place: Path, sha256: str) -> bytes | None:
    """A published file as it was published; None where it is gone or was changed."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _inside_the_pdf(files: Iterable[DataFile]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(f.name, f.media_type, f"{f.title}（{f.format}）", f.data, f.relationship)
        for f in files
        if f.relationship
    )


def _digest(html: bytes, inside: Iterable[Attachment]) -> str:
    """One digest of all that a PDF holds, whatever shape its content was typed in."""
    digest = hashlib.sha256(html)
    for attachment in inside:
        digest.update(attachment.data)
    return digest.hexdigest()[:32]
