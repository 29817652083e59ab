"""Project codes, deadlines and sign-off (docs/领域.md 4, 11.28, 11.31)."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.subject import Subject
from ...model.disclosure import Project
from ..comparison import Check, Comparison, judged

_COPY: Final = "从预算管理系统里原样复制编码。"
_RULE: Final = "项目编码由预算管理一体化系统生成（预算管理一体化规范），要原样照抄。"

CODE_SHAPE = FieldRule(
    "JX075",
    "项目编码不是 21 位",
    why=_RULE,
    mend=_COPY,
)
CODE_REGION = FieldRule(
    "JX076",
    "项目编码的区划与别的项目不同",
    why=_RULE,
    mend=_COPY,
)
CODE_YEAR = FieldRule(
    "JX077",
    "项目编码的年度晚于公开的年度",
    why=_RULE,
    mend=_COPY,
)
CODE_CHECK = FieldRule(
    "JX078",
    "项目编码的校验位不对",
    Level.WARNING,
    why="编码最后一位是校验位，由前 20 位算出。",
    mend=_COPY,
)
CODE_TWICE = FieldRule(
    "JX079",
    "两个项目用了同一个编码",
    why=_RULE,
    mend=_COPY,
)
CODE_OLD = FieldRule(
    "JX080",
    "项目编码是以前年度的",
    Level.NOTE,
    why=_RULE,
    mend="核对这个项目今年的编码；延续项目沿用旧编码的，可以保留。",
)
DEADLINE = FieldRule(
    "JX085",
    "公开晚于批复后 20 日",
    why="部门预算在财政批复后二十日内公开（预算法第十四条）。",
    mend="核对两个日期；确实晚了的，写明原因，日期不能改。",
)
SIGN_OFF = FieldRule(
    "JX086",
    "表式要求的审核意见空着",
    why="审核意见按表式的规定填报（只用于写明“审核必填”的表式）。",
    mend="在“审核意见”表里补上意见和日期。",
)

CODE: Final = re.compile(r"(?P<region>\d{6})(?P<year>\d{2})[A-Z][0-9A-Z]{12}")
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DAYS: Final = 20


def check_character(code: str) -> str:
    """What the last character of a code must be; '' for characters that no code has."""
    if any(c not in _ALPHABET for c in code[:20]):
        return ""
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:20]))
    return _ALPHABET[(30 - total) % 31]


def _coded(subject: Subject) -> Iterator[tuple[Project, str]]:
    for project in subject.disclosure.projects:
        if project.own_code:
            yield project, project.own_code


def _whole(subject: Subject) -> Iterator[tuple[Project, str, re.Match[str]]]:
    for project, code in _coded(subject):
        if match := CODE.fullmatch(code):
            yield project, code, match


def _judge(
    subject: Subject,
    rule: FieldRule,
    project: Project,
    agrees: bool,
    right: str,
    said: str,
) -> Comparison:
    return judged(
        rule,
        object=f"{project.label}·编码",
        agrees=agrees,
        left=project.code.text,
        right=right,
        cells=subject.evidence.ids(project, "编码"),
        message=f"“{project.label}”的编码 {project.code.text}：{said}",
        span=project.code.span,
    )


def code_shape(subject: Subject) -> Iterator[Comparison]:
    """区划 6 digits, 年 2, a letter, 12 more: 21 characters."""
    for project, code in _coded(subject):
        said = f"有 {len(code)} 位，应是 21 位（区划 6 位、年度 2 位、字母、序号和校验位）。"
        if len(code) == 21:
            said = "前 8 位应是数字，第 9 位应是字母，其余是数字或大写字母。"
        agrees = CODE.fullmatch(code) is not None
        yield _judge(subject, CODE_SHAPE, project, agrees, "21 位", said)


def code_region(subject: Subject) -> Iterator[Comparison]:
    """All projects of a department are of one region; the most frequent is taken for it."""
    whole = list(_whole(subject))
    regions = Counter(match["region"] for _, _, match in whole)
    if len(whole) < 3 or regions.most_common(1)[0][1] * 2 <= len(whole):
        return
    usual = regions.most_common(1)[0][0]
    for project, _, match in whole:
        said = f"区划是 {match['region']}，别的项目是 {usual}。"
        yield _judge(subject, CODE_REGION, project, match["region"] == usual, usual, said)


def code_year(subject: Subject) -> Iterator[Comparison]:
    """No project of this year's budget was made in a later year."""
    year = subject.disclosure.year % 100
    for project, _, match in _whole(subject):
        said = f"年度是 {match['year']}，这是 {subject.disclosure.year} 年的公开。"
        agrees = int(match["year"]) <= year
        yield _judge(subject, CODE_YEAR, project, agrees, f"≤{year:02}", said)


