"""Signs that nobody sees, and signs that only look like others: what they are read as.

WeChat, Word and web pages leave invisible signs in what is copied from them; a PDF
gives radicals for characters. They are cleaned at the door, and what was cleaned is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple, overload

DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: what is read behind them is not what is written."""
_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"
# Radicals, compatibility characters, ligatures, upright and small punctuation, letters of formulas.
_ALIKE: Final = (
    "\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe48\ufe50-\ufe6b"
    "\U0001d400-\U0001d7ff\U0002f800-\U0002fa1f"
)
_ODD: Final = re.compile(f"[{_UNSEEN}{_BLANKS}{_ALIKE}{''.join(sorted(DIRECTIONS))}]")
_BLANK: Final = re.compile(f"[{_BLANKS}]")
_LIKE: Final = re.compile(f"[{_ALIKE}]")
# Scripts whose letters join: between them the two joiners and Mongolian's separator mean something.
_JOINERS: Final = "\u200c\u200d\u180e"
_JOINING: Final = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1800-\u18af]")

# Equivalent_Unified_Ideograph of the CJK Radicals Supplement (Unicode 16,
# EquivalentUnifiedIdeograph.txt); NFKC covers the Kangxi radicals.
_RADICALS: Final = """
    2E81:5382 2E82:4E5B 2E83:4E5A 2E84:4E59 2E85:4EBB 2E86:5182 2E87:20628 2E88:5200
    2E89:5202 2E8A:535C 2E8B:353E 2E8C:5C0F 2E8D:5C0F 2E8E:5140 2E8F:5C23 2E90:5C22
    2E91:21BC2 2E92:5DF3 2E93:5E7A 2E94:5F51 2E95:2B739 2E96:5FC4 2E97:5FC3 2E98:624C
    2E99:6535 2E9B:65E1 2E9C:65E5 2E9D:6708 2E9E:6B7A 2E9F:6BCD 2EA0:6C11 2EA1:6C35
    2EA2:6C3A 2EA3:706C 2EA4:722B 2EA5:722B 2EA6:4E2C 2EA7:725B 2EA8:72AD 2EA9:738B
    2EAA:24D14 2EAB:76EE 2EAC:793A 2EAD:793B 2EAE:25AD7 2EAF:7CF9 2EB0:7E9F 2EB1:7F53
    2EB2:7F52 2EB3:34C1 2EB4:5197 2EB5:2626B 2EB6:7F8A 2EB7:2634C 2EB8:2634B 2EB9:8002
    2EBA:8080 2EBB:807F 2EBC:8089 2EBD:26951 2EBE:8279 2EBF:8279 2EC0:8279 2EC1:864E
    2EC2:8864 2EC3:8980 2EC4:897F 2EC5:89C1 2EC6:89D2 2EC7:278B2 2EC8:8BA0 2EC9:8D1D
    2ECA:27FB7 2ECB:8F66 2ECC:8FB6 2ECD:8FB6 2ECE:8FB6 2ECF:9091 2ED0:9485 2ED1:9577
    2ED2:9578 2ED3:957F 2ED4:95E8 2ED5:28E0F 2ED6:961D 2ED7:96E8 2ED8:9752 2ED9:97E6
    2EDA:9875 2EDB:98CE 2EDC:98DE 2EDD:98DF 2EDE:2967F 2EDF:98E0 2EE0:9963 2EE1:29810
    2EE2:9A6C 2EE3:9AA8 2EE4:9B3C 2EE5:9C7C 2EE6:9E1F 2EE7:5364 2EE8:9EA6 2EE9:9EC4
    2EEA:9EFE 2EEB:6589 2EEC:9F50 2EED:6B6F 2EEE:9F7F 2EEF:7ADC 2EF0:9F99 2EF1:9F9C
    2EF2:4E80 2EF3:9F9F
"""
_UNIFIED: Final = {
    **{chr(int(a, 16)): chr(int(b, 16)) for a, b in (p.split(":") for p in _RADICALS.split())},
    "\u2f3e": "户",  # 戶 by the data; fonts of simplified Chinese draw 户 for it
}
_NAMES: Final = {
    "\u00a0": "不换行空格", "\u00ad": "软连字符", "\u200b": "零宽空格", "\u200c": "零宽不连字",
    "\u200d": "零宽连字", "\u200e": "左至右标记", "\u200f": "右至左标记", "\u202a": "左至右嵌入",
    "\u202b": "右至左嵌入", "\u202c": "方向结束", "\u202d": "左至右覆盖", "\u202e": "右至左覆盖",
    "\u2060": "单词连接符", "\ufe0e": "字形选择符", "\ufe0f": "字形选择符", "\ufeff": "零宽不换行",
}  # fmt: skip
_MOST_NAMED: Final = 6
_MOST_PLACES: Final = 3


