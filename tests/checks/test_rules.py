"""Every rule of the field has its examples; none raises, whatever it is given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import checks
from generator.checks.checklist import checklist
from generator.checks.comparison import Check, Outcome
from generator.checks.wording.marks import unbalanced
from generator.config import Site
from generator.diagnostics import Problems
from generator.evidence.reading import amounts_in, clauses, counts_in
from generator.model.disclosure import Disclosure
from tests.checks.examples import check_of, compared
from tests.checks.real import families, findings, subject
from tests.strategies import disclosures


def by_id(check: Check) -> str:
    return check.rule.id


@pytest.mark.parametrize("check", checks.CHECKS, ids=by_id)
def test_a_rule_of_the_field_shows_both_examples(check: Check) -> None:
    assert check.fails
    assert check.passes
    assert check.fails != check.passes


@pytest.mark.parametrize("check", checks.CHECKS, ids=by_id)
def test_the_failing_example_fails(check: Check) -> None:
    found = [c for c in compared(check, check.fails) if c.outcome is Outcome.DISAGREE]
    assert found
    for finding in found:
        assert finding.message.endswith("。")
        assert finding.hint
        assert finding.object
        assert finding.span.path == "2025/a.yaml"


@pytest.mark.parametrize("check", checks.CHECKS, ids=by_id)
def test_the_passing_example_passes_and_is_looked_at(check: Check) -> None:
    outcomes = {c.outcome for c in compared(check, check.passes)}
    assert Outcome.AGREE in outcomes
    assert Outcome.DISAGREE not in outcomes


@pytest.mark.parametrize("name", sorted(n for n in families() if n != "绩效自评"))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_no_rule_raises_on_any_disclosure(name: str, data: st.DataObject) -> None:
    disclosure: Disclosure = data.draw(disclosures(families()[name]))
    one = replace(
        subject(disclosure, families()[name]),
        earlier=replace(disclosure, year=disclosure.year - 1),
    )
    for finding in findings(one):
        assert finding.message
    checks.answered(checks.compare(one), disclosure, Problems())
    assert checklist(one, Site())


SPOKEN = st.text(
    alphabet="一两1２3.,，。%万亿元批次个年（()）《》“”[]{}占比其中共 月日≥≤*×x_", max_size=200
)


@given(SPOKEN)
def test_figures_are_found_where_they_stand(text: str) -> None:
    for said in (*amounts_in(text), *counts_in(text)):
        assert 0 <= said.start < said.end <= len(text)
        assert said.unit
    for start, clause in clauses(text):
        assert text[start : start + len(clause)] == clause


@given(SPOKEN)
def test_a_mark_without_partner_is_in_the_text(text: str) -> None:
    at = unbalanced(text)
    assert at is None or text[at] in "（()）《》“”[]"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("《办法》（试行）", None), ("（冀政[2010]82号)", None), ("1）抽检；2）检定", None),
        ("《办法", 0), ("办法》的通知", 2), ("《甲（乙》", 2), ("“两会、区活动", 0), ("）", 0),
    ],
)  # fmt: skip
def test_brackets_and_title_marks(text: str, at: int | None) -> None:
    assert unbalanced(text) == at


@pytest.mark.parametrize(
    "text", ["占" * 5000, "（" * 5000, "1" * 5000, "9万元" * 2000, "《" * 3000]
)
def test_no_text_makes_a_rule_slow(text: str) -> None:
    check = check_of("JX061")
    typed = f"总体绩效目标: |\n  {text}\n项目:\n  - 名称: {text[:40]}\n    用途: {text}"
    compared(check, typed)
