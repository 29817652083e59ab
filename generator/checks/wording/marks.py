"""How things are written: placeholders, brackets and marks (docs/领域.md 11.19, 11.30)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Line
from ...evidence.subject import Subject
from ..comparison import EVERY_KIND, Check, Comparison, Outcome, clean
from ..examples import purpose

_WRITING: Final = "公开的信息应当准确（政府信息公开条例第六条）。"

PLACEHOLDER = FieldRule(
    "JX060",
    "占位的文字没有换掉",
    why=_WRITING,
    mend="换成实际的内容；依法不公开的写“（略）”。",
)
UNBALANCED = FieldRule(
    "JX061",
    "括号、书名号或引号不成对",
    Level.WARNING,
    why="标点符号成对使用（GB/T 15834-2011）。",
    mend="补上另一半，或删去多出的一个。",
)

RAW_MARK = FieldRule(
    "JX136",
    "标记会照原样印出来",
    Level.WARNING,
    why="脚注和图片只在各节的正文里成为脚注和图片；表格里的、网页上抄来的标记，读者看到的就是这几个符号。",
    mend="注释写进表下的“说明”或括号里，图片移到正文里；网页的标记删去。",
)

_PLACEHOLDER: Final = re.compile(
    r"\*{2,}|[×✕╳]{2,}|(?<![A-Za-zＡ-Ｚ])[xXＸｘ]{2,}(?![A-Za-zＡ-Ｚ])|_{3,}|＿{2,}|□{2,}|\?{2,}|？{2,}"
    r"|待补充|待填写?|待完善|待定(?!点|额|性|向|制)|某某|此处填写|请填写"
    r"|（\s*）|\(\s*\)|《\s*》|【\s*】"
)


def placeholders(subject: Subject) -> Iterator[Comparison]:
    """`**`, ××, 待补充, （ ）: what a draft leaves for later."""

    found = _each(subject, PLACEHOLDER, _PLACEHOLDER, "{}里留着占位的“{}”。")
    return clean(PLACEHOLDER, found, "没有占位的文字")


_RAW: Final = re.compile(
    r"\[\^[^\[\]\s]{1,20}\]|!\[[^\[\]]{0,200}\]\([^()]{0,200}\)|\[[^\[\]]{1,200}\]\(https?:[^()\s]{1,300}\)"
    r"|</?(?:br|p|b|i|u|em|strong|span|div|font|sup|sub|td|tr|table|a|img)\b[^<>]{0,200}>"
    r"|&(?:nbsp|lt|gt|amp|quot|ensp|emsp|#\d{1,5});",
    re.IGNORECASE,
)


def raw_marks(subject: Subject) -> Iterator[Comparison]:
    """`[^1]` in a cell, `<br>`, `&nbsp;`: what was to be more than its signs, and is not."""

    found = _each(subject, RAW_MARK, _RAW, "{}里的“{}”会照原样印出来。")
    return clean(RAW_MARK, found, "没有标记")


def _each(
    subject: Subject, rule: FieldRule, pattern: re.Pattern[str], said: str
) -> Iterator[Comparison]:
    """The first match in each text; `said` has room for where it stands and for what it is."""
    for line in subject.evidence.lines:
        if match := pattern.search(line.text):
            message = said.format(line.where, match[0])
            yield Comparison(
                rule.id, line.where, Outcome.DISAGREE, match[0], "", line.cells,
                message, rule.mend, line.at(match.start()),
            )  # fmt: skip


_PAIRS: Final = {"（": "）", "《": "》", "〈": "〉", "【": "】", "“": "”", "「": "」", "［": "］",
                 "〔": "〕"}  # fmt: skip
_SAME: Final = str.maketrans("()[]", "（）［］")
_CLOSING: Final = {close: mark for mark, close in _PAIRS.items()}
_MARKS: Final = re.compile("[" + re.escape("".join((*_PAIRS, *_CLOSING, "()[]"))) + "]")
# 1） and 一） at the beginning of a clause number it; they have no partner.
_ENUMERATED: Final = re.compile(r"(?:^|(?<=[；;。，,：:、\s]))[0-9一二三四五六七八九十①-⑩]{1,3}$")


def unbalanced(text: str) -> int | None:
    """The place of the first mark without its partner; （ and ( are the same mark."""
    open_marks: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark = match[0].translate(_SAME)
        if mark in _PAIRS:
            open_marks.append((mark, match.start()))
        elif open_marks and open_marks[-1][0] == _CLOSING[mark]:
            open_marks.pop()
        elif mark != "）" or not _ENUMERATED.search(text[: match.start()][-5:]):
            # A closing mark that belongs to an earlier one leaves that one's inner mark open.
            return open_marks[-1][1] if open_marks else match.start()
    return open_marks[0][1] if open_marks else None


def brackets(subject: Subject) -> Iterator[Comparison]:
    """Every bracket and title mark has its partner; the same text is told once."""

    def found() -> Iterator[Comparison]:
        places: dict[str, list[Line]] = {}
        for line in subject.evidence.lines:
            if _MARKS.search(line.text):
                places.setdefault(line.text, []).append(line)
        for text, lines in places.items():
            at = unbalanced(text)
            if at is None:
                continue
            line, times = lines[0], len(lines)
            more = f"（同样的文字共 {times} 处）" if times > 1 else ""
            message = f"{line.where}里的“{text[at]}”没有成对{more}。"
            cells = tuple(i for x in lines for i in x.cells)
            yield Comparison(
                UNBALANCED.id, line.where, Outcome.DISAGREE, text[at], "", cells, message,
                UNBALANCED.mend, line.at(at),
            )  # fmt: skip

    return clean(UNBALANCED, found(), "标点成对")


CHECKS: Final = (
    Check(
        PLACEHOLDER,
        placeholders,
        fails=purpose("用于采购××设备"),
        passes=purpose("用于采购检测设备，分级填报部分（略）"),
        kinds=EVERY_KIND,
    ),
    Check(
        RAW_MARK,
        raw_marks,
        fails=purpose("用于采购检测设备<br>和试剂"),
        passes=purpose("用于采购检测设备和试剂，误差<5%"),
        kinds=EVERY_KIND,
    ),
    Check(
        UNBALANCED,
        brackets,
        fails=purpose("按照《食品抽检办法开展抽检"),
        passes=purpose("按照《食品抽检办法》开展抽检"),
        kinds=EVERY_KIND,
    ),
)
