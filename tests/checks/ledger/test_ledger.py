"""The ledger: what was compared, how it came out, and where it stands."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from generator.checks import CHECKS
from generator.checks.comparison import Comparison, Outcome
from generator.checks.ledger import WAIVED, ledger, ledger_record
from generator.cli import main
from generator.document.layout import Document
from generator.document.outline import Outline
from tests.conftest import ROOT

BUDGET = "JX002"
# Rules of which the sample has a line with two figures; prose against a table among them.
FROM_TABLES = {"JX027", "JX028", "JX029"}
RECONCILED = {"JX010", "JX011", "JX012", "JX013", "JX020", "JX112"} | FROM_TABLES
NOTHING = Document(Outline("", ()), ())


def comparison(outcome: Outcome, left: str, right: str, waiver: str = "") -> Comparison:
    return Comparison(BUDGET, "抽检·预算数", outcome, left, right, ("t1r1c2",), waiver=waiver)


def test_an_account_counts_what_agrees_what_was_answered_and_what_is_open() -> None:
    (account,) = ledger(
        (
            comparison(Outcome.AGREE, "36", "36"),
            comparison(Outcome.DISAGREE, "36", "35", "另行列示"),
            comparison(Outcome.DISAGREE, "36", "34"),
            comparison(Outcome.NOT_APPLICABLE, "", ""),
        ),
        NOTHING,
    )
    assert (account.count, account.agreed, account.waived, account.open) == (3, 1, 1, 1)
    assert [line.result for line in account.lines] == ["相符", WAIVED, "不符"]
    assert account.lines[1].reason == "另行列示"


def test_a_rule_with_nothing_to_compare_has_no_account() -> None:
    assert ledger((comparison(Outcome.NOT_APPLICABLE, "", ""),), NOTHING) == ()
    records = ledger_record((comparison(Outcome.NOT_APPLICABLE, "", ""),))
    assert records == {"台账": []}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one full disclosure of the sample county."""
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content" / "2025" / "ggfw"
    for source in (ROOT / "content" / "2025" / "ggfw").rglob("*"):
        if source.is_file():
            place = content / source.relative_to(ROOT / "content" / "2025" / "ggfw")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read_bytes())
    (tmp_path / "content" / "站点.yaml").write_bytes((ROOT / "content" / "站点.yaml").read_bytes())
    assert main(["build", "--no-pdf", "--jobs", "1"]) == 0
    return tmp_path / "site" / "2025" / "ggfw"


def test_the_ledgers_figures_are_those_of_the_cells_it_points_to(site: Path) -> None:
    whole = html.document_fromstring((site / "index.html").read_text("utf-8"))
    records = json.loads((site / "data" / "ledger.json").read_text("utf-8"))["台账"]
    assert {r["规则"] for r in records} <= {check.rule.id for check in CHECKS}
    sums = [r for r in records if r["规则"] in ("JX020", "JX110")]
    assert len(sums) > 10
    for record in sums:
        (cell,) = whole.xpath("//*[@id=$id]", id=record["单元格"][0])
        assert Decimal(cell.text_content()) == Decimal(record["左"])


def test_figures_of_the_page_link_to_the_cells_and_paragraphs_that_show_them(site: Path) -> None:
    page = html.document_fromstring((site / "ledger" / "index.html").read_text("utf-8"))
    whole = html.document_fromstring((site / "index.html").read_text("utf-8"))
    shown = {e.get("id"): e.text_content().replace(",", "") for e in whole.xpath("//*[@id]")}
    rows = page.xpath("//table[@id='lines-caption-table']/tbody/tr")
    with_two: set[str] = set()
    for row in rows:
        links = row.xpath("td[@class='number']/a")
        targets = [link.get("href").partition("#")[2] for link in links]
        assert set(targets) <= set(shown)
        rule = row.xpath("string(td[1])")
        if len(links) == 2 and rule in RECONCILED:
            with_two.add(rule)
            assert links[0].text_content().replace(",", "") in shown[targets[0]]
            assert rule not in FROM_TABLES or targets[0] != targets[1]
        assert rule != "JX026" or len(links) == 2
    assert len(rows) > 100
    assert with_two == RECONCILED


def test_the_page_says_what_its_counts_are(site: Path) -> None:
    page = html.document_fromstring((site / "ledger" / "index.html").read_text("utf-8"))
    (stated,) = page.xpath("//header//div[dt='逐处核对']/dd/text()")
    (note,) = page.xpath("//h2[@id='lines']/following-sibling::p[1]")
    listed = len(page.xpath("//table[@id='lines-caption-table']/tbody/tr"))
    assert f"列出其中 {listed} 处" in note.text_content()
    assert f"其余 {int(stated) - listed} 处" in note.text_content()
    (row,) = page.xpath("//tr[td='JX060']")
    assert [td.text_content() for td in row.xpath("td")[1:]] == ["全文", "全文", "没有发现"]
