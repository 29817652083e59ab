"""The data of a year and of the whole site: everything public, nothing else, the same bytes."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import validate as validate_package
from openpyxl import load_workbook

from generator.build import Settings, build
from generator.gathering import join_csv
from generator.outputs.tabular import Column, ColumnKind, Table, read_csv, to_csv
from tests.conftest import ROOT

AMOUNT = Column("预算数", ColumnKind.NUMBER, unit="万元")
EMPTY = Table("t", "表", (Column("名称"), AMOUNT), ())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("site"), jobs=1)


def _built(output: Path, jobs: int) -> Path:
    settings = Settings(
        ROOT / "content", output, (ROOT / "templates",), jobs, with_pdf=False, keep_going=True
    )
    assert build(settings, lambda *_: None).published is not None
    return output


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("folder", ["data", "2024/data", "2025/data"])
def test_the_packages_of_a_year_and_of_the_site_are_sound(site: Path, folder: str) -> None:
    report = validate_package(str(site / folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert [task.name for task in report.tasks] == ["disclosures", "projects", "indicators"]


@pytest.mark.parametrize("name", ["projects.csv", "indicators.csv"])
def test_every_row_of_every_public_disclosure_is_there_and_none_of_a_draft(
    site: Path, name: str
) -> None:
    gathered = rows_of(site / "data" / name)
    of_2025 = rows_of(site / "2025/data" / name)
    assert of_2025 == [
        {title: row[title] for title in of_2025[0]} for row in gathered if row["年度"] == "2025"
    ]
    public = rows_of(site / "data/disclosures.csv")
    own = [row for d in public for row in rows_of(site / d["年度"] / d["标识"] / "data" / name)]
    assert len(own) == len(gathered) > 50
    assert all(
        all(there[title] == value for title, value in mine.items())
        for there, mine in zip(gathered, own, strict=True)
    )
    assert "nyncj" not in {row["标识"] for row in gathered if row["年度"] == "2025"}


def test_the_list_of_disclosures_adds_up_and_its_addresses_are_files(site: Path) -> None:
    projects = rows_of(site / "data/projects.csv")
    for row in rows_of(site / "data/disclosures.csv"):
        own = [p for p in projects if (p["年度"], p["标识"]) == (row["年度"], row["标识"])]
        amounts = [Decimal(p["预算数（万元）"]) for p in own if p["预算数（万元）"]]
        assert row["项目数"] == str(len(own))
        assert row["项目预算合计（万元）"] == (
            f"{sum(amounts, Decimal(0)).normalize():f}" if amounts else ""
        )
        assert (site / row["网页"]).is_file()


def test_the_record_of_a_year_points_at_pages_and_data(site: Path) -> None:
    record = json.loads((site / "2025/data/disclosures.json").read_text("utf-8"))
    assert record["公开"]
    for disclosure in record["公开"]:
        addresses = [disclosure["网页"], disclosure["数据"]]
        addresses += [project["网页"] for project in disclosure["项目"]]
        assert all((site / address).is_file() for address in addresses)


def test_the_workbooks_hold_what_the_tables_hold(site: Path) -> None:
    year = load_workbook(site / "2025/data/year.xlsx")
    assert year.sheetnames == ["公开目录", "项目", "绩效指标", "说明"]
    assert year["绩效指标"].max_row - 1 == len(rows_of(site / "2025/data/indicators.csv"))
    whole = load_workbook(site / "data/site.xlsx")
    assert whole.sheetnames == ["公开目录", "项目", "说明"]
    assert whole["项目"].max_row - 1 == len(rows_of(site / "data/projects.csv"))
    assert whole["公开目录"]["F2"].is_date


def test_the_bytes_do_not_depend_on_the_number_of_workers(site: Path, tmp_path: Path) -> None:
    other = _built(tmp_path / "site", jobs=3)
    for folder in ("data", "2024/data", "2025/data", "2025/shuiwu/data"):
        for path in sorted((site / folder).iterdir()):
            assert path.read_bytes() == (other / folder / path.name).read_bytes(), path


def test_a_year_of_drafts_alone_has_no_data(tmp_path: Path) -> None:
    draft = (ROOT / "content/2025/nyncj.yaml").read_text("utf-8")
    (tmp_path / "content/2025").mkdir(parents=True)
    (tmp_path / "content/2025/nyncj.yaml").write_text(draft, "utf-8")
    settings = Settings(
        tmp_path / "content", tmp_path / "site", (ROOT / "templates",), with_pdf=False
    )
    assert build(settings, lambda *_: None).published is not None
    assert (tmp_path / "site/2025/nyncj/data/projects.csv").is_file()
    assert not (tmp_path / "site/2025/data").exists()
    assert not (tmp_path / "site/data").exists()


def test_tables_joined_keep_their_own_further_columns(tmp_path: Path) -> None:
    plain = Table("t", "表", EMPTY.columns, (("甲", Decimal(1)), ("=1", None)))
    further = Table("t", "表", (*EMPTY.columns, Column("绩效标准")), (("乙", None, "国标"),))
    paths = [tmp_path / "1.csv", tmp_path / "2.csv"]
    for path, table in zip(paths, (plain, further), strict=True):
        path.write_bytes(to_csv(table))
    columns, data = join_csv(EMPTY, paths)
    assert columns == further.columns
    assert read_csv(data, EMPTY).rows == (
        ("甲", Decimal(1), ""), ("'=1", None, ""), ("乙", None, "国标"),
    )  # fmt: skip
