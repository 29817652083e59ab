"""Random disclosures of a family, as wild as the content format allows.

The texts are those that a careless reader would take for something else:
quotation marks, colons, signs of YAML and Markdown, numbers that are none,
known keys in running text. `families()` gives the family that the project
carries and one of odd forms made from it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from generator.diagnostics import Problems
from generator.forms import (
    GLOSSARY,
    MONEY,
    PLAN,
    PROSE,
    PROSE_SECTION,
    TEXT,
    Column,
    Family,
    Field,
    Form,
    load_families,
    places,
    with_added,
)
from generator.keys import (
    DEFAULT_TOTALS,
    LONG_TERM,
    OVERALL_ADDRESS,
    SUBGOALS,
    disclosure_keys,
    form_fields,
    project_fields,
)
from generator.loader.indicators import indicator_of
from generator.model.amounts import Amount, parse_amount, parse_percent
from generator.model.disclosure import (
    AddedSection,
    Approval,
    Correction,
    Disclosure,
    Indicator,
    IndicatorTable,
    Opinion,
    OtherEntry,
    PlanStep,
    Project,
    Section,
    Status,
    SubGoal,
    Withheld,
)
from generator.model.evaluation import Kind
from generator.model.words import (
    NOWHERE,
    DataTable,
    Paragraph,
    Prose,
    SectionText,
    Subheading,
    Words,
)
from generator.signs import has_odd_signs
from generator.sources.yaml_source import BLANK
from tests.conftest import TEMPLATES

# What a careless reader takes for something else, or loses.
_CHINESE = (
    "农村饮水水质检测经费", "检查 #3 锅炉", "（分级填报）", "1—12月", "“引号”", "3.15活动",
    "{{ 项目预算合计 }}", '{{ 指标("甲", "乙").指标值 }}', "０１２３", "，", "、", "；", "：", "％",
    "项目", "部门", "—", "\u3000全角", "1、", "一、", "用途：", "用途: ", "绩效目标：", "内容：",
    "绩效指标：", "名称：", "待核：", "部分：",
)  # fmt: skip
_YAML = (
    "0123", "12:30", "no", "yes", "null", "~", "1e999", "0x1F", "2024-02-10", "-", "- ", "---",
    "--- ", "...", "*", "* ", "&a", "!tag", "!!str", "?", "? ", "%", "%TAG", "@", "`", ":", ": ",
    "::", "'", '"', '"整句加引号"', "'it''s'", "{", "}", "[", "]", "{a: b}", "[1, 2]", ",", "> ",
    ">", ">-", "|", "|-",
)  # fmt: skip
_MARKDOWN = (
    "**粗**", "&amp;", "&nbsp;", "<b>", "<!-- -->", "[a]: http://b", "===", "1. ", "#", "# ",
    "## ", "### ", "##", "```", "~~~", "\\|", "||", "| a | b |", "\\", "\\\\", "/", "=1+1", "+",
)  # fmt: skip
_ODD_CHARACTERS = ("𠮷", "é", "a", " ", "Ａ", "㎡")
FRAGMENTS = (*_CHINESE, *_YAML, *_MARKDOWN, *_ODD_CHARACTERS)

# Signs that are cleaned at the door never come from a file.
_CHARACTERS = st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cf")).filter(
    lambda sign: not has_odd_signs(sign)
)
_PIECE = st.one_of(st.sampled_from(FRAGMENTS), st.text(_CHARACTERS, min_size=1, max_size=6))
_MONEY = (
    "", "36.00", "100万元", "1,816.4", "0", "-3", "３６．５", "/", "—", "500000元", "2亿元",
    "（分级填报）", "约30", "0.30 万元", "|", "'36'", "12:30",
)  # fmt: skip
_PARTS = ("", "", "专项资金绩效目标", "项目", "总体绩效目标", "部门: 甲", "# 甲")


def texts(longest: int = 5) -> st.SearchStrategy[str]:
    """One line, not blank, without blanks at its ends."""
    joined = st.lists(_PIECE, min_size=1, max_size=longest).map("".join)
    return joined.map(lambda text: text.strip(BLANK)).filter(bool)


def words(longest: int = 5) -> st.SearchStrategy[Words]:
    return texts(longest).map(Words)


def maybe(strategy: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    """Words, or blank."""
    return st.one_of(st.just(Words()), strategy)


def prose(keys: Sequence[str] = (), smallest: int = 0) -> st.SearchStrategy[Prose]:
    """Paragraphs, some of which begin with a known key or hold a tab, and subheadings."""
    openings = [f"{key}{colon}" for key in keys for colon in ("：", ":", " ： ", ": ")]
    wild = words()
    if openings:
        opened = st.builds(lambda a, b: Words(f"{a}{b}"), st.sampled_from(openings), texts(2))
        wild = st.one_of(wild, opened)
    tabbed = st.builds(lambda a, b: Words(f"{a}\t{b}"), texts(2), texts(2))
    paragraphs = st.one_of(wild, wild, wild, tabbed, st.just(Words())).map(Paragraph)
    pieces = st.one_of(paragraphs, paragraphs, words().map(Subheading))
    return st.lists(pieces, min_size=smallest, max_size=4).map(tuple)


@st.composite
def data_tables(draw: st.DrawFn) -> DataTable:
    """A table of a section, its head in up to three rows."""
    width = draw(st.integers(1, 4))
    cells = maybe(words(2))
    row = st.lists(cells, min_size=width, max_size=width).map(tuple)
    title = st.just(tuple(Words("甲") for _ in range(width)))
    totals = st.sampled_from((DEFAULT_TOTALS, ("合计",), ("总 计", "小计：", "|")))
    return DataTable(
        caption=draw(words(2)),
        head=(draw(title), *draw(st.lists(row, max_size=2).filter(_no_rule))),
        rows=tuple(draw(st.lists(row, max_size=3))),
        unit=draw(st.one_of(st.just(""), texts(1))),
        note=draw(st.one_of(st.just(""), texts(2))),
        totals=draw(totals),
    )


def _no_rule(rows: Sequence[Sequence[Words]]) -> bool:
    """A row of dashes alone would end the head."""
    return not any(all(set(cell.text) <= set(":- ") for cell in row) for row in rows)


def section_texts(keys: Sequence[str]) -> st.SearchStrategy[SectionText]:
    """Prose with tables in it."""
    pieces = st.lists(st.one_of(prose(keys), data_tables().map(lambda t: (t,))), max_size=3)
    return pieces.map(lambda some: tuple(piece for text in some for piece in text))


def _some_named(draw: st.DrawFn, text: SectionText, section: int) -> SectionText:
    """The text, some of its tables with a name that no other of the disclosure has."""
    return tuple(
        replace(piece, name=draw(st.sampled_from(("", f"t{section}-{n}"))))
        if isinstance(piece, DataTable)
        else piece
        for n, piece in enumerate(text)
    )


def amounts(unit: str) -> st.SearchStrategy[Amount]:
    """Money in all its wordings, a blank and a text among them."""
    numbers = st.decimals(0, 10**6, places=2).map(str)
    typed = st.one_of(st.sampled_from(_MONEY), numbers, texts(2))
    return typed.map(lambda text: parse_amount(Words(text), unit))


@st.composite
def plans(draw: st.DrawFn, steps: Sequence[str]) -> tuple[PlanStep, ...]:
    """A step for each of the form's, some of them blank."""
    shares = st.sampled_from(("", "20%", "50", "100%", "33.3 %", "０％", "1234%"))
    return tuple(PlanStep(step, parse_percent(Words(draw(shares)))) for step in steps)


