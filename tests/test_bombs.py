"""Whatever somebody wrote, a check of it ends soon, in little memory, and says something."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator import limits
from tests.bombs.documents import DOCUMENTS
from tests.bombs.old_workbooks import OLD_WORKBOOKS
from tests.bombs.texts import HEAD, TEXTS, write
from tests.bombs.workbooks import WORKBOOKS
from tests.conftest import ROOT
from tests.costs import Cost, Measure, measuring

# The promise is two seconds and 300 MB. Beside other tests the same work takes up to three
# times the processor time; what bites takes far more than that.
SECONDS: Final = 2.0
MARGIN: Final = 5.0
MEGABYTES: Final = 300.0
FILES: Final = {
    f"{name}{ending}": make
    for ending, makers in (
        (".docx", DOCUMENTS),
        (".xlsx", WORKBOOKS),
        (".xls", OLD_WORKBOOKS),
    )
    for name, make in makers.items()
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="budgets are Linux's")


@pytest.fixture(scope="module")
def measure() -> Iterator[Measure]:
    with measuring() as measure:
        yield measure


def assert_harmless(cost: Cost) -> None:
    assert cost.code in (0, 1), cost.said
    assert "Traceback" not in cost.said
    assert cost.seconds < SECONDS * MARGIN
    assert cost.megabytes < MEGABYTES


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_bites_costs_little(name: str, tmp_path: Path, measure: Measure) -> None:
    content = str(write(tmp_path / "content", TEXTS[name]()))
    assert_harmless(measure("check", "--content", content))
    built = str(tmp_path / "site")
    options = ("--no-pdf", "--jobs", "1")
    assert_harmless(measure("build", "--content", content, "--output", built, *options))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_bites_costs_little(name: str, tmp_path: Path, measure: Measure) -> None:
    data, ending = FILES[name](), Path(name).suffix
    source = tmp_path / f"input{ending}"
    source.write_bytes(data)
    made = str(tmp_path / "made" / "2024" / "input")
    assert_harmless(measure("import", str(source), "--into", made, "--year", "2024"))
    if ending != ".docx":  # in content both kinds of workbooks have the new one's name
        content = write(tmp_path / "content", {"2025/jyj/部门.yaml": HEAD})
        (content / "2025" / "jyj" / "项目.xlsx").write_bytes(data)
        assert_harmless(measure("check", "--content", str(content)))


def test_the_guide_lists_every_limit_with_its_number() -> None:
    guide = (ROOT / "docs/网站管理指南.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d,]+)", guide, re.MULTILINE))
    held = {k: v for k, v in vars(limits).items() if k.isupper() and k != "MEGABYTE"}
    assert {k: int(v.replace(",", "")) for k, v in told.items()} == held


def test_a_limit_stands_nowhere_but_in_the_one_place() -> None:
    stray = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "generator").rglob("*.py"))
        if path.name != "limits.py"
        for match in re.finditer(r"^\w*_LIMIT\b.* = \d", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert stray == []
