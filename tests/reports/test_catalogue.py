"""The rules on one page: docs/规则.md is current, and a rule can be found without its id."""

from __future__ import annotations

import re

import pytest

from generator.diagnostics import FAMILIES, Level, Rule
from generator.reports.catalogue import WORDS, page, speaks_of
from generator.reports.rules import known_rules
from tests.conftest import ROOT

RULES = [known.rule for known in known_rules().values()]


def by_id(rule: Rule) -> str:
    return rule.id


def test_the_page_in_docs_is_current() -> None:
    current = (ROOT / "docs" / "规则.md").read_text("utf-8")
    assert current == page(), "python -m generator.reports.catalogue docs/规则.md"


def test_every_family_has_its_heading_and_every_rule_its_line() -> None:
    lines = page().split("\n")
    assert {line for line in lines if line.startswith("## ")} == {
        *(f"## {name}（{family}）" for family, name in FAMILIES.items()),
        "## 按词查找",
    }
    for rule in RULES:
        assert len([line for line in lines if line.startswith(f"| {rule.id} |")]) == 1


def test_an_error_that_a_draft_may_have_is_marked() -> None:
    marked = re.findall(r"\| (\w+) \| 错误，草案可留 \|", page())
    assert marked == [r.id for r in RULES if r.in_drafts and r.level is Level.ERROR]


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_a_rule_is_found_by_a_word(rule: Rule) -> None:
    assert any(speaks_of(word, rule) for word in WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_leads_to_some_rules_and_not_to_a_crowd(word: str) -> None:
    assert 0 < sum(speaks_of(word, rule) for rule in RULES) <= len(RULES) // 7
