"""Whatever a finding says: every format carries it as text, none breaks on it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks import CHECKS
from generator.checks.comparison import Comparison, Outcome
from generator.diagnostics import Diagnostic, Level, Span, in_order, visible
from generator.jobs import Result
from generator.reports.places import Places
from generator.reports.sarif import sarif
from generator.reports.sheets import sheets
from tests.conftest import ROOT

ROOTS = (ROOT / "templates",)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(
        st.sampled_from(
            ["<script>", "</pre>", "&lt;", '"', "'", "{{ 7*7 }}", "甲", "\x1b[2J", "%"]
        ),
        max_size=6,
    ).map("".join),
)
PATHS = st.sampled_from(["2025/a.yaml", "2025/甲 %<b>.md", "2025/a/项目.xlsx", "站点.yaml"])
SPANS = st.builds(Span, PATHS, st.integers(1, 99), st.integers(1, 99))
RULES = st.sampled_from(["NR05", *(check.rule.id for check in CHECKS[:3])])
FINDINGS = st.builds(Diagnostic, RULES, st.sampled_from(Level), TEXTS, SPANS, TEXTS, TEXTS)
WAIVED = st.builds(
    Comparison, RULES.filter(lambda id: id[0] == "J"), TEXTS, st.just(Outcome.DISAGREE), TEXTS,
    TEXTS, st.just(()), TEXTS.filter(bool), TEXTS, SPANS, TEXTS.filter(str.strip),
)  # fmt: skip


class Seen(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=60)
@given(st.lists(FINDINGS, max_size=4), st.lists(WAIVED, max_size=2))
def test_a_log_and_sheets_are_made_of_any_findings(
    found: list[Diagnostic], waived: list[Comparison]
) -> None:
    log = json.loads(sarif(found, waived, Places(Path("content")), False))
    assert len(log["runs"][0]["results"]) == len(found) + len(waived)
    result = Result("2025/a", "2025/a", diagnostics=tuple(found), comparisons=tuple(waived))
    made = dict(sheets([result], in_order(found), ROOTS))
    assert set(made) == {"a-2025.html", "index.html"}
    sheet = Seen(made["a-2025.html"])
    assert not sheet.tags & {"script", "b", "img"}
    for finding in found:
        assert visible(finding.message) in sheet.text
        assert visible(finding.hint) in sheet.text
    for answer in waived:
        assert visible(answer.waiver) in sheet.text
