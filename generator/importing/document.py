"""A Word file as a disclosure: its title page, then its body, then what that held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..diagnostics import Problems, RuleBook, Span
from ..document.outline import PROJECT, SECTION, number_value
from ..forms import Family
from ..keys import OVERALL_ADDRESS
from ..lexicon.folding import bare
from ..model.disclosure import Disclosure, Project
from ..model.words import Words
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .account import Account, make_account
from .body_reader import BodyReader
from .conservation import report_money
from .drafts import Draft
from .families import candidates, is_refused
from .front import Front, mark_contents, read_front
from .identity import Identity, identify, office
from .illustrations import Illustrations
from .labelled_lines import with_labelled_lines
from .ledger import Ledger, report
from .projects import Projects
from .sections import Sections
from .titles import is_recognised, likenesses, recognise, rivals, says_the_unit
from .unit_evidence import note_units, tell_units


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read out of a file: the disclosure, and the account of every text of the file.

    `alike` are the names of the families that the file shows as much of as of its own,
    `pictures` the bytes of those that the text shows, by their files (附件/图1.png).
    """

    disclosure: Disclosure
    account: Account
    alike: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def import_document(
    document: WordDocument,
    families: dict[str, Family],
    *,
    id: str,
    year: int | None,
    problems: Problems,
) -> Disclosure | None:
    """The disclosure that a Word file holds, without its account."""
    made = read_disclosure(document, families, id=id, year=year, problems=problems)
    return made.disclosure if made is not None else None


def read_disclosure(
    document: WordDocument,
    families: dict[str, Family],
    *,
    id: str,
    year: int | None,
    problems: Problems,
) -> Imported | None:
    """The disclosure that a Word file holds, as a draft, with remarks for what has no place.

    `year` counts where the file names none. None, with a diagnostic, where the
    form family or the year cannot be told.
    """
    marked = with_labelled_lines(mark_contents(document))
    identity = identify(marked)
    if is_refused(identity.kind, families.values(), document.path, problems):
        return None
    like = likenesses(marked, candidates(families.values(), identity.kind.value))
    family = recognise(like)
    if family is None:
        problems.add(
            RuleBook.UNREADABLE,
            Span(document.path),
            "认不出这份文件用的是哪种表式，没有导入。",
            f"现在能认的表式：{'、'.join(x.family.name for x in like)}。"
            "是其中一种的（例如只有预算表），"
            "用 --form 指明，例如 --form 河北；不是这几种的，复制 content 里的一份样例，"
            "或照《作者指南》“两分钟写一份”新建一个文件，把内容贴进去；"
            "或请网站管理人员增加这种表式。",
            text="",
        )
        return None
    if not is_recognised(like):
        problems.add(
            RuleBook.NOT_PLACED,
            Span(document.path),
            f"没有这份文件所用的表式，暂按最接近的“{family.name}”写。",
            "表式里没有的栏目写在“其他栏目”，照样印出来；需要的话请网站管理人员增加这种表式。",
            text="",
        )
    of_year = identity.year.value or str(year or "")
    body = BodyReader(marked, family, problems, of_year)
    made = _Import(body, identity, says_the_unit(like, family)).disclosure(id, year)
    return replace(made, alike=rivals(like, family)) if made is not None else None


