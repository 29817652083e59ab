"""The words of the field as data: one list for one notion, wherever it is looked for.

A file of `words/` is about one thing (units, years, heads of tables). It maps the name
of a list to 说明 (what it lists), 来源 (where the words come from) and 词 (the words,
parted by blanks); no word stands twice in a file. Readers and rules build their
patterns of lists, `any_of("units.counting", "年")`; a file is read when the first of
them asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

FOLDER: Final = Path(__file__).with_name("words")
ABOUT, SOURCE, WORDS = "说明", "来源", "词"


class WordList(NamedTuple):
    """A list of words, with what it lists and where they come from."""

    about: str
    source: str
    words: tuple[str, ...]


def words(*names: str) -> tuple[str, ...]:
    """The words of lists, `units.counting`; the longest first, so that none hides another.

    Raises KeyError where there is no such list.
    """
    return _longest_first(word for name in names for word in word_list(name).words)


def any_of(*names: str) -> str:
    """A group of a regular expression that fits any word, of lists or given here, longest first."""
    return one_of(w for name in names for w in (words(name) if "." in name else (name,)))


def one_of(said: Iterable[str]) -> str:
    """A group of a regular expression that fits any of these texts, the longest first."""
    return f"(?:{'|'.join(map(re.escape, _longest_first(said)))})"


def word_list(name: str) -> WordList:
    """The list of this name: that of its file, a point, its own. Raises KeyError for no list."""
    file, _, key = name.partition(".")
    return lists(file)[key]


@cache
def lists(file: str) -> dict[str, WordList]:
    """All lists of a file by their names."""
    text = (FOLDER / f"{file}.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=yaml.BaseLoader)
    return {
        key: WordList(entry[ABOUT], entry[SOURCE], tuple(entry[WORDS].split()))
        for key, entry in entries.items()
    }


def _longest_first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(found, key=len, reverse=True))
