"""From a disclosure's mapping to the model, gathering every fault on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .contents import Found, read
from .diagnostics import Problems, RuleBook, Span
from .files import Folder
from .forms import MONEY, PLAN, Column, Family, Field, Form
from .model.amounts import Amount, parse_amount, parse_percent, plain_digits
from .model.disclosure import (
    Disclosure,
    Indicator,
    IndicatorTable,
    PlanStep,
    Project,
    Section,
    Status,
    SubGoal,
)
from .model.targets import parse_target
from .model.words import Paragraph, Prose, Subheading, Words
from .schema import (
    INDICATORS,
    PART,
    PROJECTS,
    REMARKS,
    SUBGOAL_KEYS,
    SUBGOALS,
    TITLE,
    disclosure_keys,
    project_fields,
)
from .sources.keys import Keys, did_you_mean
from .sources.nodes import Mapping, Scalar, Table
from .sources.pipe_table import is_table_line
from .sources.yaml_source import BLANK

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FULL_CODE: Final = re.compile(r"[0-9A-Z]{21}")
_RESERVED_ADDRESSES: Final = frozenset({"data", "index", "assets", "search"})
_HEADING: Final = re.compile(r"#{1,6} +(.*)")
_SEPARATORS: Final = re.compile(r"[，,、；;]")
PROJECT_LIMIT: Final = 2_000


def load(
    folder: Folder, found: Found, families: dict[str, Family], problems: Problems
) -> Disclosure | None:
    """Read one disclosure; None where its structure leaves nothing to go on with.

    Faults that leave a model are reported too; the caller decides by their level
    whether anything is built from it.
    """
    content = read(folder, found, families, problems)
    if content is None:
        return None
    mapping, family = content
    return _Loader(found, family, problems).disclosure(mapping)


@dataclass
class _Loader:
    found: Found
    family: Family
    problems: Problems

    def disclosure(self, mapping: Mapping) -> Disclosure:
        keys = Keys(mapping, self.problems, disclosure_keys(self.family), "公开内容")
        for key in ("部门", "年度", "状态"):
            keys.require(key)
        status = self.status(keys)
        approved, published = keys.date("批复日期"), keys.date("公开日期")
        if status is not Status.DRAFT:
            self.require_dates(keys)
        sections, subgoals = self.sections(keys)
        projects = self.projects(keys)
        remarks = self.remarks(keys, status)
        return Disclosure(
            id=self.id(keys),
            year=self.year(keys),
            family=self.family.name,
            department=keys.text("部门"),
            status=status,
            title=keys.text(TITLE),
            unit_code=self.code(keys, "单位编码"),
            unit_name=keys.text("单位名称"),
            compiled_by=keys.text("编制单位"),
            reviewed_by=keys.text("审核单位"),
            approved_on=approved,
            published_on=published,
            sections=sections,
            subgoals=subgoals,
            projects=projects,
            remarks=remarks,
            span=mapping.span,
        )

    def id(self, keys: Keys) -> str:
        """The address: 标识, else the file's stem; ASCII, for it never changes."""
        typed = keys.text("标识")
        name = typed.text or self.found.stem
        if not _ID.fullmatch(name):
            self.problems.add(
                RuleBook.BAD_NAME,
                typed.span if typed else self.found.span,
                f"“{name}”不能用作网址里的标识。",
                "把文件名改成英文字母、数字和连字符，例如 scjg；或加一行：标识: scjg。",
                text=None if typed else "",
            )
        return name

    def year(self, keys: Keys) -> int:
        words = keys.text("年度")
        digits = plain_digits(words.text).removesuffix("年").removesuffix("年度")
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
        wanted = ["公开日期", "批复日期"] if self.family.needs_approval_date else ["公开日期"]
        for key in wanted:
            if not keys.text(key):
                self.problems.add(
                    RuleBook.NOT_PUBLISHABLE,
                    keys.span("状态"),
                    f"状态是“{keys.text('状态').text}”，但没有写“{key}”。",
                    f"加一行：{key}: 年-月-日；还没有公开的，状态先写“草案”。",
                )

    def code(self, keys: Keys, key: str) -> Words:
        words = keys.text(key)
        if words and not re.fullmatch(r"[0-9A-Za-z]+", words.text):
            self.problems.add(
                RuleBook.BAD_NUMBER,
                words.span,
                f"“{key}”只能由数字和字母组成：{words.text}",
                "检查有没有空格、全角数字或多余的字。",
            )
        return words

    def sections(self, keys: Keys) -> tuple[tuple[Section, ...], tuple[SubGoal, ...]]:
        sections: list[Section] = []
        subgoals: tuple[SubGoal, ...] = ()
        for plan in self.family.sections():
            if plan.required:
                keys.require(plan.key)
            if plan.kind == SUBGOALS:
                subgoals = tuple(self.subgoal(item) for item in keys.mappings(plan.key))
            elif plan.key in keys:
                prose = self.prose(keys.block(plan.key))
                if prose:
                    sections.append(Section(plan.key, prose, keys.span(plan.key)))
        return tuple(sections), subgoals

    def subgoal(self, mapping: Mapping) -> SubGoal:
        keys = Keys(mapping, self.problems, SUBGOAL_KEYS, "分项绩效目标")
        text, goal = self.prose(keys.block("内容")), self.prose(keys.block("绩效目标"))
        if bool(text) == bool(goal):
            self.problems.add(
                RuleBook.GOAL_OR_TEXT,
                keys.span("绩效目标") if text else mapping.span,
                "分项目标要写“内容”或“绩效目标”，两者只写一个。"
                if text
                else "分项目标缺少“内容”或“绩效目标”。",
                "只有一段文字的写“内容”；另有指标的写“绩效目标”和“绩效指标”。",
            )
        indicators = self.indicators(keys, self.family.subgoal_columns, ())
        if text and indicators:
            self.problems.add(
                RuleBook.GOAL_OR_TEXT,
                keys.span(INDICATORS),
                "有“绩效指标”的分项目标，文字要写在“绩效目标”里。",
                "把键“内容”改成“绩效目标”。",
            )
        return SubGoal(keys.text(TITLE), text, goal, indicators, mapping.span)

    def projects(self, keys: Keys) -> tuple[Project, ...]:
        items = keys.mappings(PROJECTS)
        if len(items) > PROJECT_LIMIT:
            self.problems.add(
                RuleBook.TOO_DEEP, items[PROJECT_LIMIT].span, "项目太多。", "分成几个部门公开。"
            )
        projects = tuple(self.project(item) for item in items[:PROJECT_LIMIT])
        self.unique_addresses(projects)
        return projects

    def project(self, mapping: Mapping) -> Project:
        form = self.form(mapping)
        keys = Keys(mapping, self.problems, project_fields(form), "项目")
        keys.require("名称")
        values = {f.role or f.key: f for f in form.fields}
        name, typed_address = keys.text("名称"), keys.text("地址")
        code = self.code(keys, "编码")
        part = keys.text(PART).text
        return Project(
            name=name,
            form=form.name,
            address=self.address(typed_address, code, name, mapping.span),
            code=code,
            part="" if part == self.family.project_part else part,
            unit_code=self.code(keys, "单位编码"),
            unit_name=keys.text("单位名称"),
            budget=self.amount(keys, values.get("预算数"), form),
            fiscal=self.amount(keys, values.get("财政资金"), form),
            other=self.amount(keys, values.get("其他资金"), form),
            plan=self.plan(keys, values.get("支出计划"), form),
            purpose=self.field_prose(keys, values.get("用途")),
            goals=self.field_prose(keys, values.get("绩效目标")),
            indicators=self.indicators(keys, form.columns, form.classes),
            extra=self.extra(keys, form),
            remarks=_remark_lines(keys),
            address_given=bool(typed_address),
            span=mapping.span,
        )

    def form(self, mapping: Mapping) -> Form:
        entry = mapping.get("表式")
        words = entry.value.words if entry and isinstance(entry.value, Scalar) else Words()
        forms = self.family.forms
        if words and words.text not in forms:
            self.problems.add(
                RuleBook.BAD_CHOICE,
                words.span,
                f"表式“{self.family.name}”里没有“{words.text}”这种表。",
                did_you_mean(words.text, forms),
            )
        default = forms.get(self.family.default_form) or next(iter(forms.values()))
        return forms.get(words.text, default)

    def address(self, typed: Words, code: Words, name: Words, span: Span) -> str:
        """A project's permanent address: 地址, else its complete code."""
        if typed:
            if _ID.fullmatch(typed.text) and typed.text.lower() not in _RESERVED_ADDRESSES:
                return typed.text
            self.problems.add(
                RuleBook.BAD_ADDRESS,
                typed.span,
                f"“{typed.text}”不能用作地址。",
                "地址由英文字母、数字和连字符组成，例如 001。",
            )
        elif _FULL_CODE.fullmatch(code.text):
            return code.text
        else:
            self.problems.add(
                RuleBook.BAD_ADDRESS,
                name.span if name else span,
                "这个项目既没有“地址”，也没有完整的 21 位编码，网页没有固定的网址。",
                "加一行“地址: 001”（同一部门内不重复，以后不再改）。",
            )
        return code.text or name.text or "?"

    def unique_addresses(self, projects: Iterable[Project]) -> None:
        seen: dict[str, Project] = {}
        for project in projects:
            earlier = seen.setdefault(project.address.casefold(), project)
            if earlier is not project:
                self.problems.add(
                    RuleBook.BAD_ADDRESS,
                    project.span,
                    f"地址“{project.address}”用了两次，"
                    f"另一处是“{earlier.name.text}”（{earlier.span}）。",
                    "给其中一个换一个没有用过的地址。",
                )

    def amount(self, keys: Keys, field: Field | None, form: Form) -> Amount:
        if field is None:
            return Amount()
        words = keys.text(field.key)
        amount = parse_amount(words, form.unit)
        if amount.is_text and not field.may_be_text:
            self.problems.add(
                RuleBook.BAD_AMOUNT,
                words.span,
                f"“{field.key}”不是金额：{words.text}",
                f"只写数字，单位{form.unit}，例如 36.00。",
            )
        return amount

    def plan(self, keys: Keys, field: Field | None, form: Form) -> tuple[PlanStep, ...]:
        """A spending plan such as 3月底20%，6月底50%，…: one step for each of the form's."""
        if field is None or field.kind != PLAN:
            return ()
        words = keys.text(field.key)
        given: dict[str, Words] = {}
        at = 0
        for piece in _SEPARATORS.split(words.text):
            place = Span(words.span.path, words.span.line, words.span.column + at)
            at += len(piece) + 1
            text = piece.strip(BLANK)
            if text:
                self.plan_step(Words(text, place), form.plan_steps, given)
        return tuple(
            PlanStep(step, parse_percent(given.get(step, Words("", words.span))))
            for step in form.plan_steps
        )

    def plan_step(self, words: Words, steps: tuple[str, ...], given: dict[str, Words]) -> None:
        label = max((s for s in steps if words.text.startswith(s)), key=len, default="")
        share = Words(words.text[len(label) :].strip(BLANK + "：:"), words.span)
        problem = ""
        if not label:
            problem = f"支出计划里看不出时点：{words.text}"
        elif label in given:
            problem = f"支出计划里“{label}”写了两次。"
        elif parse_percent(share).value is None and share:
            problem = f"“{label}”后面不是百分数：{share.text}"
        if problem:
            example = "，".join(f"{s}{25 * (n + 1)}%" for n, s in enumerate(steps))
            self.problems.add(RuleBook.BAD_PLAN, words.span, problem, f"写成：{example}")
        else:
            given[label] = share

    def field_prose(self, keys: Keys, field: Field | None) -> Prose:
        return self.prose(keys.block(field.key)) if field else ()

    def extra(self, keys: Keys, form: Form) -> tuple[tuple[str, Prose], ...]:
        """The form's fields that have no role, as typed, blank ones left out."""
        found = []
        for field in form.fields:
            if not field.role:
                prose = self.prose(keys.block(field.key))
                if field.kind == MONEY:
                    self.amount(keys, field, form)
                if prose:
                    found.append((field.key, prose))
        return tuple(found)

    def prose(self, block: Scalar) -> Prose:
        """Lines as paragraphs, `### ` lines as subheadings; a leading `\\` means plain text."""
        pieces: list[Paragraph | Subheading] = []
        for line in block.lines:
            text = line.text.strip(BLANK)
            if text.startswith("\\"):
                place = Span(line.span.path, line.span.line, line.span.column + 1)
                pieces.append(Paragraph(Words(text[1:].strip(BLANK), place)))
            elif match := _HEADING.fullmatch(text):
                place = Span(line.span.path, line.span.line, line.span.column + match.start(1))
                if not text.startswith("### "):
                    self.problems.add(
                        RuleBook.HEADING, line.span, "小标题要用三个井号。", f"改成：### {match[1]}"
                    )
                pieces.append(Subheading(Words(match[1].strip(BLANK), place)))
            elif is_table_line(line.text):
                self.problems.add(
                    RuleBook.STRAY_TEXT,
                    line.span,
                    "正文里不能放表格。",
                    "指标写在“绩效指标”里；确要以“|”开头的正文，在行首加“\\”。",
                )
            elif text:
                pieces.append(Paragraph(Words(text, line.span)))
        return tuple(pieces)

    def indicators(
        self, keys: Keys, columns: tuple[Column, ...], classes: tuple[tuple[str, str], ...]
    ) -> IndicatorTable:
        table = keys.table(INDICATORS)
        if table is None or not table.head:
            return IndicatorTable(span=keys.span(INDICATORS))
        return _IndicatorReader(columns, classes, self.problems).read(table)

    def remarks(self, keys: Keys, status: Status) -> tuple[Words, ...]:
        """Remarks of an import: a warning in a draft, a fault once it is to be published."""
        lines = _remark_lines(keys)
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


