"""The corpus: true texts draw no alarm, planted faults are found in anybody's words."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from generator import checks
from generator.checks.comparison import Comparison
from generator.diagnostics import Level
from tests.checks.corpus.cases import KINDS, MEASURED, SEEN, Case, Fault, cases, found, told

HALVES = (SEEN, MEASURED)
# What a piece of a disclosure lacks by itself is no fault of its text.
BESIDE = frozenset({"JX001", "JX051"})
LEVELS = {check.rule.id: check.rule.level for check in checks.CHECKS}


@cache
def every(half: str) -> tuple[Case, ...]:
    return tuple(cases(half))


@cache
def alarms(half: str) -> tuple[tuple[Case, Comparison], ...]:
    """What the rules find in the true texts, tables and rows."""
    return tuple((case, c) for case in every(half) for c in found(case) if c.rule not in BESIDE)


@cache
def results(half: str) -> tuple[tuple[Case, Fault, bool], ...]:
    """Each planted fault, and whether a rule finds what it did not find before."""
    tried = []
    for case in every(half):
        known = {told(c) for c in found(case)}
        for fault in case.faults:
            new = {told(c) for c in found(case.with_fault(fault))} - known
            tried.append((case, fault, bool(new)))
    return tuple(tried)


def test_the_corpus_is_as_large_as_it_has_to_be() -> None:
    texts = [c for half in HALVES for c in every(half) if not (c.is_table or c.is_row)]
    paragraphs = [line for c in texts for line in c.text.split("\n") if "|" not in line]
    tables = [c for half in HALVES for c in every(half) if "```" in c.text]
    rows = [c for half in HALVES for c in every(half) if c.is_row]
    faults = [f for half in HALVES for c in every(half) for f in c.faults]
    assert len(paragraphs) >= 60
    assert len(tables) >= 20
    assert len(rows) >= 40
    assert len(faults) >= 200
    assert {f.kind for f in faults} == set(KINDS)


@pytest.mark.parametrize("half", HALVES)
def test_no_true_text_draws_an_error(half: str) -> None:
    assert [(c.name, a.message) for c, a in alarms(half) if LEVELS[a.rule] is Level.ERROR] == []


@pytest.mark.parametrize("half", HALVES)
def test_hardly_a_true_text_draws_a_warning(half: str) -> None:
    warned = {case.name for case, a in alarms(half) if LEVELS[a.rule] is Level.WARNING}
    assert len(warned) * 20 <= len(every(half)), warned


@pytest.mark.parametrize("half", HALVES)
def test_nine_of_ten_faults_are_found(half: str) -> None:
    missed = [(case.name, fault) for case, fault, is_found in results(half) if not is_found]
    assert len(missed) * 10 <= len(results(half)), missed


def test_every_kind_of_fault_is_found_more_often_than_not() -> None:
    tried = [r for half in HALVES for r in results(half)]
    all_of, hit = Counter(f.kind for _, f, _ in tried), Counter(f.kind for _, f, x in tried if x)
    assert [k for k in KINDS if hit[k] * 2 <= all_of[k]] == []