def code_old(subject: Subject) -> Iterator[Comparison]:
    """An earlier year may be right for a project that goes on, or left from last year's text.

    A code that stood in the disclosure of the year before goes on.
    """
    year = subject.disclosure.year % 100
    known = {p.code.text for p in subject.earlier.projects} if subject.earlier else set()
    for project, code, match in _whole(subject):
        said = f"年度是 {match['year']}，这是 {subject.disclosure.year} 年的公开。"
        agrees = int(match["year"]) >= year or code in known
        yield _judge(subject, CODE_OLD, project, agrees, f"{year:02}", said)


def code_check(subject: Subject) -> Iterator[Comparison]:
    """The last character follows from the twenty before it."""
    for project, code, _ in _whole(subject):
        right = check_character(code)
        said = f"最后一位按前 20 位算应是“{right}”。" if right else "有编码里不用的字母。"
        yield _judge(subject, CODE_CHECK, project, code[-1] == right, right, said)


def code_twice(subject: Subject) -> Iterator[Comparison]:
    first: dict[str, Project] = {}
    for project, code, _ in _whole(subject):
        earlier = first.setdefault(code, project)
        said = f"“{earlier.label}”已经用了这个编码。"
        yield _judge(subject, CODE_TWICE, project, earlier is project, "各不相同", said)


def deadline(subject: Subject) -> Iterator[Comparison]:
    """A department publishes within twenty days of the approval (预算法 14)."""
    d = subject.disclosure
    if d.approved_on is None or d.published_on is None:
        return
    days = (d.published_on - d.approved_on).days
    last = d.approved_on + datetime.timedelta(days=DAYS)
    late = f"公开日期 {d.published_on} 比批复日期 {d.approved_on} 晚 {days} 天，最迟是 {last}。"
    early = f"公开日期 {d.published_on} 早于批复日期 {d.approved_on}。"
    yield judged(
        DEADLINE,
        object="公开日期",
        agrees=0 <= days <= DAYS,
        left=d.published_on.isoformat(),
        right=f"{d.approved_on.isoformat()} 至 {last.isoformat()}",
        cells=(),
        message=late if days > 0 else early,
        span=d.published_span,
    )


def sign_off(subject: Subject) -> Iterator[Comparison]:
    """Blank sign-off is a fault only where the form says 审核必填."""
    for project in subject.evidence.forms:
        form = subject.evidence.form(project)
        if not form.needs_sign_off:
            continue
        given = {o.office.text for o in project.opinions if o.opinion and o.date}
        for office in form.offices:
            yield judged(
                SIGN_OFF,
                object=f"{project.label}·{office}",
                agrees=office in given,
                left="已填" if office in given else "空白",
                right="意见和日期",
                cells=(),
                message=f"“{project.label}”的“{office}”没有填，或没有日期。",
                span=project.span,
            )


def _code(code: str, name: str) -> str:
    return f"  - 名称: {name}\n    编码: {code}\n"


def _coded_text(*codes: str) -> str:
    return "项目:\n" + "".join(_code(c, f"项目{n}") for n, c in enumerate(codes, 1)).rstrip("\n")


def _dates(published: str) -> str:
    return f"批复日期: 2025-02-10\n公开日期: {published}"


_A, _B, _C = "99010125P00312010007P", "99010125P003120100088", "99010125P00312010009R"
CHECKS: Final = (
    Check(CODE_SHAPE, code_shape, fails=_coded_text(_A[:-1]), passes=_coded_text(_A)),
    Check(
        CODE_REGION,
        code_region,
        fails=_coded_text(_A, _B, "99010225P00312010009R"),
        passes=_coded_text(_A, _B, _C),
    ),
    Check(CODE_YEAR, code_year, fails=_coded_text("99010126P00312010007P"), passes=_coded_text(_A)),
    Check(CODE_CHECK, code_check, fails=_coded_text(_A[:-1] + "Q"), passes=_coded_text(_A)),
    Check(CODE_TWICE, code_twice, fails=_coded_text(_A, _A), passes=_coded_text(_A, _B)),
    Check(CODE_OLD, code_old, fails=_coded_text("99010124P00312010007P"), passes=_coded_text(_A)),
    Check(DEADLINE, deadline, fails=_dates("2025-03-05"), passes=_dates("2025-03-02")),
    Check(
        SIGN_OFF,
        sign_off,
        fails="表式: 湖南\n项目:\n  - 名称: 抽检",
        passes="表式: 湖南\n项目:\n  - 名称: 抽检\n    审核意见: |\n      | 股室 | 意见 | 日期 |\n"
        "      |---|---|---|\n      | 业务股室意见 | 同意 | 2021年1月 |\n"
        "      | 预算股意见 | 同意 | 2021年1月 |\n      | 绩效管理股意见 | 同意 | 2021年1月 |",
    ),
)