@st.composite
def tables(
    draw: st.DrawFn, columns: Sequence[Column], classes: Sequence[tuple[str, str]] = ()
) -> IndicatorTable:
    """Indicators in some of the columns, in any order; none, or a head without rows, too."""
    if draw(st.booleans()):
        return IndicatorTable()
    always = [c for c in columns if c.role in ("名称", "指标值")]
    others = [c for c in columns if c not in always]
    some = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    if draw(st.booleans()):
        some = others
    present = draw(st.permutations([*always, *some]))
    if draw(st.booleans()):
        present = [c for c in columns if c in present]
    named = st.sampled_from(classes) if classes else st.nothing()
    levels = st.one_of(named, named, st.tuples(texts(2), texts(2)))
    rows = draw(st.lists(_indicators(present, levels), max_size=6))
    return IndicatorTable(tuple(c.key for c in present), tuple(rows))


@st.composite
def _indicators(
    draw: st.DrawFn, present: Sequence[Column], levels: st.SearchStrategy[tuple[str, str]]
) -> Indicator:
    cells = maybe(words())
    level1, level2 = draw(levels)
    targets = st.sampled_from(("≥90%", "12月底前完成", "/", "-", "95")).map(Words)
    said = {
        "一级": st.just(Words(level1)),
        "二级": st.just(Words(level2)),
        "指标值": st.one_of(cells, targets),
        "计算符号": st.one_of(cells, st.sampled_from(("≥", ">=", "＝", "定性")).map(Words)),
        "计量单位": st.one_of(cells, st.sampled_from(("%", "万元", "/")).map(Words)),
    }
    row = {c.key: draw(said.get(c.role, cells)) for c in present}
    return indicator_of(row, present, present, NOWHERE)


