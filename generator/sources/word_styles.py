"""Word's styles and automatic list numbers, as far as a reader of text needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from .numerals import chinese_digits, chinese_number, small_number
from .word_package import child, is_on, name_of, value

_LEVELS: Final = 9
_LONGEST_CHAIN: Final = 20
_HEADING: Final = re.compile(r"heading ([1-9])")
_PLACE: Final = re.compile(r"%([1-9])")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; None where it leaves the question to the style it is based on."""

    name: str
    based_on: str
    outline: int | None
    alignment: str | None
    bold: bool | None
    num_id: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its pattern (`%1.`), number format and first number."""

    start: int
    format: str
    pattern: str
    style: str


@dataclass(frozen=True)
class Styles:
    """The paragraph styles by id."""

    by_id: dict[str, Style]
    default: str

    def chain(self, id: str | None) -> list[Style]:
        """A style and those that it is based on."""
        found: list[Style] = []
        at = id if id in self.by_id else self.default
        while at in self.by_id and len(found) < _LONGEST_CHAIN:
            found.append(self.by_id[at])
            at = self.by_id[at].based_on
        return found


def read_styles(root: etree._Element | None) -> Styles:
    by_id: dict[str, Style] = {}
    default = ""
    for element in root if root is not None else ():
        if name_of(element) != "style" or value(element, "type") not in (None, "paragraph"):
            continue
        id = value(element, "styleId") or ""
        by_id[id] = _style(element)
        if value(element, "default") in ("1", "true", "on"):
            default = id
    return Styles(by_id, default)


def _style(element: etree._Element) -> Style:
    properties, run = child(element, "pPr"), child(element, "rPr")
    name = (value(child(element, "name")) or "").lower()
    heading = _HEADING.fullmatch(name)
    listed = child(properties, "numPr")
    bold = child(run, "b")
    return Style(
        name=name,
        based_on=value(child(element, "basedOn")) or "",
        outline=outline_level(properties, int(heading[1]) - 1 if heading else None),
        alignment=value(child(properties, "jc")),
        bold=None if bold is None else is_on(bold),
        num_id=_number(child(listed, "numId")),
        level=_number(child(listed, "ilvl")),
    )


def outline_level(properties: etree._Element | None, default: int | None) -> int | None:
    """0 for the highest heading; None for body text."""
    level = _number(child(properties, "outlineLvl"))
    if level is None:
        return default
    return level if 0 <= level < _LEVELS else None


def _number(element: etree._Element | None) -> int | None:
    text = value(element)
    return None if text is None else small_number(text)


@dataclass
class Numbering:
    """The lists of a document; `next` counts them on, paragraph by paragraph."""

    lists: dict[int, int]
    levels: dict[int, dict[int, Level]]
    restarts: dict[int, dict[int, int]]
    counts: dict[int, list[int | None]] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def next(self, num_id: int, at: int) -> str:
        """The number that Word prints before the next paragraph of this list."""
        abstract = self.lists.get(num_id)
        levels = self.levels.get(num_id, {})
        level = levels.get(at)
        if abstract is None or level is None or not 0 <= at < _LEVELS:
            return ""
        counts = self.counts.setdefault(abstract, [None] * _LEVELS)
        if num_id not in self.started:
            self.started.add(num_id)
            for restarted in self.restarts.get(num_id, {}):
                counts[restarted] = None
        before = counts[at]
        counts[at] = level.start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return self.printed(level, levels, counts)

    def printed(self, level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
        if level.format == "bullet":
            return _PRIVATE.sub("•", level.pattern)
        if level.format == "none":
            return ""

        def fill(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, level)
            count = counts[at]
            return self.numeral(other.format, other.start if count is None else count)

        return _PLACE.sub(fill, level.pattern)

    def numeral(self, format: str, n: int) -> str:
        text = numeral(format, n)
        if text is None:
            self.unknown.add(format)
            return str(n)
        return text

    def level_of_style(self, num_id: int, style: str) -> int:
        """The level that a style stands for in its list."""
        levels = self.levels.get(num_id, {})
        return next((at for at, level in levels.items() if level.style == style), 0)


def read_numbering(root: etree._Element | None) -> Numbering:
    abstract: dict[int, dict[int, Level]] = {}
    numbering = Numbering({}, {}, {})
    for element in root if root is not None else ():
        if name_of(element) == "abstractNum":
            levels = (_level(e) for e in element if name_of(e) == "lvl")
            abstract[small_number(value(element, "abstractNumId"), -1)] = dict(levels)
    for element in root if root is not None else ():
        if name_of(element) != "num":
            continue
        id = small_number(value(element, "numId"), -1)
        base = small_number(value(child(element, "abstractNumId")), -1)
        numbering.lists[id] = base
        numbering.levels[id] = dict(abstract.get(base, {}))
        numbering.restarts[id] = {}
        for override in (e for e in element if name_of(e) == "lvlOverride"):
            _override(numbering, id, override)
    return numbering


def _override(numbering: Numbering, id: int, override: etree._Element) -> None:
    at = small_number(value(override, "ilvl"), 0)
    own = child(override, "lvl")
    if own is not None:
        numbering.levels[id][at] = _level(own)[1]
    start = child(override, "startOverride")
    level = numbering.levels[id].get(at)
    if start is not None and level is not None and 0 <= at < _LEVELS:
        first = small_number(value(start), 1)
        numbering.levels[id][at] = Level(first, level.format, level.pattern, level.style)
        numbering.restarts[id][at] = first


def _level(element: etree._Element) -> tuple[int, Level]:
    level = Level(
        start=small_number(value(child(element, "start")), 1),
        format=value(child(element, "numFmt")) or "decimal",
        pattern=value(child(element, "lvlText")) or "",
        style=value(child(element, "pStyle")) or "",
    )
    return small_number(value(element, "ilvl"), 0), level


def numeral(format: str, n: int) -> str | None:
    """A number in one of Word's formats; None for a format that is not known here."""
    match format:
        case "decimal":
            return str(n)
        case "decimalZero":
            return f"{n:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
        ):
            return chinese_number(n) if 0 < n < 10_000 else str(n)
        case "chineseLegalSimplified":
            return chinese_number(n, legal=True) if 0 < n < 10_000 else str(n)
        case "ideographDigital" | "japaneseDigitalTenThousand":
            return chinese_digits(str(abs(n)))
        case "ideographTraditional":
            return _STEMS[n - 1] if 0 < n <= len(_STEMS) else str(n)
        case "ideographZodiac":
            return _BRANCHES[n - 1] if 0 < n <= len(_BRANCHES) else str(n)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(ord("①") + n - 1) if 0 < n <= 20 else str(n)
        case "decimalEnclosedParen":
            return f"({n})"
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n < 200 else str(n)
            return letter if format == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(n) if format == "upperRoman" else _roman(n).lower()
        case _:
            return None


def _roman(n: int) -> str:
    if not 0 < n < 4_000:
        return str(n)
    text = ""
    for sign, weight in (
        ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90),
        ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
    ):  # fmt: skip
        text += sign * (n // weight)
        n %= weight
    return text
