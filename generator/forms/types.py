"""What a family and its forms are made of: frozen data, with the words that files may use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..model.disclosure import AddedSection
from ..model.evaluation import Kind
from .tables import TableDefinition

FAMILY_FILE: Final = "表式.yaml"
LEFT: Final = "←"
UP: Final = "↑"
PLACEHOLDER: Final = re.compile(r"【([^【】]+)】")

TEXT, PROSE, MONEY, PLAN = "文字", "段落", "金额", "计划"
FIELD_KINDS: Final = (TEXT, PROSE, MONEY, PLAN)
FIELD_ROLES: Final = (
    "编码", "名称", "预算数", "财政资金", "其他资金", "用途", "支出计划", "绩效目标",
    "全年预算数", "全年执行数", "执行率", "执行率分值", "执行率得分", "总分", "完成情况",
)  # fmt: skip
# What every disclosure may say beside its family's sections, and every project beside its
# fields: key → what it means, as editors show it.
DISCLOSURE_KEYS: Final = {
    "部门": "部门全称，例如 云溪县水务局。",
    "单位编码": "预算单位编码，只有数字和字母。",
    "单位名称": "预算单位名称，例如 云溪县水务局本级。",
    "年度": "预算年度，与所在文件夹一致，例如 2025。",
    "标识": "网址里的部门名称：英文字母、数字和连字符。不写就用文件名；公开后不要再改。",
    "类型": "部门预算（不写就是），或绩效自评。",
    "评价对象": "绩效自评评的是哪一份公开：年份和文件名，例如 2024/shuiwu。",
    "表式": "按哪种样式编写。",
    "标题": "文本的标题；不写就按表式来起。",
    "状态": "草案：正在编制；公开：已经公开；更正：公开后有更正。",
    "批复日期": "财政部门批复预算的日期，例如 2025-02-10。",
    "审批": "哪个会议或机构同意公开，例如 局党组会议；不写个人姓名。",
    "审批日期": "同意公开的日期。",
    "成文日期": "文本写成的日期，印在信息公开目录里。",
    "公开日期": "向社会公开的日期，例如 2025-02-21；知道时间的写 2025-02-21 09:30。",
    "更正自": "更正哪一份：v1 指原样留着的 scjg.v1.yaml。",
    "更正日期": "更正的日期。",
    "更正说明": "为什么更正，一行。",
    "索引号": "信息公开目录里的索引号；不写就由程序按站点设置编。",
    "原地址": "部门以前的标识，几个用逗号隔开；旧网址会转到现在的网址。",
    "编制单位": "编制这份文本的单位，印在封面。",
    "审核单位": "审核这份文本的单位，印在封面。",
}
PROJECT_KEYS: Final = {
    "名称": "项目全称。",
    "编码": "项目编码，只有数字和字母；完整的有 21 位。",
    "地址": "项目网页的固定地址，例如 001；同一部门内不重复，公开后不要再改。",
    "原地址": "项目以前的地址，几个用逗号隔开；旧网址会转到现在的网址。",
    "部分": "项目放在哪一部分；不写就放在表式规定的部分。",
    "表式": "项目用哪种表；不写就用表式规定的表。",
    "单位编码": "项目所属预算单位的编码；不写就用部门的。",
    "单位名称": "项目所属预算单位的名称；不写就用部门的。",
}
ADDED_SECTIONS: Final = "另加章节"
RESERVED_SECTIONS: Final = (
    *DISCLOSURE_KEYS, "项目", "待核", "填报", "附件", ADDED_SECTIONS, "豁免", "不公开",
)  # fmt: skip
RESERVED_KEYS: Final = (
    *PROJECT_KEYS, "绩效指标", "长期绩效指标", "中期绩效指标", "实施期绩效指标", "其他栏目",
    "审核意见", "待核",
)  # fmt: skip
COLUMN_ROLES: Final = (
    "一级", "二级", "名称", "描述", "指标值", "依据", "计算符号", "计量单位",
    "实际完成值", "分值", "得分", "偏差原因",
)  # fmt: skip
# Columns that hold a part of the target: ≥ | 95 | % beside each other.
TARGET_PARTS: Final = ("计算符号", "计量单位")
# Columns of the evaluated disclosure that may be typed all the same, to tell namesakes apart.
_LEVELS: Final = ("一级", "二级")
INHERITED: Final = "取自评价对象"
PROSE_SECTION: Final = "正文"
GLOSSARY: Final = "名词"
TABLES: Final = "预算表"
TABLES_TITLE: Final = "部门预算表"
SECTION_KINDS: Final = (PROSE_SECTION, "分项", GLOSSARY, TABLES)
NUMBERED: Final = ("章", "部分", "节", "分项", "小标题", "表", "预算表")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `role` is empty where it has no meaning of its own.

    Fields of one `group` may be typed below a key of that name. In a 绩效自评 an
    `inherited` one comes from the project that is evaluated.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    role: str
    required: bool
    may_be_text: bool = False
    group: str = ""
    inherited: bool = False

    @property
    def is_long(self) -> bool:
        return self.kind == PROSE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an indicator table; `width` is a share, `merges` joins equal cells downwards.

    In a 绩效自评 an `inherited` one comes from the indicator that is evaluated.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    role: str
    width: float
    merges: bool
    required: bool
    inherited: bool = False

    @property
    def is_further(self) -> bool:
        """Whether an indicator keeps its words as they are, under the column's key.

        So it keeps the sign and the unit of a target, of which its target is composed.
        """
        return not self.role or self.role in TARGET_PARTS

    @property
    def is_typed(self) -> bool:
        """Whether an author may give it."""
        return not self.inherited or self.role in _LEVELS


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of a form's layout: printed text, or a template with 【键】."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The field keys that it shows; 支出计划.3月底 names a step of a plan."""
        return tuple(PLACEHOLDER.findall(self.text))