@st.composite
def projects(draw: st.DrawFn, family: Family, address: str = "001") -> Project:
    """A project on one of the family's forms; its address is the one given, or its code."""
    form = draw(st.sampled_from(sorted(family.forms.values(), key=lambda f: f.name)))
    code, given = draw(_codes(address))
    return replace(
        draw(_filled(form, list(project_fields(form)))),
        name=draw(words()),
        address=address if given else code,
        code=Words(code),
        part=draw(st.sampled_from(_PARTS)),
        unit_code=Words(draw(st.sampled_from(("", "315001", "0012", "A1")))),
        unit_name=draw(maybe(words(2))),
        address_given=given,
        former_addresses=draw(
            st.sampled_from(((), (f"{address}x",), (f"jiu-{address}", f"{address}y")))
        ),
    )


@st.composite
def _overall(draw: st.DrawFn, family: Family) -> Project | None:
    """The whole department's form, where the family has one."""
    part = family.overall
    if part is None or draw(st.booleans()):
        return None
    form = family.forms[part.overall]
    filled = draw(_filled(form, list(form_fields(form))))
    return replace(filled, name=Words(part.title), address=OVERALL_ADDRESS)


@st.composite
def _filled(draw: st.DrawFn, form: Form, keys: Sequence[str]) -> Project:
    """What the form asks for; the project has no name or address yet."""
    roles = {f.role for f in form.fields}
    money = amounts(form.unit)
    return Project(
        name=Words(),
        form=form.name,
        address="",
        budget=draw(money) if "预算数" in roles else Amount(),
        fiscal=draw(money) if "财政资金" in roles else Amount(),
        other=draw(money) if "其他资金" in roles else Amount(),
        plan=draw(plans(form.plan_steps)) if "支出计划" in roles else (),
        purpose=draw(prose(keys)) if "用途" in roles else (),
        goals=draw(prose(keys)) if "绩效目标" in roles else (),
        indicators=draw(tables(form.columns, form.classes)),
        extra=draw(_extra(form, keys)),
        long_term=draw(_long_term(form)),
        others=draw(st.lists(_OTHERS, max_size=3).map(tuple)),
        opinions=tuple(draw(st.lists(_opinions(form), max_size=2))) if form.offices else (),
        filing=draw(_filing(form.filing)),
        remarks=draw(_remarks(keys)),
    )


@st.composite
def _long_term(draw: st.DrawFn, form: Form) -> tuple[tuple[str, IndicatorTable], ...]:
    """Tables of more than this year, under some of their keys."""
    keys = [key for key in LONG_TERM if draw(st.integers(0, 2)) == 0]
    found = [(key, draw(tables(form.columns, form.classes))) for key in keys]
    return tuple((key, table) for key, table in found if table.columns)