@dataclass
class _Import:
    """Makes a disclosure of what the reader of the body gathers."""

    body: BodyReader
    identity: Identity
    is_on_form: bool
    document: WordDocument = field(init=False)
    family: Family = field(init=False)
    problems: Problems = field(init=False)
    ledger: Ledger = field(init=False)
    projects: Projects = field(init=False)
    sections: Sections = field(init=False)
    illustrations: Illustrations = field(init=False)
    doubts: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        body = self.body
        self.document, self.family, self.problems = body.document, body.family, body.problems
        self.ledger, self.projects, self.sections = body.ledger, body.projects, body.sections
        self.illustrations = Illustrations(self.document, self.ledger, self.problems)

    def disclosure(self, id: str, year: int | None) -> Imported | None:
        begin = self.body.begin()
        paragraphs = [b for b in self.document.blocks[:begin] if isinstance(b, WordParagraph)]
        front = read_front(paragraphs, self.family, self.ledger)
        self.sections.preface(front.preface)
        self.body.read(begin)
        made = self.assembled(id, self.year(front, year), front)
        if made is None:
            return None
        made = self.illustrations.placed(made)
        self.check_numbers(self.sections.numbers, SECTION)
        self.check_numbers(self.projects.numbers, PROJECT)
        return self.with_remarks(made)

    def assembled(self, id: str, year: int | None, front: Front) -> Disclosure | None:
        if year is None:
            self.problems.add(
                RuleBook.MISSING_KEY,
                Span(self.document.path),
                "文件里没有写明年度。",
                "在命令后面加上 --year，例如 --year 2025。",
                text="",
            )
            return None
        self.projects.finish()
        for words in self.projects.years:
            if words.text == str(year):
                self.ledger.match_all(words.span)
        self.leave_out(self.overall_drafts[1:])
        drafts = self.project_drafts
        forms = [*self.overall_drafts[:1], *drafts]
        self.doubts = tell_units(forms, self.document, self.is_on_form, self.problems)
        note_units(forms, self.ledger)
        unit_code, unit_name = self.common_unit(drafts)
        sections, goals = self.sections.made()
        return Disclosure(
            id=id,
            year=year,
            family=self.family.name,
            kind=self.family.kind,
            inherits=self.family.inherits,
            department=self.department(front, unit_name),
            title=front.title,
            unit_code=unit_code,
            unit_name=unit_name,
            compiled_by=front.compiled_by,
            reviewed_by=front.reviewed_by,
            sections=sections,
            subgoals=goals,
            overall=self.overall(),
            projects=tuple(self.project(n, d) for n, d in enumerate(drafts, 1)),
            span=Span(self.document.path),
        )

    def overall(self) -> Project | None:
        """The whole department's form, where the family has one and the file too."""
        part = self.family.overall
        if part is None or self.overall_draft is None:
            return None
        made = self.overall_draft.project(OVERALL_ADDRESS)
        return replace(made, name=Words(part.title, made.span), address_given=False)

    @property
    def overall_draft(self) -> Draft | None:
        return next(iter(self.overall_drafts), None)

    @property
    def overall_drafts(self) -> list[Draft]:
        return [d for d in self.projects.drafts if self.is_overall(d)]

    def leave_out(self, drafts: Sequence[Draft]) -> None:
        """Keep whole, as remarks, the forms of departments below the one that discloses."""
        for draft in drafts:
            self.ledger.release(draft.first, draft.last)
            self.problems.add(
                RuleBook.NOT_PLACED,
                Span(self.document.path, draft.first, 1),
                "一份公开只能有一张部门整体的表，这一张已逐行写进“待核”。",
                "是下属单位的，为它单独建一份公开，把这几行移过去。",
            )

    @property
    def project_drafts(self) -> list[Draft]:
        return [d for d in self.projects.drafts if not self.is_overall(d)]

    def is_overall(self, draft: Draft) -> bool:
        return self.family.overall is not None and draft.form.name == self.family.overall.overall

    def project(self, order: int, draft: Draft) -> Project:
        project = draft.project(f"{order:03d}")
        if not project.name:
            self.problems.add(
                RuleBook.NOT_PLACED,
                Span(self.document.path, draft.first, 1),
                f"第 {order} 个项目没有名称。",
                "导入后在“名称”后面补上。",
            )
        return project

    def year(self, front: Front, given: int | None) -> int | None:
        if front.year is not None and given is not None and front.year != given:
            self.problems.add(
                RuleBook.WRONG_YEAR,
                front.department.span,
                f"文件写的是 {front.year} 年，导入时给的是 {given} 年。",
                f"去掉 --year，或把它改成 {front.year}；也检查一下放进了哪一年的文件夹。",
            )
        said = self.identity.year
        if front.year or self.projects.year or given or not said.value:
            return front.year or self.projects.year or given
        if said.rivals:
            self.problems.add(
                RuleBook.NOT_PLACED,
                said.signs[0].span,
                f"年度可能是 {'、'.join((said.value, *said.rivals))} 年，暂按 {said.value} 年写。",
                "核对后改正“年度”和所在的文件夹；或在命令后面加上 --year。",
                text=said.signs[0].text,
            )
        return int(said.value)

    def department(self, front: Front, unit_name: Words) -> Words:
        """Whose disclosure it is; without a title page the name that its maker or unit gives."""
        filed_by = next(iter(self.projects.filed_by), Words())
        said = self.identity.department
        sign = next((s for s in said.signs if s.value == said.value), None)
        named = Words(said.value, sign.span) if sign is not None else Words()
        if named and (filed_by or not front.department):
            filed_by = next((Words(office(w.text), w.span) for w in self.projects.filed_by), named)
        found = front.department or front.compiled_by or filed_by or named or unit_name
        for words in self.projects.filed_by:
            if bare(words.text) in (bare(found.text), bare(unit_name.text)):
                self.ledger.match(words.span, words.text)
        if len(said.rivals) > 0 and not front.department:
            self.problems.add(
                RuleBook.NOT_PLACED,
                found.span,
                f"部门可能是“{'”“'.join((said.value, *said.rivals))}”，暂按“{found.text}”写。",
                "导入后核对“部门”。",
            )
        elif not (front.department or filed_by):
            self.problems.add(
                RuleBook.NOT_PLACED,
                found.span if found else Span(self.document.path),
                f"没有找到标题，部门暂按“{found.text}”写。" if found else "没有找到部门名称。",
                "导入后核对“部门”。",
            )
        return found

    def common_unit(self, drafts: Sequence[Draft]) -> tuple[Words, Words]:
        """The unit that all projects name; each keeps its own where they differ."""
        named = [d for d in drafts if d.unit_code or d.unit_name]
        units = {(d.unit_code, d.unit_name) for d in named}
        if len(units) != 1:
            return Words(), Words()
        for draft in named:
            for words in (draft.unit_code, draft.unit_name):
                self.ledger.match(words.span, words.text)
        for draft in drafts:
            draft.unit_code = draft.unit_name = Words()
        code, name = next(iter(units))
        return code, name

    def check_numbers(self, numbers: Sequence[tuple[str, Span]], kind: str) -> None:
        """Sections and tables get the form's numbers: say where the file's do not run on."""
        values = [(number_value(n), span) for n, span in numbers if n]
        for (before, _), (value, span) in pairwise([(0, Span("")), *values]):
            if value != (before or 0) + 1 and value != 1:
                what = "表" if kind == PROJECT else "各节"
                self.problems.add(
                    RuleBook.NUMBERS_BROKEN,
                    span,
                    f"原文{what}的编号不连续：{before} 后面是 {value}。公开时由程序重新编号。",
                    "检查有没有缺少内容。",
                )
                return

    def with_remarks(self, disclosure: Disclosure) -> Imported:
        """The last step: what the ledger does not find in the model becomes a remark."""
        leftovers = self.ledger.leftovers(disclosure)
        report(leftovers, self.document.notes, self.problems)
        remarked = frozenset(unit.span.line for x in leftovers for unit in x.units)
        account = make_account(self.ledger, disclosure, remarked, self.document)
        owners = [*self.project_drafts, *([self.overall_draft] if self.overall_draft else [])]
        own: dict[int, list[Words]] = {}
        for words in (*(x.words for x in leftovers), *self.document.notes):
            own.setdefault(_owner(owners, words.span.line), []).append(words)
        projects = tuple(
            replace(p, remarks=tuple(own.get(n, ()))) for n, p in enumerate(disclosure.projects)
        )
        overall = disclosure.overall and replace(
            disclosure.overall, remarks=tuple(own.get(len(projects), ()))
        )
        remarks = (*own.get(-1, ()), *self.doubts, *report_money(account.money, self.problems))
        made = replace(disclosure, overall=overall, projects=projects, remarks=remarks)
        return Imported(made, account, pictures=self.illustrations.used)


def _owner(drafts: Sequence[Draft], line: int) -> int:
    """The project among whose units a line stands; -1 for none."""
    return next((n for n, d in enumerate(drafts) if d.first <= line <= d.last), -1)