@dataclass(frozen=True, slots=True)
class Form:
    """A form for projects or for a whole department. Amounts are in `unit`.

    `offices` sign it off under `sign_off_title`, which must be filled where
    `needs_sign_off`; `filing` are the keys of the line below it (填表人, 填报日期, …).
    `required_classes` are (name, classes): of each, at least one class must be there.
    `origin` says where its labels come from;
    `caption_aliases` are other captions that an imported text may print. The official table
    has the caption of the indicators beside them where the form `prints_indicators_caption`.
    """

    name: str
    caption: str
    fields_caption: str
    indicators_caption: str
    unit: str
    fields: tuple[Field, ...]
    plan_steps: tuple[str, ...]
    layout: tuple[LayoutCell, ...]
    widths: tuple[float, ...]
    columns: tuple[Column, ...]
    classes: tuple[tuple[str, str], ...]
    sign_off_title: str = ""
    offices: tuple[str, ...] = ()
    filing: tuple[str, ...] = ()
    required_classes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    needs_sign_off: bool = False
    origin: str = ""
    caption_aliases: tuple[str, ...] = ()
    prints_indicators_caption: bool = False

    @property
    def inherits(self) -> bool:
        """Whether fields or columns come from what a 绩效自评 evaluates."""
        own = any(field.inherited for field in self.fields)
        return own or any(column.inherited for column in self.columns)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.group for f in self.fields if f.group))

    def field(self, key: str) -> Field | None:
        return next((f for f in self.fields if f.key == key), None)

    def by_role(self, role: str) -> Field | None:
        return next((f for f in self.fields if f.role == role), None)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section that the family knows: its key, its printed title, prose or sub-goals.

    `aliases` are other titles that an imported text may print.
    """

    key: str
    title: str
    kind: str
    required: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartPlan:
    """A part: its sections, the whole department's form, or the projects on a form.

    `form` is the projects' form; `overall` is the department's own, whose
    content stands under `key`.
    """

    title: str
    sections: tuple[SectionPlan, ...] = ()
    form: str = ""
    overall: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """A chapter: prose under a key, or parts. One without a title only holds its parts.

    `aliases` are other titles that an imported text may print.
    """

    title: str = ""
    section: SectionPlan | None = None
    parts: tuple[PartPlan, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """A text that a disclosure of the family must have, by which regulation.

    It is there where one of the `words` stands in a heading, in the title of a
    filled field, or in running text.
    """

    name: str
    source: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of forms, for one kind of disclosure: structure and numbering of the whole text.

    `demands` are the texts that its disclosures must have (公开事项).
    `tables` are the definitions of statutory tables that a disclosure may use, by name,
    in their order; `required_tables` name those that it must show.
    `origin` says where its structure and titles come from.
    `added` are the sections that one disclosure adds to it (`with_added`), already among
    the others. `is_faulty` where its files have faults (reported when they are read), so that
    nothing can be built with it.
    """

    name: str
    description: str
    source: str
    title: str
    needs_approval_date: bool
    needs_approval: bool
    numbering: dict[str, str]
    chapters: tuple[ChapterPlan, ...]
    subgoal_columns: tuple[Column, ...]
    forms: dict[str, Form]
    demands: tuple[Demand, ...] = ()
    tables: Mapping[str, TableDefinition] = field(default_factory=dict)
    required_tables: tuple[str, ...] = ()
    is_faulty: bool = False
    kind: Kind = Kind.BUDGET
    origin: str = ""
    added: tuple[AddedSection, ...] = ()

    @property
    def inherits(self) -> bool:
        """Whether a 绩效自评 takes anything from what it evaluates."""
        return any(form.inherits for form in self.forms.values())

    @property
    def parts(self) -> tuple[PartPlan, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts)

    @property
    def overall(self) -> PartPlan | None:
        """The part that holds the whole department's form, where the family has one."""
        return next((p for p in self.parts if p.overall), None)

    @property
    def default_form(self) -> str:
        return next((p.form for p in self.parts if p.form), "")

    @property
    def project_part(self) -> str:
        """The title of the part that projects stand in unless they name another."""
        return next((p.title for p in self.parts if p.form), "")

    @property
    def required(self) -> tuple[TableDefinition, ...]:
        """The statutory tables that every disclosure must show, in order."""
        return tuple(self.tables[name] for name in self.required_tables)

    @property
    def tables_section(self) -> SectionPlan | None:
        """The section that holds the statutory tables."""
        return next((s for s in self.sections() if s.kind == TABLES), None)

    def sections(self) -> tuple[SectionPlan, ...]:
        """Every section that an author writes, in the order of the text."""
        found: list[SectionPlan] = []
        for chapter in self.chapters:
            found += [chapter.section] if chapter.section else []
            found += [s for part in chapter.parts for s in part.sections]
        return tuple(found)

    def fill(self, template: str, values: dict[str, str]) -> str:
        """Fill 【键】 in a title."""
        return PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), template)


def shares(numbers: Sequence[float]) -> tuple[float, ...]:
    """Numbers as percentages of their sum, to two places."""
    total = sum(numbers) or 1
    return tuple(round(n * 100 / total, 2) for n in numbers)