_OTHERS = st.builds(OtherEntry, words(2), maybe(words(2)), words())


def _opinions(form: Form) -> st.SearchStrategy[Opinion]:
    office = st.sampled_from(form.offices).map(Words)
    return st.builds(Opinion, office, maybe(words(2)), maybe(words(2)))


@st.composite
def _filing(draw: st.DrawFn, names: Sequence[str]) -> tuple[tuple[str, Words], ...]:
    """Some of the keys of a form's last line."""
    return tuple((name, draw(words(2))) for name in names if draw(st.booleans()))


@st.composite
def _codes(draw: st.DrawFn, address: str) -> tuple[str, bool]:
    """A project's code, and whether 地址 is typed beside it."""
    full = f"{address.zfill(4)}0125P00312010007Z"[:21]
    code = draw(st.sampled_from(("", full, "0123", "9901P0", full)))
    return code, code != full or draw(st.booleans())


@st.composite
def _extra(draw: st.DrawFn, form: Form, keys: Sequence[str]) -> tuple[tuple[str, Prose], ...]:
    """The fields without a role: prose, one line, or money; blank ones are left out."""
    found = []
    for field in form.fields:
        if field.role or draw(st.booleans()):
            continue
        if field.kind == PROSE:
            found.append((field.key, draw(prose(keys, smallest=1))))
        elif field.kind == MONEY:
            amount = draw(amounts(form.unit))
            if amount:
                found.append((field.key, (Paragraph(Words(amount.wording)),)))
        else:
            found.append((field.key, (Paragraph(draw(words())),)))
    return tuple(found)


def _remarks(keys: Sequence[str]) -> st.SearchStrategy[tuple[Words, ...]]:
    opened = st.builds(lambda key, text: Words(f"{key}：{text}"), st.sampled_from(keys), texts(2))
    lines = st.lists(st.one_of(words(), opened), min_size=1, max_size=3).map(tuple)
    return st.one_of(st.just(()), st.just(()), lines)


@st.composite
def subgoals(draw: st.DrawFn, family: Family) -> SubGoal:
    """Of either kind; its title may be blank, its text missing."""
    keys = ("内容", "绩效目标", "绩效指标")
    title = draw(maybe(words()))
    if draw(st.booleans()):
        return SubGoal(title, text=draw(prose(keys)))
    table = draw(tables(family.subgoal_columns))
    return SubGoal(title, goal=draw(prose(keys)), indicators=table)


_SUMS = st.sampled_from(("", "36.00", "1,816.4", "100万元", "涉密", "/"))
_WITHHELD = st.builds(
    Withheld,
    words(2),
    maybe(words(2)),
    maybe(words(2)),
    _SUMS.map(lambda text: parse_amount(Words(text))),
    maybe(words(2)),
)
_DATES = st.one_of(st.none(), st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))


@st.composite
def _moments(draw: st.DrawFn) -> dict[str, Any]:
    """A day of publication, with or without a time to the minute; or none."""
    day = draw(_DATES)
    time = st.builds(datetime.time, st.integers(0, 23), st.integers(0, 59))
    return {"published_on": day, "published_at": draw(st.one_of(st.none(), time)) if day else None}


# Names of sections that a disclosure may add, like those that no family has.
_ADDED = ("三公经费", "政府采购", "名词解释", "“两项”支出", "A组")


@st.composite
def added_sections(draw: st.DrawFn, family: Family) -> tuple[AddedSection, ...]:
    """Sections beyond the family's, each behind any place that the rows above leave."""
    free = [name for name in _ADDED if name not in disclosure_keys(family)]
    rows: list[AddedSection] = []
    for name in draw(st.lists(st.sampled_from(free), unique=True, max_size=3)):
        behind = draw(st.sampled_from(["", *places(with_added(family, rows))]))
        kind = draw(st.sampled_from(("", PROSE_SECTION, GLOSSARY)))
        row = (Words(name), Words(behind), Words(kind), draw(maybe(words(2))))
        rows.append(AddedSection(*row))
    return tuple(rows)


