"""The keys of a disclosure: its head, its sections, its projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..contents import DisclosureFiles
from ..contents.elsewhere import LEAVE_OUT, Elsewhere
from ..diagnostics import Problems, RuleBook
from ..forms import Family, SectionPlan
from ..keys import (
    EVALUATES,
    FILING,
    INDICATORS,
    PROJECTS,
    REMARKS,
    SUBGOAL_KEYS,
    SUBGOALS,
    TITLE,
    disclosure_keys,
)
from ..lexicon.folding import narrow
from ..limits import PROJECT_LIMIT
from ..model.disclosure import Approval, Disclosure, Project, Section, Status, SubGoal
from ..model.evaluation import Kind
from ..model.words import Words
from ..sources.keys import Keys
from ..sources.nodes import Mapping, Scalar
from .addresses import ADDRESS, read_former_addresses
from .answers import read_waivers, read_withheld
from .attachments import AttachmentReader
from .corrections import read_correction
from .evaluated import EvaluatedReader, read_kind
from .evaluation import EvaluationReader, report_twice
from .indicators import read_indicators
from .others import Others
from .pictures import PictureReader
from .projects import ProjectReader
from .tables import TableReader
from .texts import read_code, read_noted, read_remarks, read_section

_STATUS_HINT: Final = (
    f"写上“状态: {Status.DRAFT}”（可选：{'、'.join(Status)}）；能不能公开由它决定，不写就不生成。"
)
# What stands beside a year's disclosures (`plan`).
_RESERVED_IDS: Final = frozenset({"data", "projects"})


@dataclass
class DisclosureReader:
    """Reads one disclosure of a family."""

    found: DisclosureFiles
    family: Family
    problems: Problems
    tables: TableReader
    pictures: PictureReader
    attachments: AttachmentReader
    others: Others
    elsewhere: Elsewhere

    def disclosure(self, mapping: Mapping) -> Disclosure:
        known = disclosure_keys(self.family)
        keys = Keys(mapping, self.problems, known, "公开内容", self.elsewhere.key)
        for key in ("部门", "年度"):
            keys.expect(key)
        keys.require("状态", _STATUS_HINT)
        status, kind = self.status(keys), read_kind(keys, self.family, self.problems)
        reader = EvaluatedReader(keys, self.found, self.others, self.problems)
        evaluated = reader.read(kind, status, is_needed=self.family.inherits)
        published_on, published_at = keys.moment("公开日期")
        if status is not Status.DRAFT:
            self.require_dates(keys)
        sections, subgoals = self.sections(keys)
        projects = self.projects(keys, evaluated)
        remarks = self.remarks(keys, status)
        id = self.id(keys)
        return Disclosure(
            id=id,
            year=self.year(keys),
            family=self.family.name,
            department=keys.text("部门"),
            kind=kind,
            evaluates=keys.text(EVALUATES),
            evaluated=evaluated,
            inherits=self.family.inherits,
            status=status,
            title=keys.text(TITLE),
            unit_code=read_code(keys, "单位编码", self.problems),
            unit_name=keys.text("单位名称"),
            compiled_by=keys.text("编制单位"),
            reviewed_by=keys.text("审核单位"),
            approved_on=keys.date("批复日期"),
            approval=Approval(keys.text("审批"), keys.date("审批日期")),
            written_on=keys.date("成文日期"),
            published_on=published_on,
            published_at=published_at,
            correction=read_correction(keys, status, self.found.version, self.problems),
            index_number=keys.text("索引号"),
            former_ids=read_former_addresses(keys, (id,), self.problems),
            filing=self.filing(keys),
            added=self.family.added,
            sections=sections,
            subgoals=subgoals,
            overall=self.overall(keys),
            projects=projects,
            attachments=self.attachments.read(keys, self.pictures.used),
            waivers=read_waivers(keys, self.problems),
            withheld=read_withheld(keys, self.problems),
            remarks=remarks,
            published_span=keys.text("公开日期").span,
            span=mapping.span,
        )

    def id(self, keys: Keys) -> str:
        """The address: 标识, else the file's stem; ASCII, for it never changes.

        A former version stands below the address of what corrects it.
        """
        typed = keys.text("标识")
        name = typed.text or self.found.name
        if not ADDRESS.fullmatch(name) or name.lower() in _RESERVED_IDS:
            self.problems.add(
                RuleBook.BAD_NAME,
                typed.span if typed else self.found.span,
                f"“{name}”不能用作网址里的标识。",
                "把文件名改成英文字母、数字和连字符，例如 scjg；或加一行：标识: scjg。",
                text=None if typed else "",
            )
        return f"{name}/{self.found.version}" if self.found.version else name

    def year(self, keys: Keys) -> int:
        words = keys.text("年度")
        digits = narrow(words.text).removesuffix("年").removesuffix("年度")
        if words and digits != str(self.found.year):
            self.problems.add(
                RuleBook.WRONG_YEAR,
                words.span,
                f"“年度”是 {words.text}，文件却放在 {self.found.year} 文件夹里。",
                "改正年度，或把文件移到对应年份的文件夹。",
            )
        return self.found.year

    def status(self, keys: Keys) -> Status:
        words = keys.text("状态")
        for status in Status:
            if words.text == status.value:
                return status
        if words:
            self.problems.add(
                RuleBook.BAD_CHOICE,
                words.span,
                f"“状态”不能是“{words.text}”。",
                "可选：" + "、".join(Status) + "。",
            )
        return Status.DRAFT

    def require_dates(self, keys: Keys) -> None:
        """A public disclosure says when it was published and, by the form, approved."""
        day, who = "年-月-日", "审批的会议或机构"
        wanted = {"公开日期": day}
        wanted |= {"批复日期": day} if self.family.needs_approval_date else {}
        wanted |= {"审批": who, "审批日期": day} if self.family.needs_approval else {}
        for key, value in wanted.items():
            if not keys.text(key):
                self.problems.add(
                    RuleBook.NOT_PUBLISHABLE,
                    keys.span("状态"),
                    f"状态是“{keys.text('状态').text}”，但没有写“{key}”。",
                    f"加一行：{key}: {value}；还没有公开的，状态先写“草案”。",
                )

    def sections(self, keys: Keys) -> tuple[tuple[Section, ...], tuple[SubGoal, ...]]:
        sections: list[Section] = []
        subgoals: tuple[SubGoal, ...] = ()
        rows = {added.key.text: added.key.span for added in self.family.added}
        for plan in self.family.sections():
            if plan.required:
                hint = "" if plan.key in keys else self.where(plan)
                keys.expect(plan.key, hint, rows.get(plan.key))
            if plan.kind == SUBGOALS:
                subgoals = tuple(self.subgoal(item) for item in keys.mappings(plan.key))
            elif plan.key in keys:
                prose = read_section(
                    keys.block(plan.key), self.problems, self.tables, self.pictures
                )
                if prose:
                    sections.append(Section(plan.key, prose, keys.span(plan.key)))
        return tuple(sections), subgoals

    def where(self, plan: SectionPlan) -> str:
        """How to write a section that is not there, in the disclosure's own shape."""
        is_list = plan.kind == SUBGOALS
        each = "，每一项先写一行“### 标题”" if is_list else ""
        match self.found.shape:
            case "yaml":
                below = "下面每项以“- 标题: …”开头" if is_list else "内容写在下面各行"
                return f"加一行“{plan.key}:{'' if is_list else ' |'}”，{below}。"
            case "md":
                return f"加一行“## {plan.key}”，内容写在下面{each}。"
        return (
            f"在文件夹 {self.found.base}/ 里加一个文件 {plan.key}.md，内容写在里面{each}；"
            f"文件名前可以加序号，例如 01-{plan.key}.md。"
        )

    def subgoal(self, mapping: Mapping) -> SubGoal:
        keys = Keys(mapping, self.problems, SUBGOAL_KEYS, "分项绩效目标")
        text, goal = (
            read_noted(keys.block("内容"), self.problems),
            read_noted(keys.block("绩效目标"), self.problems),
        )
        hint = "只有一段文字的写“内容”；另有指标的写“绩效目标”和“绩效指标”。"
        if text and goal:
            message = "分项目标要写“内容”或“绩效目标”，两者只写一个。"
            self.problems.add(RuleBook.GOAL_OR_TEXT, keys.span("绩效目标"), message, hint)
        elif self.problems.is_explained(mapping.span, "内容", "绩效目标"):
            pass
        elif not (text or goal or mapping.is_torn):
            message = "分项目标缺少“内容”或“绩效目标”。"
            self.problems.add(RuleBook.NOT_FILLED, mapping.span, message, hint)
        columns = self.family.subgoal_columns
        told = self.elsewhere.column(columns, LEAVE_OUT)
        indicators = read_indicators(keys, columns, (), self.problems, elsewhere=told)
        if text and indicators:
            self.problems.add(
                RuleBook.GOAL_OR_TEXT,
                keys.span(INDICATORS),
                "有“绩效指标”的分项目标，文字要写在“绩效目标”里。",
                "把键“内容”改成“绩效目标”。",
            )
        return SubGoal(keys.text(TITLE), text, goal, indicators, mapping.span)

    def filing(self, keys: Keys) -> tuple[tuple[str, Words], ...]:
        """The last line of every form that has none of its own."""
        mapping = keys.mapping_of(FILING)
        if mapping is None:
            return ()
        names = dict.fromkeys(k for form in self.family.forms.values() for k in form.filing)
        filed = Keys(mapping, self.problems, names, FILING)
        return tuple((name, filed.text(name)) for name in names if filed.text(name))

    def overall(self, keys: Keys) -> Project | None:
        """The whole department's form, where the family has one and the author filled it."""
        part = self.family.overall
        mapping = keys.mapping_of(part.key) if part else None
        if part is None or mapping is None:
            return None
        reader = ProjectReader(self.family, self.problems, self.elsewhere)
        return reader.read_overall(mapping, part)

    def projects(self, keys: Keys, evaluated: Disclosure | None) -> tuple[Project, ...]:
        items = keys.mappings(PROJECTS)
        if len(items) > PROJECT_LIMIT:
            self.problems.add(
                RuleBook.TOO_DEEP, items[PROJECT_LIMIT].span, "项目太多。", "分成几个部门公开。"
            )
        reader = ProjectReader(self.family, self.problems, self.elsewhere)
        if self.family.kind is Kind.EVALUATION and self.family.inherits:
            of = EvaluationReader(evaluated, self.problems) if evaluated else None
            projects = tuple(reader.read_evaluation(item, of) for item in items[:PROJECT_LIMIT])
            report_twice((p for p in projects if p.filled), self.problems)
            return projects
        projects = tuple(reader.read(item) for item in items[:PROJECT_LIMIT])
        self.unique_addresses(projects)
        return projects

    def unique_addresses(self, projects: Iterable[Project]) -> None:
        """No two projects share an address; the old ones count, for they lead somewhere too."""
        seen: dict[str, Project] = {}
        for project, address in _addresses(projects):
            earlier = seen.setdefault(address.casefold(), project)
            if earlier is not project:
                self.problems.add(
                    RuleBook.BAD_ADDRESS,
                    project.span,
                    f"地址“{address}”用了两次，另一处是“{earlier.name.text}”（{earlier.span}）。",
                    "给其中一个换一个没有用过的地址。",
                )

    def remarks(self, keys: Keys, status: Status) -> tuple[Words, ...]:
        """Remarks of an import: a warning in a draft, a fault once it is to be published."""
        lines = read_remarks(keys)
        mappings = [m for m in keys.items(PROJECTS) if isinstance(m, Mapping)]
        own = [r for m in mappings if (e := m.get(REMARKS)) and isinstance(e.value, Scalar)
               for r in e.value.lines]  # fmt: skip
        for line in (*lines, *own):
            if status is Status.DRAFT:
                self.problems.add(
                    RuleBook.TO_BE_CONFIRMED,
                    line.span,
                    f"待核：{line.text}",
                    "核对后移到合适的地方，再删去这条待核。",
                )
            else:
                self.problems.add(
                    RuleBook.NOT_PUBLISHABLE,
                    line.span,
                    "还有待核内容，不能公开。",
                    "核对后移到合适的地方，再删去这条待核。",
                )
        return lines


def _addresses(projects: Iterable[Project]) -> Iterator[tuple[Project, str]]:
    """Each project's address (a faulty one was reported where it was read), then the old ones."""
    listed = list(projects)
    yield from ((p, p.address) for p in listed if ADDRESS.fullmatch(p.address))
    yield from ((p, old) for p in listed for old in p.former_addresses)
