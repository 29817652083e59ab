"""不公开: sums that differ because the law lets a department leave a part out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..model.amounts import plain_number, to_decimal
from ..model.disclosure import Withheld
from .comparison import Comparison, Outcome

# More entries than this about one sum are added as a whole, not in every combination.
_FEW: Final = 8
# Behind a number of projects, and before a sum that the whole may exceed.
PROJECTS: Final = " 个"
_AT_LEAST: Final = "≥"


@dataclass(frozen=True, slots=True)
class Sums:
    """The ids of the rules whose left side is a whole and whose right side its parts.

    `projects` are those whose parts are the projects: what an entry without 范围 speaks of.
    """

    rules: Collection[str]
    projects: Collection[str]

    def is_about(self, entry: Withheld, comparison: Comparison) -> bool:
        """Whether an entry may be missing from the parts of a comparison."""
        c = comparison
        if c.rule not in self.rules or c.outcome is Outcome.NOT_APPLICABLE:
            return False
        if not entry.scope:
            return c.rule in self.projects
        return any(entry.scope.text in piece for piece in c.object.split("·"))


def explain(
    comparisons: Iterable[Comparison],
    entries: Sequence[Withheld],
    sums: Sums,
    problems: Problems,
) -> tuple[Comparison, ...]:
    """The comparisons, those that differ by what is left out with the reason.

    A stated amount is added to the parts. Where none is stated, parts that fall
    short are explained; parts that exceed the whole never are. An entry without
    its basis, or that explains nothing, is a finding.
    """
    told, holding = list(comparisons), [e for e in entries if _has_basis(e, problems)]
    used: set[int] = set()
    for n, comparison in enumerate(told):
        about = [e for e in holding if sums.is_about(e, comparison)]
        if about and _may_differ(comparison):
            told[n], made_up = _explained(comparison, about)
            used |= {id(entry) for entry in made_up}
    for entry in holding:
        if id(entry) not in used:
            is_held = any(sums.is_about(entry, c) and not _is_count(c) for c in told)
            _report_idle(entry, is_held, problems)
    return tuple(told)


def _may_differ(comparison: Comparison) -> bool:
    """Whether the sides differ, or may: a bound holds where something was left out."""
    return comparison.outcome is Outcome.DISAGREE or comparison.right.startswith(_AT_LEAST)


def _is_count(comparison: Comparison) -> bool:
    """Whether projects are counted, not what they cost."""
    return comparison.left.endswith(PROJECTS)


def _explained(
    comparison: Comparison, entries: Sequence[Withheld]
) -> tuple[Comparison, Sequence[Withheld]]:
    """A comparison with what explains it, and the entries that do; none where it stands."""
    is_count = _is_count(comparison)
    whole = to_decimal(comparison.left.removesuffix(PROJECTS))
    parts = to_decimal(comparison.right.removesuffix(PROJECTS).removeprefix(_AT_LEAST))
    if whole is None or parts is None or whole <= parts:
        return comparison, ()
    stated = [] if is_count else [e for e in entries if e.amount.value is not None]
    for chosen in _combinations(stated):
        if parts + _total(chosen) == whole:
            right = f"{plain_number(parts)} + 不公开 {plain_number(_total(chosen))}"
            return (
                replace(
                    comparison, outcome=Outcome.AGREE, right=right, message="", hint="",
                    withheld=said(chosen),
                ),
                chosen,
            )  # fmt: skip
    if comparison.outcome is Outcome.AGREE:
        # The bound leaves room; what is left out has to fit into it.
        return comparison, [e for e in entries if parts + (e.amount.value or 0) < whole]
    if len(stated) < len(entries) and whole > parts + _total(stated):
        done = replace(comparison, outcome=Outcome.NOT_APPLICABLE, message="", hint="")
        # How many projects an entry stands for it does not say: it explains no sum by that.
        return replace(done, withheld=said(entries)), () if is_count else entries
    added = plain_number(_total(stated))
    message = f"{comparison.message}加上不公开的 {added} 万元仍不相等。"
    return replace(comparison, message=message), entries


def _combinations(entries: Sequence[Withheld]) -> Iterator[Sequence[Withheld]]:
    if entries and len(entries) > _FEW:
        yield entries
        return
    for count in range(len(entries), 0, -1):
        yield from combinations(entries, count)


def _total(entries: Iterable[Withheld]) -> Decimal:
    return sum((e.amount.value or Decimal(0) for e in entries), Decimal(0))


def said(entries: Iterable[Withheld]) -> str:
    """What is left out, and by which law, in one line."""
    return "；".join(f"{e.item}不公开，依据{e.basis}" for e in entries)


def _has_basis(entry: Withheld, problems: Problems) -> bool:
    if not entry.basis:
        problems.add(
            RuleBook.WITHHELD_BASIS,
            entry.span,
            f"“{entry.item}”不公开，却没有写依据；依据要随公开内容一起公布。",
            "在“依据”一格写明依据的法律，例如保守国家秘密法。",
        )
    return bool(entry.basis)


def _report_idle(entry: Withheld, has_sum: bool, problems: Problems) -> None:
    """An entry that explains no difference, where there is a sum to hold it against."""
    if has_sum:
        message = (
            f"“{entry.item}”没有说明任何差额：有关的合计与公开的各项之和相等，或者差的不是这个数。"
        )
    elif entry.scope:
        message = f"没有与“{entry.scope}”有关的合计，“{entry.item}”没有说明任何差额。"
    else:
        return
    problems.add(
        RuleBook.WITHHELD_IDLE,
        entry.span,
        message,
        "核对合计里有没有包含这一项；“范围”写表的标题，不写的指各项目之和。",
    )