@st.composite
def disclosures(draw: st.DrawFn, family: Family, most_projects: int = 4) -> Disclosure:
    """A whole disclosure of the family."""
    count = draw(st.integers(0, most_projects))
    sections: list[Section] = []
    added = draw(added_sections(family))
    own = with_added(family, added).sections()
    for plan in (p for p in own if p.kind in (PROSE_SECTION, GLOSSARY)):
        text = draw(section_texts((*disclosure_keys(family), "内容")))
        if text:
            sections.append(Section(plan.key, _some_named(draw, text, len(sections))))
    has_subgoals = any(p.kind == SUBGOALS for p in family.sections())
    filing = dict.fromkeys(key for form in family.forms.values() for key in form.filing)
    return Disclosure(
        id=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,7}", fullmatch=True)),
        year=draw(st.integers(1900, 2099)),
        family=family.name,
        department=draw(words()),
        status=draw(st.sampled_from(Status)),
        title=draw(maybe(words())),
        unit_code=Words(draw(st.sampled_from(("", "315001", "0123", "no")))),
        unit_name=draw(maybe(words())),
        compiled_by=draw(maybe(words())),
        reviewed_by=draw(maybe(words())),
        approved_on=draw(_DATES),
        approval=draw(st.builds(Approval, maybe(words()), _DATES)),
        written_on=draw(_DATES),
        **draw(_moments()),
        correction=draw(st.builds(Correction, maybe(st.just(Words("v1"))), maybe(words()), _DATES)),
        index_number=draw(maybe(words(2))),
        former_ids=draw(st.sampled_from(((), ("jiu",), ("jiu", "Lao-2")))),
        filing=draw(_filing(list(filing))),
        added=added,
        sections=tuple(sections),
        overall=draw(_overall(family)),
        subgoals=tuple(draw(st.lists(subgoals(family), max_size=3))) if has_subgoals else (),
        projects=tuple(draw(projects(family, f"{n + 1:03}")) for n in range(count)),
        withheld=draw(st.lists(_WITHHELD, max_size=2).map(tuple)),
        remarks=draw(_remarks(disclosure_keys(family))),
    )


@cache
def families() -> dict[str, Family]:
    """The families that the project carries, and one that has all that a form may have.

    A 绩效自评 has most of what it says from another disclosure: it is tested by itself.
    """
    problems = Problems()
    found = load_families([TEMPLATES], problems)
    assert not problems.found
    odd = _odd(found["河北"])
    stand_alone = {n: f for n, f in found.items() if f.kind is Kind.BUDGET}
    return {**stand_alone, odd.name: odd}


def _odd(family: Family) -> Family:
    """A family with two forms, fields without a role of every kind, and added columns."""
    plain = family.forms["项目"]
    added = (
        Field("实施期", "实施期", (), TEXT, "", False),
        Field("负责人", "负责人", (), TEXT, "", True),
        Field("上级资金", "上级资金", (), MONEY, "", False, True, "按来源分"),
        Field("本级资金", "本级资金", (), MONEY, "", True, True, "按来源分"),
        Field("立项依据", "立项依据", (), PROSE, "", True),
    )
    roles = ("编码", "名称", "预算数", "用途", "绩效目标")
    special = replace(
        plain,
        name="专项",
        fields=(*(f for f in plain.fields if f.role in roles), *added),
        plan_steps=(),
        columns=(*plain.columns, Column("备注", "备注", (), "", 10.0, False, False)),
        offices=("业务股室意见", "绩效股意见"),
        filing=("填表人", "填报日期"),
    )
    # One label begins another: 1 and 12.
    quarters = replace(
        plain,
        name="按月",
        plan_steps=("1", "12", "3月底"),
        fields=tuple(replace(f, required=False) if f.kind != PLAN else f for f in plain.fields),
    )
    return replace(family, name="杂", forms={f.name: f for f in (plain, special, quarters)})
