"""The files of one disclosure: PDF, data, pages, as (address, bytes)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
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
from ..outputs.search.files import TextFile
from ..outputs.sheet_rows import Rows
from ..outputs.takeaway import DataFile, describe, disclosure_files, offer
from ..summaries import Summary
from ..versions.published import says_the_same
from .examining import Examined
from .pictures import shown_pictures


@dataclass
class Rendering:
    """A disclosure that may be published, with all that its files are made from.

    `pdf_inputs` is known once the PDF is made: the digest of all that went into it; `texts`
    once the files are made by which it is found.
    """

    job: Job
    examined: Examined
    summary: Summary
    disclosure: Disclosure
    family: Family
    document: Document
    pdf_inputs: str = ""
    texts: tuple[TextFile, ...] = ()

    @property
    def context(self) -> Context:
        return self.job.context

    @property
    def pdf_address(self) -> str:
        return plan.pdf_file(self.disclosure.year, self.disclosure.id)

    def files(self, first: str = "") -> Iterator[Planned]:
        """Every file; the page at the address `first` before all others, if it is one of these.

        Else the PDF and the data come first, since the page names their sizes.
        """
        pages = dict(self._pages())
        if first in pages:
            yield first, pages.pop(first)()
        yield from self._taken_away()
        yield from self._attachments()
        yield from self._pictures()
        for page, rendered in pages.items():
            yield page, rendered()
        yield from self._records()
        yield from self._redirects()

    def pdf(self) -> tuple[str, bytes]:
        """The PDF alone, made anew."""
        made = self._pdf(self._data)
        assert not isinstance(made, Written)
        return made

    def print_page(self) -> bytes:
        """The page that the PDF is made from."""
        meta = disclosure_meta(self.context.site, self.disclosure, self.summary)
        return self._page("print/disclosure.html.j2", self.pdf_address, meta)

    def _pages(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """The address of every page, with what renders it."""
        year, id = self.disclosure.year, self.disclosure.id
        yield self.whole, self._whole
        for number, project in enumerate(self.disclosure.projects):
            yield plan.project_page(year, id, project.address), partial(self._project, number)
        yield plan.ledger_page(year, id), self._ledger
        yield plan.checklist_page(year, id), self._checklist

    @property
    def whole(self) -> str:
        """The address of the page with everything."""
        return plan.disclosure_page(self.disclosure.year, self.disclosure.id)

    @property
    def is_plan(self) -> bool:
        """一图读懂 draws plans; it has nothing to say of what became of them."""
        return self.disclosure.kind is Kind.BUDGET

    def _page(self, template: str, page: str, meta: PageMeta, **values: object) -> bytes:
        common: dict[str, object] = {
            "site": self.context.site,
            "disclosure": self.disclosure,
            "document": self.document,
            "summary": self.summary,
            "lineage": self.examined.lineage,
            "meta": meta,
        }
        return render(self.context.templates, template, page, common | values)

    @cached_property
    def _print(self) -> Planned | None:
        """The PDF, if there is one."""
        if not self.summary.has_pdf:
            return None
        return self._pdf(self._data) if self.context.with_pdf else self._standing_pdf()

    def _taken_away(self) -> Iterator[Planned]:
        """The PDF and the data."""
        if self._print is not None:
            yield self._print
        for file in self._offered:
            yield self._address(file), file.data

    def _downloads(self) -> Iterator[plan.Download]:
        """The same as a page offers them."""
        made = self._print
        if made is not None:
            size = made.size if isinstance(made, Written) else len(made[1])
            yield plan.Download("全文", self.pdf_address, "application/pdf", "PDF", size)
        for file in self._offered:
            yield offer(file, self._address(file))

    def _address(self, file: DataFile) -> str:
        return plan.data_file(self.disclosure.year, self.disclosure.id, file.name)

    def _pdf(self, data: Iterable[DataFile]) -> Planned:
        """The PDF; the former one again where it was made of the very same."""
        html = self.print_page()
        inside = _inside_the_pdf(data)
        identifier = _digest(html, inside)
        self.pdf_inputs = f"{identifier}-{self.context.pdf_parts}"
        former = self.job.former_pdf
        if former is not None and former.inputs == self.pdf_inputs:
            published = _intact(self.context.output / former.file.path, former.file.sha256)
            if published is not None:
                is_there = former.file.path == self.pdf_address
                return former.file if is_there else (self.pdf_address, published)
        made = render_pdf(
            self.context.templates, html, identifier, inside, dict(self._shown_pictures)
        )
        return self.pdf_address, made

    def _standing_pdf(self) -> Written:
        """The PDF that is published, for a build that makes none."""
        data = (self.context.output / self.pdf_address).read_bytes()
        return Written(self.pdf_address, hashlib.sha256(data).hexdigest(), len(data))

    @property
    def keeps_pdf(self) -> bool:
        """Whether a PDF is published that says what the text says now."""
        context, disclosure = self.context, self.disclosure
        if self.pdf_address not in context.pdfs:
            return False
        place = plan.data_file(disclosure.year, disclosure.id, plan.DISCLOSURE_JSON)
        try:
            old = json.loads((context.output / place).read_bytes())
        except (OSError, ValueError):
            return False
        new = next(json.loads(f.data) for f in self._data if f.name == plan.DISCLOSURE_JSON)
        return says_the_same(old, new)

    @cached_property
    def _offered(self) -> tuple[DataFile, ...]:
        """The data, and of a plan its drawing."""
        return (*self._data, *([self._sheet()] if self.is_plan else []))

    @cached_property
    def _data(self) -> tuple[DataFile, ...]:
        """The figures as data: files beside the pages, some also inside the PDF."""
        outline = self.document.outline
        figures = Figures(self.disclosure, outline, Problems())  # faults were reported before
        datasets = Datasets(
            self.disclosure, self.family, self.document, figures.fill, self.examined.corrections
        )
        return tuple(disclosure_files(datasets, self.context.site.license))

    @property
    def rows(self) -> tuple[Rows, ...]:
        """Where the rows of the tables stand in the workbook."""
        return next(f.rows for f in self._data if f.name == plan.DISCLOSURE_XLSX)

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
        for attachment in disclosure.attachments:
            data = self._content.read(attachment.path, Problems())
            if data is not None:
                address = plan.attachment_file(disclosure.year, disclosure.id, attachment.address)
                yield address, data

    def _pictures(self) -> Iterator[tuple[str, bytes]]:
        """The pictures in the text, as they are; one that is shown twice once."""
        for name, data in self._shown_pictures.items():
            yield plan.picture_file(self.disclosure.year, self.disclosure.id, name), data

    @cached_property
    def _shown_pictures(self) -> dict[str, bytes]:
        """The pictures by their names in addresses; most texts have none."""
        if not self.document.illustrations:
            return {}
        return shown_pictures(self._content, self.document)

    @cached_property
    def _content(self) -> Folder:
        """The content, which knows the names of its files as they are on disk."""
        folder = Folder(self.context.content)
        list(folder.walk())
        return folder

    def _whole(self) -> bytes:
        downloads = [*self._downloads()]
        meta = disclosure_meta(self.context.site, self.disclosure, self.summary)
        glance = overview(self.disclosure, self.family, self.document) if self.is_plan else None
        return self._page(
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

    def _project(self, number: int) -> bytes:
        disclosure = self.disclosure
        project = disclosure.projects[number]
        page = plan.project_page(disclosure.year, disclosure.id, project.address)
        return self._page(
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

    def _ledger(self) -> bytes:
        """What was compared."""
        disclosure, title = self.disclosure, self.document.outline.title
        page = plan.ledger_page(disclosure.year, disclosure.id)
        meta = ledger_meta(self.context.site, disclosure, title)
        entries = ledger(self.examined.comparisons, self.document)
        return self._page("pages/ledger.html.j2", page, meta, entries=entries)

    def _checklist(self) -> bytes:
        """What the rules demand and what is there."""
        disclosure, items = self.disclosure, self.examined.items
        return self._page(
            "pages/checklist.html.j2",
            plan.checklist_page(disclosure.year, disclosure.id),
            checklist_meta(self.context.site, disclosure, self.document.outline.title),
            groups=by_group(items),
            counts=count(items),
            voluntary=VOLUNTARY,
        )

    def _records(self) -> Iterator[tuple[str, bytes]]:
        """What was compared and what is there, as data."""
        year, id = self.disclosure.year, self.disclosure.id
        compared = json_file(ledger_record(self.examined.comparisons))
        yield plan.data_file(year, id, plan.LEDGER_JSON), compared
        there = json_file(checklist_record(self.examined.items))
        yield plan.data_file(year, id, plan.CHECKLIST_JSON), there

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
