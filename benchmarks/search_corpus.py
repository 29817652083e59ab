"""An invented county of ten thousand projects, to measure the search with.

Every text is made of invented words, some common and most rare, as words are; the
same from run to run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from generator import plan
from generator.outputs.search.texts import Findable, Shelf

YEARS: Final = (2025, 2024, 2023, 2022, 2021)
DEPARTMENTS: Final = 80
PROJECTS: Final = 25
VOCABULARY: Final = 6000
INDICATORS: Final = 8
_CHARACTERS: Final = [chr(n) for n in range(0x4E00, 0x4E00 + 1800)]
_LEVELS: Final = (
    "产出指标", "数量指标", "质量指标", "时效指标", "成本指标", "效益指标", "社会效益指标",
    "满意度指标", "服务对象满意度指标",
)  # fmt: skip


@dataclass
class Writer:
    """Makes texts of words, the n-th of which is taken with a weight of 1/n."""

    chance: random.Random

    def __post_init__(self) -> None:
        lengths = self.chance.choices((1, 2, 3, 4), (1, 8, 2, 1), k=VOCABULARY)
        self.words = ["".join(self.chance.choices(_CHARACTERS, k=n)) for n in lengths]
        self.weights = list(accumulate(1 / n for n in range(1, VOCABULARY + 1)))

    def phrase(self, count: int) -> str:
        return "".join(self.chance.choices(self.words, cum_weights=self.weights, k=count))

    def sentence(self) -> str:
        return "，".join(self.phrase(self.chance.randint(3, 7)) for _ in range(3)) + "。"

    def project(self, year: int, id: str, number: int) -> Findable:
        budget = f"{self.chance.randint(1, 900000) / 100:,.2f}"
        code = f"139901{year % 100}P{self.chance.randrange(10**12):012}"
        lines = [code, budget, self.sentence() + self.sentence()]
        lines += [self.sentence() for _ in range(self.chance.randint(1, 4))]
        lines += _LEVELS
        for _ in range(INDICATORS):
            target = f"≥{self.chance.randint(1, 100)}%"
            lines += [self.phrase(4), self.phrase(8), target, self.phrase(3)]
        address = plan.project_page(year, id, f"{number:03}")
        return Findable(self.phrase(5), address, f"{budget}万元", "\n".join(lines))


def county() -> Iterator[Shelf]:
    """Years, the latest first, with their departments and projects."""
    writer = Writer(random.Random(139901))
    names = [f"某县{writer.phrase(2)}局" for _ in range(DEPARTMENTS)]
    for year in YEARS:
        for n, name in enumerate(names):
            id = f"d{n:02}"
            projects = tuple(writer.project(year, id, p) for p in range(1, PROJECTS + 1))
            yield Shelf(year, id, name, projects)


def queries(shelves: list[Shelf], count: int) -> list[str]:
    """What readers ask for: parts of any text, two of them, codes, amounts, departments."""
    chance = random.Random(7)
    found = ["指标", "满意度指标", "的", "服务对象满意度", shelves[0].department]
    while len(found) < count:
        shelf = chance.choice(shelves)
        one = chance.choice(shelf.findables)
        line = chance.choice(one.text.split("\n"))
        length = chance.randint(1, 10)
        start = chance.randint(0, max(0, len(line) - length))
        part = line[start : start + length]
        kinds = (part, part, part, f"{shelf.department} {part}", one.amount, one.title)
        found.append(chance.choice(kinds))
    return found
