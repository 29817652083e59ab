"""Personal data that must not be published (docs/领域.md 11.29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import FILING, Line
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...lexicon.folding import narrow
from ..comparison import EVERY_KIND, Check, Comparison, Outcome, clean
from ..examples import purpose

_LAW: Final = "公开不得泄露个人隐私（个人信息保护法；政府信息公开条例第十五条）。"

MOBILE = FieldRule(
    "JX070",
    "手机号码",
    why=_LAW,
    mend="删去，或写“（略）”；联系方式只写单位的电话。",
)
IDENTITY = FieldRule(
    "JX071",
    "身份证号码",
    why=_LAW,
    mend="删去，或写“（略）”；联系方式只写单位的电话。",
)
TELEPHONE = FieldRule(
    "JX072",
    "办公电话与姓名写在一起",
    Level.WARNING,
    why=_LAW,
    mend="只写单位的公开电话，姓名写“（略）”。",
)
LIKE_IDENTITY = FieldRule(
    "JX073",
    "像身份证号码的数字",
    Level.WARNING,
    why=_LAW,
    mend="删去，或写“（略）”；联系方式只写单位的电话。",
)

_MOBILE: Final = re.compile(r"(?<![\d.])1[3-9]\d(?:[ -]?\d{4}){2}(?![\d.])")
_IDENTITY: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
# What a number of eighteen digits belongs to, where it is none of a person's.
_NUMBER_OF: Final = re.compile(r"(?:编码|编号|代码|账号|帐号|单号|合同号|文号)[: ]?$")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-— ]\d{7,8}|\(0\d{2,3}\)[-— ]?\d{7,8}|(?:0\d{2,3})?[2-8]\d{6,7})(?!\d)"
)
# What any of them holds, for a first look; full-width digits are digits too.
_LONG: Final = re.compile(r"\d{4}[ -]?\d{3}|\d{3}[ -]\d{4}")
_PERSON: Final = re.compile(any_of("names.filers"))
# A name: one of the frequent surnames and one or two characters that make no place or office.
_SURNAME: Final = any_of("names.surnames")
_LAST: Final = r"[^\W\d_a-zA-Z区县镇乡村科股室局处办所站队心厅部院校庄街路市线台家会组度责等]"
_NAME: Final = rf"{_SURNAME}(?:某某?|[一-鿿]?{_LAST})"
# By itself a name of two characters looks like any word (白天).
_WHOLE_NAME: Final = rf"{_SURNAME}(?:某某?|[一-鿿]{_LAST})"
# The texts are narrowed before, so the marks are ASCII ones.
_BOUND: Final = r"(?=[,。;、:)(\s\d]|电话|$)"
_NAMED: Final = re.compile(
    rf"{any_of('names.duties')}[: ]?{_NAME}(?:同志)?{_BOUND}"
    rf"|(?:^|[,、: (]|请找){_NAME}{any_of('names.titles')}"
)
# or alone, right before the number or in brackets right behind it
_BEFORE: Final = re.compile(rf"(?:^|[,。;、( ]){_WHOLE_NAME}[:( ]*+(?:电话)?[: ]*$")
_BEHIND: Final = re.compile(rf"^ ?\({_WHOLE_NAME}\)")
_SENTENCE: Final = re.compile(r"[。;!?\n]")
_OMITTED: Final = frozenset({"", "/", "（略）", "(略)", "—"})


def _long(subject: Subject) -> tuple[Line, ...]:
    """The texts with numbers as long as a telephone's."""

    def make() -> tuple[Line, ...]:
        return tuple(line for line in subject.evidence.lines if _LONG.search(line.text))

    return subject.evidence.once("long numbers", make)


def _each(
    subject: Subject, rule: FieldRule, pattern: re.Pattern[str], what: str
) -> Iterator[Comparison]:
    for line in _long(subject):
        for match in pattern.finditer(narrow(line.text)):
            yield _told(rule, line, match, what)


def _told(rule: FieldRule, line: Line, match: re.Match[str], what: str) -> Comparison:
    shown = match[0][:3] + "…" + match[0][-2:]
    return Comparison(
        rule.id, line.where, Outcome.DISAGREE, shown, "不公开", line.cells,
        f"{line.where}里有{what}（{shown}）。",
        rule.mend,
        line.at(match.start()),
    )  # fmt: skip


