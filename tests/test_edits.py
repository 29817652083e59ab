"""An edit costs what it touches: as much work in a county of twelve departments as in one of six.

What the work may grow by are the lists and sums themselves, and a look at every file.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator import plan
from generator.build import Report, Settings, build
from generator.outputs.archive import read
from generator.summaries import records
from tests.conftest import ROOT, TEMPLATES
from tests.test_build import digests, quiet

EDITED = "2025/d03.yaml"
OLD, NEW = "开展系统操作培训场次", "开展系统操作轮训场次"
# 培 and 轮, each alone and with the character before it and behind it.
KEYS = 6
SIZES = (6, 12)


@dataclass(frozen=True)
class Edited:
    """A county after one edit: what that made, and what a clean build of the same makes."""

    site: Path
    report: Report
    clean: dict[str, str]

    @property
    def written(self) -> set[str]:
        """The files that were written, but for those of the search that digests name."""
        assert self.report.published is not None
        return {p for p in self.report.published.written if not p.startswith("search/k")}


def _edited(root: Path, departments: int) -> Edited:
    """Build a county, change a word of one department, build again; and a clean one."""
    content = root / "content"
    (content / "2025").mkdir(parents=True)
    shutil.copy(ROOT / "content/站点.yaml", content)
    models = [(ROOT / f"content/2025/{name}.yaml").read_text("utf-8") for name in ("czj", "zjj")]
    for n in range(1, departments + 1):
        text = models[n == 2]  # its form has a column more, which the table of all has too
        (content / f"2025/d{n:02}.yaml").write_text(text, "utf-8")
    settings = Settings(content, root / "site", (TEMPLATES,), with_pdf=False, public=False)
    assert build(settings, quiet).published is not None
    place = content / EDITED
    text = place.read_text("utf-8")
    assert OLD in text
    place.write_text(text.replace(OLD, NEW, 1), "utf-8")
    report = build(settings, quiet)
    assert report.published is not None
    assert build(replace(settings, output=root / "clean"), quiet).published is not None
    return Edited(root / "site", report, digests(root / "clean"))


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Edited]:
    return {n: _edited(tmp_path_factory.mktemp("county"), n) for n in SIZES}


def test_an_edit_makes_as_much_anew_in_a_larger_county(counties: dict[int, Edited]) -> None:
    small, large = (counties[n] for n in SIZES)
    for county in (small, large):
        assert county.report.work.examined == county.report.work.rendered == ("2025/d03",)
        assert len(county.report.work.pieces) <= KEYS
    assert small.report.work.parts == large.report.work.parts
    names = {_without_digest(path) for path in small.written}
    assert names == {_without_digest(path) for path in large.written}
    folders = {p.split("/")[1] for p in large.written if p.startswith("2025/")}
    assert {"d03", "data"} <= folders <= {"d03", "data", plan.HOME}


def _without_digest(path: str) -> str:
    return re.sub(r"\.[0-9a-f]{8}\.js$", ".js", path)


@pytest.mark.parametrize("departments", SIZES)
def test_what_is_put_together_of_pieces_is_what_a_clean_build_makes(
    counties: dict[int, Edited], departments: int
) -> None:
    county = counties[departments]
    assert digests(county.site) == county.clean


@pytest.mark.parametrize("departments", SIZES)
def test_no_row_of_a_workbook_is_written_twice(
    counties: dict[int, Edited], departments: int
) -> None:
    """Those of the year and of the site are the very bytes that stand in the departments'."""
    site = counties[departments].site
    known = [records.parse(p.read_bytes()) for p in sorted(site.glob("2025/*/data/record.json"))]
    assert len(known) == departments
    for book in ("2025/data/year.xlsx", "data/site.xlsx"):
        data = (site / book).read_bytes()
        for record in known:
            own = site / plan.data_file(2025, record.summary.id, plan.DISCLOSURE_XLSX)
            assert all(read(rows.segment(own).data) in data for rows in record.rows)
