"""Tables for spreadsheets: a text stays a text, a number a number."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems
from generator.document.layout import lay_out
from generator.document.outline import make_outline
from generator.model.amounts import Amount, parse_amount
from generator.model.disclosure import Disclosure, PlanStep, Project
from generator.model.texts import Text
from generator.model.words import Paragraph, Words
from generator.outputs.datasets import Datasets
from generator.outputs.tabular import to_csv
from tests.strategies import families

FAMILY = families()["河北"]
PLAN = tuple(PlanStep(step, Amount()) for step in FAMILY.forms["项目"].plan_steps)
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def exported(text: str, budget: str = "") -> dict[str, str]:
    """A project of that name, purpose and budget as the CSV says it."""
    project = Project(
        Words(text), "项目", "001", purpose=(Paragraph(Words(text)),),
        budget=parse_amount(Words(budget)), plan=PLAN,
    )  # fmt: skip
    disclosure = Disclosure("a", 2025, "河北", Words(text), projects=(project,))

    def fill(words: Words) -> Text:
        return Text((words.text,))

    outline = make_outline(disclosure, FAMILY, Problems())
    document = lay_out(disclosure, FAMILY, outline, fill)
    data = to_csv(Datasets(disclosure, FAMILY, document, fill).projects())
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return row


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-甲", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "-1;=1", "\t=1", "＝1+1", "－甲",
     '=HYPERLINK("http://a")'],
)  # fmt: skip
def test_nothing_that_was_typed_runs_as_a_formula(text: str) -> None:
    row = exported(text)
    assert row["项目名称"] == row["部门"] == row["用途"] == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "-3.5", "-1,816.40", "/", "-", "—", "36.00", "甲=1"])
def test_a_negative_number_and_plain_text_stay_as_they_are(text: str) -> None:
    assert exported(text)["项目名称"] == text


@pytest.mark.parametrize(
    ("budget", "cell"), [("-3.50", "-3.5"), ("－３．５", "-3.5"), ("-1,816.4", "-1816.4")]
)
def test_a_negative_amount_is_a_number(budget: str, cell: str) -> None:
    assert exported("甲", budget)["预算数（万元）"] == cell


@given(st.text(max_size=20), st.text("=+-@＝0123456789.,甲|!", max_size=12))
def test_a_cell_begins_like_a_formula_only_if_it_is_a_number(odd: str, text: str) -> None:
    for typed in (odd, text):
        for column in ("项目名称", "用途"):
            cell = exported(typed)[column]
            assert cell in (typed, f"'{typed}")
            if len(cell) > 1 and cell.startswith(FORMULA_STARTS):
                assert parse_amount(Words(cell)).value is not None
