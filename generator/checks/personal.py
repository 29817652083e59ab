"""Personal data that must not be published (domain.md, fault 29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..diagnostics import Level, Rule
from .comparison import Check, Comparison, Outcome, Subject, clean
from .reading import narrow
from .view import FILING, Line
from .wording import purpose

MOBILE = Rule("JX070", "手机号码")
IDENTITY = Rule("JX071", "身份证号码")
TELEPHONE = Rule("JX072", "办公电话与姓名写在一起", Level.WARNING)

_MOBILE: Final = re.compile(r"(?<![\d.])1[3-9]\d(?:[ -]?\d{4}){2}(?![\d.])")
_IDENTITY: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE: Final = re.compile(r"(?<!\d)(?:0\d{2,3}[-— ]?)?[2-8]\d{6,7}(?!\d)")
# What any of them holds, for a first look; full-width digits are digits too.
_LONG: Final = re.compile(r"\d{4}[ -]?\d{3}|\d{3}[ -]\d{4}")
_PERSON: Final = re.compile(r"联系人|填表人|经办人|负责人|制表人|审核人")
_OMITTED: Final = frozenset({"", "/", "（略）", "(略)", "—"})


def _long(subject: Subject) -> tuple[Line, ...]:
    """The texts with numbers as long as a telephone's."""

    def make() -> tuple[Line, ...]:
        return tuple(line for line in subject.view.lines if _LONG.search(line.text))

    return subject.view.once("long numbers", make)


def _each(
    subject: Subject, rule: Rule, pattern: re.Pattern[str], what: str
) -> Iterator[Comparison]:
    for line in _long(subject):
        for match in pattern.finditer(narrow(line.text)):
            if rule is IDENTITY and not _checks(match[0]):
                continue
            shown = match[0][:3] + "…" + match[0][-2:]
            yield Comparison(
                rule.id, line.where, Outcome.DISAGREE, shown, "不公开", line.cells,
                f"{line.where}里有{what}（{shown}）。",
                "删去，或写“（略）”；联系方式只写单位的电话。",
                line.at(match.start()),
            )  # fmt: skip


def _checks(number: str) -> bool:
    """The last character of an identity number (GB 11643)."""
    total = sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def mobile(subject: Subject) -> Iterator[Comparison]:
    return clean(MOBILE, _each(subject, MOBILE, _MOBILE, "手机号码"), "没有手机号码")


def identity(subject: Subject) -> Iterator[Comparison]:
    return clean(IDENTITY, _each(subject, IDENTITY, _IDENTITY, "身份证号码"), "没有身份证号码")


def telephone(subject: Subject) -> Iterator[Comparison]:
    """An office's number beside a name makes the name's bearer reachable."""

    def found() -> Iterator[Comparison]:
        for line in _long(subject):
            match = _PHONE.search(narrow(line.text))
            if match is None or _MOBILE.search(line.text):
                continue
            if line.kind == FILING:
                named = line.where == "联系电话" and _filer(subject, line)
            else:
                named = _PERSON.search(line.text) is not None
            if named:
                yield Comparison(
                    TELEPHONE.id, line.where, Outcome.DISAGREE, match[0], "不公开", line.cells,
                    f"电话 {match[0]} 与个人姓名写在一起。", "只写单位的公开电话，姓名写“（略）”。",
                    line.at(match.start()),
                )  # fmt: skip

    return clean(TELEPHONE, found(), "没有个人电话")


def _filer(subject: Subject, line: Line) -> bool:
    """Whether the form that a telephone stands on names who filled it."""
    filing = line.project.filing if line.project else subject.disclosure.filing
    return any("填表人" in key and words.text not in _OMITTED for key, words in filing)


_LAW: Final = "公开不得泄露个人隐私（个人信息保护法；政府信息公开条例第十五条）。"
CHECKS: Final = (
    Check(MOBILE, _LAW, mobile, purpose("联系手机13800000000"), purpose("联系电话0300-0000000")),
    Check(IDENTITY, _LAW, identity,
          purpose("身份证11010519491231002X"), purpose("编码110105194912310021")),
    Check(TELEPHONE, _LAW, telephone,
          purpose("联系人王某，电话0311-6000000"), purpose("监督电话0311-6000000")),
)  # fmt: skip