def _remark_lines(keys: Keys) -> tuple[Words, ...]:
    return tuple(
        Words(line.text.removeprefix("\\"), line.span) for line in keys.block(REMARKS).lines
    )


@dataclass(frozen=True)
class _IndicatorReader:
    """Reads an indicator table by the form's columns."""

    columns: tuple[Column, ...]
    classes: tuple[tuple[str, str], ...]
    problems: Problems

    def read(self, table: Table) -> IndicatorTable:
        heads = self.heads(table)
        rows = []
        above: dict[str, Words] = {}
        for row in table.rows:
            cells = {c.key: w for c, w in zip(heads, row, strict=True) if c is not None}
            self.repeat(cells, heads, above, row[0].span)
            rows.append(self.row(cells, heads, row[0].span))
        present = tuple(c.key for c in heads if c is not None)
        return IndicatorTable(present, tuple(rows), table.span)

    def heads(self, table: Table) -> list[Column | None]:
        """The column that each head cell names, by key, title or alias."""
        heads: list[Column | None] = []
        for cell in table.head:
            column = next((c for c in self.columns if cell.text in _names(c)), None)
            if column is None:
                self.problems.add(
                    RuleBook.UNKNOWN_COLUMN,
                    cell.span,
                    f"指标表没有“{cell.text}”这一列。",
                    did_you_mean(cell.text, [c.key for c in self.columns]),
                )
            elif column in heads:
                self.problems.add(
                    RuleBook.REPEATED_COLUMN,
                    cell.span,
                    f"“{cell.text}”这一列写了两次。",
                    "只留一列。",
                )
                column = None
            heads.append(column)
        for column in self.columns:
            if column.role in ("名称", "指标值") and column not in heads:
                self.problems.add(
                    RuleBook.MISSING_COLUMN,
                    table.head[0].span if table.head else table.span,
                    f"指标表缺少“{column.key}”这一列。",
                    f"在表头加一格“{column.key}”。",
                )
        return heads

    def repeat(
        self,
        cells: dict[str, Words],
        heads: list[Column | None],
        above: dict[str, Words],
        span: Span,
    ) -> None:
        """An empty first or second level repeats the one above (content-format.md, Tables)."""
        levels = [c.key for c in heads if c is not None and c.role in ("一级", "二级")]
        first = cells.get(levels[0]) if levels else None
        if first and len(levels) > 1 and not cells[levels[1]]:
            self.problems.add(
                RuleBook.CLASS_GAP,
                cells[levels[1]].span,
                f"写了一级指标“{first.text}”，却没有写二级指标。",
                "补上二级指标；与上一行同类的，两格都空着。",
            )
        for key in levels:
            if cells[key]:
                above[key] = cells[key]
            elif key in above:
                cells[key] = Words(above[key].text, cells[key].span)
            else:
                self.problems.add(
                    RuleBook.CLASS_GAP,
                    span,
                    f"第一行的“{key}”是空的，上面没有可以沿用的。",
                    f"补上{key}。",
                )

    def row(self, cells: dict[str, Words], heads: list[Column | None], span: Span) -> Indicator:
        by_role = {c.role: cells[c.key] for c in heads if c is not None and c.role}
        level1, level2 = by_role.get("一级"), by_role.get("二级")
        self.known_class(level1, level2)
        return Indicator(
            name=by_role.get("名称", Words("", span)),
            target=parse_target(by_role.get("指标值", Words("", span))),
            level1=level1,
            level2=level2,
            description=by_role.get("描述"),
            basis=by_role.get("依据"),
            extra=tuple((c.key, cells[c.key]) for c in heads if c is not None and not c.role),
            span=span,
        )

    def known_class(self, level1: Words | None, level2: Words | None) -> None:
        """A class that the form does not know is kept, with a warning."""
        if not self.classes or not level1 or not level2:
            return
        if (level1.text, level2.text) in self.classes:
            return
        firsts = list(dict.fromkeys(first for first, _ in self.classes))
        if level1.text not in firsts:
            words, known = level1, firsts
        else:
            words, known = level2, [second for first, second in self.classes
                                    if first == level1.text]  # fmt: skip
        self.problems.add(
            RuleBook.UNKNOWN_CLASS,
            words.span,
            f"表式里没有“{level1.text}／{level2.text}”这一类指标。",
            did_you_mean(words.text, known),
        )


def _names(column: Column) -> tuple[str, ...]:
    return (column.key, column.title, *column.aliases)
