"""The lists of words: whole, each with its source, each used, and none kept a second time."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
import yaml

from generator.lexicon import ABOUT, FOLDER, SOURCE, WORDS, any_of, lists, one_of, words
from tests.conftest import ROOT

PACKAGE = ROOT / "generator"
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
NAMES = [f"{file}.{name}" for file in FILES for name in lists(file)]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PARTED = re.compile(r"(?:[\u4e00-\u9fff]+ )+[\u4e00-\u9fff]+ ?")
# From so many words on, two lists that share them are one list, written twice.
FEWEST = 4
# Where texts are read: the keys of formats, which others list, are no words of texts.
READERS = ("checks", "evidence", "importing", "lexicon", "model")
# They join the words of any sentence, and are no vocabulary.
PARTICLES = frozenset("为是共的数总拟约比和与及")
# Rooms whose words are not all in the lexicon yet: importing/vocabulary.py has them by roles.
UNSETTLED = ("importing/", "checks/projects/directions.py")


@pytest.mark.parametrize("file", FILES)
def test_a_list_says_what_it_lists_and_where_its_words_come_from(file: str) -> None:
    entries = yaml.safe_load((FOLDER / f"{file}.yaml").read_text("utf-8"))
    for entry in entries.values():
        assert list(entry) == [ABOUT, SOURCE, WORDS]
        assert all(isinstance(said, str) and CHINESE.search(said) for said in entry.values())
    everything = [word for entry in entries.values() for word in entry[WORDS].split()]
    assert len(set(everything)) == len(everything), "a word stands twice"


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_used(name: str) -> None:
    """By its name, in quotation marks, somewhere in the package."""
    assert any(
        re.search(rf"[\"']{re.escape(name)}[\"']", path.read_text("utf-8"))
        for path in PACKAGE.rglob("*.py")
    )


def test_a_list_that_is_not_there_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        words("units.nothing")
    with pytest.raises(FileNotFoundError):
        any_of("nothing.at_all")


def test_no_word_hides_a_longer_one() -> None:
    assert words("units.usual", "units.spoken")[0] in {"批次", "场次", "人次"}
    assert re.fullmatch(any_of("units.usual", "units.spoken"), "场次")
    found = re.match(any_of("units.usual", "人次"), "人次数")
    assert found is not None
    assert found[0] == "人次"


def test_signs_of_patterns_are_only_signs_in_words() -> None:
    assert re.fullmatch(one_of(("a.b", "（元）", "%")), "a.b")
    assert not re.fullmatch(one_of(("a.b",)), "axb")


def test_help_reads_no_words() -> None:
    script = (
        "import sys\nfrom generator.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('generator.lexicon' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.endswith("False\n")


class Listed(NamedTuple):
    """Words that stand together in the code or in the lexicon, and where."""

    place: str
    words: frozenset[str]


def alternations(pattern: str) -> Iterator[frozenset[str]]:
    """The Chinese words of each group of a regular expression that are alternatives."""
    groups: list[list[str]] = [[""]]
    for piece in re.findall(r"\\.|\[[^\]]*\]|\(\?(?:P<\w+>|<?[=!]|:)|.", pattern, re.DOTALL):
        if piece.startswith("("):
            groups[-1][-1] += " "
            groups.append([""])
        elif piece == ")" and len(groups) > 1:
            yield _chinese(groups.pop())
        elif piece == "|":
            groups[-1].append("")
        else:
            groups[-1][-1] += piece
    for group in groups:
        yield _chinese(group)


def _chinese(said: list[str]) -> frozenset[str]:
    return frozenset(w for word in said if CHINESE.fullmatch(w := word.strip("^$")))


def in_code(source: str, is_read: bool) -> Iterator[tuple[int, frozenset[str]]]:
    """The lists in a module: alternatives of patterns; where texts are read, collections too."""
    tree = ast.parse(source)
    inner = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr():
                text = "".join(
                    str(v.value) if isinstance(v, ast.Constant) else " " for v in node.values
                )
                yield from ((node.lineno, found) for found in alternations(text))
            case ast.Constant(value=str(text)) if "|" in text and id(node) not in inner:
                yield from ((node.lineno, found) for found in alternations(text))
            case ast.Constant(value=str(text)) if is_read and PARTED.fullmatch(text):
                yield node.lineno, _chinese(text.split())
            case ast.Tuple() | ast.List() | ast.Set() if is_read:
                said = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                yield node.lineno, _chinese([word for word in said if isinstance(word, str)])


def listed() -> list[Listed]:
    found = [Listed(f"lexicon: {name}", frozenset(words(name))) for name in NAMES]
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(UNSETTLED):
            for line, said in in_code(path.read_text("utf-8"), name.startswith(READERS)):
                found.append(Listed(f"{name}:{line}", said))
    told = (Listed(each.place, each.words - PARTICLES) for each in found)
    return [each for each in told if len(each.words) >= FEWEST]


def test_no_list_of_words_is_kept_twice() -> None:
    """Take the words from the lexicon (`any_of`), or make one list there of both."""
    twice = [
        f"{a.place} and {b.place}: {'、'.join(sorted(a.words & b.words))}"
        for a, b in combinations(listed(), 2)
        if len(a.words & b.words) >= FEWEST
    ]
    assert twice == []


def test_the_reader_of_code_finds_lists_in_all_their_forms() -> None:
    source = """
A = re.compile(r"(?P<x>[一二]年)?(?:增加|增长|下降|减少)了?$|甲|乙")
B = rf"{A}(?:增加|增长|下降|减少)"
C = {"增加", "增长", "下降", "减少"}
D = "增加 增长 下降 减少".split()
"""
    four = frozenset({"增加", "增长", "下降", "减少"})
    assert {line for line, said in in_code(source, is_read=True) if said == four} == {2, 3, 4, 5}
    assert {line for line, said in in_code(source, is_read=False) if said == four} == {2, 3}