def name_of_sign(sign: str) -> str:
    """`零宽空格（U+200B）`, or its number alone."""
    number = f"U+{ord(sign):04X}"
    return f"{_NAMES[sign]}（{number}）" if sign in _NAMES else number


def has_odd_signs(text: str) -> bool:
    """Whether anything of a text would be cleaned."""
    return _ODD.search(text) is not None


class Cleaned(NamedTuple):
    """A text as one reads it: the place of each of its characters in the one given, and
    what was changed, each sign with what it is read as ('' where it went)."""

    text: str
    places: tuple[int, ...]
    changes: tuple[tuple[str, str], ...]


def clean(text: str) -> Cleaned:
    """Invisible signs go, odd blanks are blanks, signs that look like others are those."""
    kept: list[str] = []
    places: list[int] = []
    changes: list[tuple[str, str]] = []
    for place, sign in enumerate(text):
        said = _read_as(text, place, sign) if _ODD.match(sign) else sign
        kept.append(said)
        places += [place] * len(said)
        changes += [(sign, said)] if said != sign else []
    return Cleaned("".join(kept), (*places, len(text)), tuple(changes))


def _read_as(text: str, place: int, sign: str) -> str:
    if _BLANK.match(sign):
        return " "
    if not _LIKE.match(sign):
        joins = sign in _JOINERS and _JOINING.search(text[max(place - 1, 0) : place + 2])
        return sign if joins else ""
    if sign in _UNIFIED:
        return _UNIFIED[sign]
    plain = unicodedata.normalize("NFKC", sign)
    # Small and upright punctuation stays full-width: a comma or a colon would part what it is in.
    return "".join(c if c.isalnum() or not c.isascii() else _wide(c) for c in plain)


def _wide(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


class CleanedLines(Sequence[str]):
    """The lines of a file as they stand in it, and where the places of the cleaned ones are."""

    def __init__(self, lines: Sequence[str], places: dict[int, tuple[int, ...]]) -> None:
        self.lines = lines
        self.places = places

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self.lines[at]

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, line: int, column: int) -> int:
        """The column in the file of a column of the cleaned line; both count from 1."""
        places = self.places.get(line)
        if places is None:
            return column
        return places[min(max(column - 1, 0), len(places) - 1)] + 1


@dataclass
class Tally:
    """What was cleaned of one file: each sign with how often, and the first places."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[str, None] = field(default_factory=dict)  # in their order, each once

    def clean(self, text: str, place: str = "") -> str:
        """The text as one reads it; what was cleaned of it is counted, at `place`."""
        if not has_odd_signs(text):
            return text
        cleaned = clean(text)
        self.note(cleaned, place)
        return cleaned.text

    def note(self, cleaned: Cleaned, place: str) -> None:
        """Count what was changed of a text."""
        self.counts.update(cleaned.changes)
        if cleaned.changes and place:
            self.places.setdefault(place)

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def message(self) -> str:
        """What was cleaned, in words that show no sign that nobody sees."""
        named = [_told(*pair, times) for pair, times in self.counts.most_common(_MOST_NAMED)]
        more = "等" if len(self.counts) > _MOST_NAMED else ""
        total = sum(self.counts.values())
        where = "、".join(islice(self.places, _MOST_PLACES)) + (
            "等处" if len(self.places) > _MOST_PLACES else ""
        )
        at = f"在{where}" if where else ""
        return f"清理了 {total} 个看不见或者形似的字符：{'、'.join(named)}{more}。" + (
            f"{at}。" if at else ""
        )


def _told(sign: str, said: str, times: int) -> str:
    name = name_of_sign(sign)
    read = f"读作“{said}”" if said.strip() else ""
    return f"{name} {read}{times} 个"


def directions(text: str) -> Iterator[int]:
    """Where the signs stand that turn the direction of a text."""
    yield from (n for n, sign in enumerate(text) if sign in DIRECTIONS)