def _identities(subject: Subject, rule: FieldRule, what: str, checks: bool) -> Iterator[Comparison]:
    """Numbers made like an identity number, whose check character is right, or is not."""
    for line in _long(subject):
        text = narrow(line.text)
        for match in _IDENTITY.finditer(text):
            is_other = not checks and _NUMBER_OF.search(text[: match.start()])
            if _checks(match[0]) is checks and not is_other:
                yield _told(rule, line, match, what)


def _checks(number: str) -> bool:
    """The last character of an identity number (GB 11643)."""
    total = sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def mobile(subject: Subject) -> Iterator[Comparison]:
    return clean(MOBILE, _each(subject, MOBILE, _MOBILE, "手机号码"), "没有手机号码")


def identity(subject: Subject) -> Iterator[Comparison]:
    found = _identities(subject, IDENTITY, "身份证号码", checks=True)
    return clean(IDENTITY, found, "没有身份证号码")


def like_identity(subject: Subject) -> Iterator[Comparison]:
    """One digit typed wrong still tells whose number it is."""
    what = "像身份证号码的数字"
    found = _identities(subject, LIKE_IDENTITY, what, checks=False)
    return clean(LIKE_IDENTITY, found, "没有像身份证号码的数字")


def telephone(subject: Subject) -> Iterator[Comparison]:
    """An office's number beside a name makes the name's bearer reachable."""

    def found() -> Iterator[Comparison]:
        for line in _long(subject):
            match = next((m for m in _phones(line.text) if _is_named(subject, line, m)), None)
            if match is not None:
                yield Comparison(
                    TELEPHONE.id, line.where, Outcome.DISAGREE, match[0], "不公开", line.cells,
                    f"电话 {match[0]} 与个人姓名写在一起。", TELEPHONE.mend,
                    line.at(match.start()),
                )  # fmt: skip

    return clean(TELEPHONE, found(), "没有个人电话")


def _phones(text: str) -> Iterator[re.Match[str]]:
    """The numbers of offices: no part of a mobile or an identity number, no sum of money."""
    text = narrow(text)
    others = [m.span() for p in (_MOBILE, _IDENTITY) for m in p.finditer(text)]
    for match in _PHONE.finditer(text):
        is_part = any(a < match.end() and match.start() < b for a, b in others)
        if not is_part and not text[match.end() :].lstrip().startswith(("元", "万")):
            yield match


def _is_named(subject: Subject, line: Line, phone: re.Match[str]) -> bool:
    """Whether a person's name stands beside a number."""
    if line.kind == FILING:
        return line.where == "联系电话" and _filer(subject, line)
    if _PERSON.search(line.text):
        return True
    text = phone.string
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, phone.start())), default=0)
    stop = _SENTENCE.search(text, phone.end())
    end = stop.start() if stop else len(text)
    before, behind = text[start : phone.start()], text[phone.end() : end]
    return bool(
        _NAMED.search(before)
        or _NAMED.search(behind)
        or _BEFORE.search(before)
        or _BEHIND.search(behind)
    )


def _filer(subject: Subject, line: Line) -> bool:
    """Whether the form that a telephone stands on names who filled it."""
    filing = line.project.filing if line.project else subject.disclosure.filing
    return any("填表人" in key and words.text not in _OMITTED for key, words in filing)


CHECKS: Final = (
    Check(
        MOBILE,
        mobile,
        fails=purpose("联系手机13800000000"),
        passes=purpose("联系电话0300-0000000"),
        kinds=EVERY_KIND,
    ),
    Check(
        IDENTITY,
        identity,
        fails=purpose("身份证11010519491231002X"),
        passes=purpose("编码110105194912310021"),
        kinds=EVERY_KIND,
    ),
    Check(
        LIKE_IDENTITY,
        like_identity,
        fails=purpose("身份证110105194912310021"),
        passes=purpose("合同编号110105194912310021"),
        kinds=EVERY_KIND,
    ),
    Check(
        TELEPHONE,
        telephone,
        fails=purpose("联系人王某，电话0311-6000000"),
        passes=purpose("监督电话0311-6000000"),
        kinds=EVERY_KIND,
    ),
)
