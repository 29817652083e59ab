"""Signs that nobody sees, and signs that look like others, at the door of every file."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Level, Problems, RuleBook, Span
from generator.files import Folder
from generator.signs import DIRECTIONS, CleanedLines, Tally, clean, has_odd_signs


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("农村\u200b饮水\u00ad水质", "农村饮水水质"),
        ("\u202a36.00\u202c", "36.00"),
        ("≥240\u2063份", "≥240份"),
        ("100%\ufe0f", "100%"),
        ("36\u00a0万元", "36 万元"),
        ("36\u2009万元", "36 万元"),
        ("\u2f54质", "水质"),
        ("\u2f64\u2f3e", "用户"),
        ("\u2ea0\u2ed3\u2f83", "民长自"),
        ("\ufa19", "神"),
        ("\ufb01nal", "final"),
        ("36\ufe52\ufe30", "36．．．"),
        ("预算数\ufe5536", "预算数：36"),
        ("\ufe63\ufe5f", "－＃"),
        ("\U0001d7d1\U0001d7d4", "36"),
        ("㎡①Ⅲ％３　", "㎡①Ⅲ％３　"),
        ("\u0646\u200c\u0647", "\u0646\u200c\u0647"),
        ("甲\u200d乙", "甲乙"),
    ],
)
def test_a_text_is_what_one_reads(text: str, read: str) -> None:
    assert clean(text).text == read
    assert has_odd_signs(text) == (text != read or "\u200c" in text)


def test_every_radical_with_a_character_is_that_character() -> None:
    radicals = [chr(n) for n in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6))
                if unicodedata.name(chr(n), "")]  # fmt: skip
    left = [r for r in radicals if clean(r).text == r]
    assert left == []
    assert all(ord(clean(r).text) >= 0x3400 for r in radicals)


@given(st.text(st.sampled_from("甲水\u2f54\u200b\u00ad\ufb01 \u00a0\u202e3:"), max_size=30))
def test_every_character_knows_its_place(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.places) == len(cleaned.text) + 1
    assert list(cleaned.places) == sorted(cleaned.places)
    for sign, place in zip(cleaned.text, cleaned.places, strict=False):
        assert sign in clean(text[place]).text


@given(st.text(max_size=40))
def test_what_is_clean_stays_clean(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once
    assert not DIRECTIONS.intersection(once)


def test_what_was_cleaned_is_said_without_any_sign_that_nobody_sees() -> None:
    tally = Tally()
    tally.clean("\u2f54\u2f54\u200b", "第 3 行")
    tally.clean("\u2f54", "第 9 行")
    assert tally.message == (
        "清理了 4 个看不见或者形似的字符：U+2F54 读作“水”3 个、零宽空格（U+200B） 1 个。"
        "在第 3 行、第 9 行。"
    )
    assert not has_odd_signs(tally.message)


def test_a_finding_stands_at_its_column_in_the_file() -> None:
    line = "\u200b\u200b甲\u200b: 乙"
    problems = Problems(lines={"a": CleanedLines([line], {1: clean(line).places})})
    problems.add(RuleBook.UNKNOWN_KEY, Span("a", 1, 4), "没有“乙”。")
    assert problems.found[0].span.column == line.index("乙") + 1
    assert problems.found[0].text == line


def read(tmp_path: Path, name: str, text: str) -> tuple[list[str], Problems]:
    (tmp_path / name).write_text(text, "utf-8")
    problems = Problems()
    source = Folder(tmp_path).text(name, problems)
    assert source is not None
    return list(source.lines), problems


@pytest.mark.parametrize("name", ["a.yaml", "a.md", "a.csv"])
def test_a_text_file_is_cleaned_as_it_is_read(tmp_path: Path, name: str) -> None:
    lines, problems = read(tmp_path, name, "名称: 水\u200b质\n用途:\u00a0\u2f54\n完: 好\n")
    assert lines == ["名称: 水质", "用途: 水", "完: 好", ""]
    (found,) = problems.found
    assert (found.rule, found.level) == ("WJ14", Level.NOTE)
    assert "在第 1 行、第 2 行" in found.message


def test_signs_that_turn_the_direction_are_errors(tmp_path: Path) -> None:
    lines, problems = read(tmp_path, "a.yaml", "预算数: \u202e63\u202c\n完: \u2066好\u2069\n")
    assert lines == ["预算数: 63", "完: 好", ""]
    assert [(d.rule, d.span.line) for d in problems.found if d.level is Level.ERROR] == [
        ("WJ13", 1), ("WJ13", 2),
    ]  # fmt: skip


def test_a_clean_file_says_nothing(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "a.yaml", "名称: ㎡①Ⅲ　“水质”—…\n")
    assert not problems.found
