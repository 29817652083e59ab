"""The data of a year and of the whole site: everything public, nothing else, the same bytes."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import validate as validate_package
from openpyxl import load_workbook

from generator.build import Settings, build
from generator.outputs.tabular import Column, ColumnKind, Table, read_csv, to_csv
from generator.outputs.workbook import Row, Standing, table_sheet, workbook
from generator.portal.gathering import fitting
from generator.portal.joining import Part, join
from tests.conftest import ROOT

AMOUNT = Column("预算数", ColumnKind.NUMBER, unit="万元")
EMPTY = Table("t", "表", (Column("名称"), AMOUNT), ())


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
def test_the_packages_of_a_year_and_of_the_site_are_sound(county: Path, folder: str) -> None:
    report = validate_package(str(county / folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert [task.name for task in report.tasks] == ["disclosures", "projects", "indicators"]


@pytest.mark.parametrize("name", ["projects.csv", "indicators.csv"])
def test_every_row_of_every_public_disclosure_is_there_and_none_of_a_draft(
    county: Path, name: str
) -> None:
    gathered = rows_of(county / "data" / name)
    of_2025 = rows_of(county / "2025/data" / name)
    assert of_2025 == [
        {title: row[title] for title in of_2025[0]} for row in gathered if row["年度"] == "2025"
    ]
    public = rows_of(county / "data/disclosures.csv")
    own = [row for d in public for row in rows_of(county / d["年度"] / d["标识"] / "data" / name)]
    assert len(own) == len(gathered) > 50
    assert all(
        all(there[title] == value for title, value in mine.items())
        for there, mine in zip(gathered, own, strict=True)
    )
    assert "nyncj" not in {row["标识"] for row in gathered if row["年度"] == "2025"}


def test_the_list_of_disclosures_adds_up_and_its_addresses_are_files(county: Path) -> None:
    projects = rows_of(county / "data/projects.csv")
    for row in rows_of(county / "data/disclosures.csv"):
        own = [p for p in projects if (p["年度"], p["标识"]) == (row["年度"], row["标识"])]
        amounts = [Decimal(p["预算数（万元）"]) for p in own if p["预算数（万元）"]]
        assert row["项目数"] == str(len(own))
        assert row["有预算数的项目数"] == str(len(amounts))
        if amounts:
            assert Decimal(row["项目预算合计（万元）"]) == sum(amounts, Decimal(0))
        assert bool(row["合计说明"]) == (len(amounts) < len(own))
        assert (county / row["网页"]).is_file()


def test_no_sum_leaves_projects_out_without_a_word(county: Path) -> None:
    rows = [r for r in rows_of(county / "data/disclosures.csv") if r["年度"] == "2025"]
    (tabled,) = [row for row in rows if row["标识"] == "ggfw"]
    assert (tabled["项目数"], tabled["有预算数的项目数"]) == ("9", "0")
    assert tabled["项目预算合计（万元）"] == "540.24"
    note = "9 个项目没有预算数，按“部门支出总表”的项目支出 540.24 万元计入"
    assert tabled["合计说明"] == f"{note}。"
    total = f"{sum(Decimal(row['项目预算合计（万元）']) for row in rows):,}"
    package = json.loads((county / "2025/data/datapackage.json").read_text("utf-8"))
    assert f"项目 56 个，项目预算合计 {total} 万元（{note}）" in package["description"]
    about = {r[0]: r[1] for r in load_workbook(county / "2025/data/year.xlsx")["说明"].values}
    assert (f"{about['项目预算合计']:,}", about["合计说明"]) == (total, f"{note}。")
    own = json.loads((county / "2025/ggfw/data/disclosure.json").read_text("utf-8"))
    assert (own["项目预算合计"], own["合计说明"]) == ("540.24", f"{note}。")
    for page in ("index.html", "2025/index.html", "2025/projects/index.html"):
        text = (county / page).read_text("utf-8")
        assert 0 < text.count(total) <= text.count(note), page


def test_a_workbook_leaves_out_what_no_sheet_has_room_for(tmp_path: Path) -> None:
    rows: list[Row] = [("甲", None), ("乙", None), ("丙", None)]
    short = join(EMPTY, [_part(tmp_path / "2", replace(EMPTY, rows=tuple(rows[:2])))])
    long = join(EMPTY, [_part(tmp_path / "3", replace(EMPTY, rows=tuple(rows)))])
    assert (short.count, long.count) == (2, 3)
    assert fitting([short, long], most=4) == ([short, long], [])
    assert fitting([short, long], most=3) == ([short], [long.table])


def test_the_record_of_a_year_points_at_pages_and_data(county: Path) -> None:
    record = json.loads((county / "2025/data/disclosures.json").read_text("utf-8"))
    assert record["公开"]
    for disclosure in record["公开"]:
        addresses = [disclosure["网页"], disclosure["数据"]]
        addresses += [project["网页"] for project in disclosure["项目"]]
        assert all((county / address).is_file() for address in addresses)


def test_the_workbooks_hold_what_the_tables_hold(county: Path) -> None:
    year = load_workbook(county / "2025/data/year.xlsx")
    assert year.sheetnames == ["公开目录", "项目", "绩效指标", "说明"]
    assert year["绩效指标"].max_row - 1 == len(rows_of(county / "2025/data/indicators.csv"))
    whole = load_workbook(county / "data/site.xlsx")
    assert whole.sheetnames == ["公开目录", "项目", "绩效指标", "说明"]
    assert whole["绩效指标"].max_row - 1 == len(rows_of(county / "data/indicators.csv"))
    assert whole["项目"].max_row - 1 == len(rows_of(county / "data/projects.csv"))
    assert whole["公开目录"]["F2"].is_date


def test_the_bytes_do_not_depend_on_the_number_of_workers(county: Path, tmp_path: Path) -> None:
    other = _built(tmp_path / "site", jobs=1)
    for folder in ("data", "2024/data", "2025/data", "2025/shuiwu/data"):
        for path in sorted((county / folder).iterdir()):
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


def _part(folder: Path, table: Table) -> Part:
    """A table as a department's job leaves it."""
    folder.mkdir()
    book = workbook([table_sheet(table)], "题")
    (folder / "t.xlsx").write_bytes(book.read())
    (folder / "t.csv").write_bytes(to_csv(table))
    return Part(folder / "t.csv", folder / "t.xlsx", book.rows[0][0])


def test_tables_joined_keep_their_own_further_columns(tmp_path: Path) -> None:
    plain = Table("t", "表", EMPTY.columns, (("甲", Decimal(1)), ("=1\r\n", None)))
    further = Table("t", "表", (*EMPTY.columns, Column("绩效标准")), (("乙", None, "国标"),))
    other = Table("t", "表", (*EMPTY.columns, Column("备注")), (("丙", None, "无"),))
    simple = Table("t", "表", EMPTY.columns, (("丁", Decimal(2)),))
    tables = (plain, further, other, simple)
    joined = join(EMPTY, [_part(tmp_path / str(n), table) for n, table in enumerate(tables)])
    columns = (*further.columns, other.columns[-1])
    assert joined.table == replace(EMPTY, columns=columns)
    rows = (
        ("甲", Decimal(1), "", ""), ("=1\r\n", None, "", ""), ("乙", None, "国标", ""),
        ("丙", None, "", "无"), ("丁", Decimal(2), "", ""),
    )  # fmt: skip
    assert read_csv(b"".join(joined.lines()), joined.table).rows == rows
    assert joined.count == len(rows)
    place = tmp_path / "t.xlsx"
    place.write_bytes(workbook([joined.sheet()], "题").read())
    (sheet,) = load_workbook(place)
    assert [row[0] for row in sheet.values][1:] == [row[0].replace("\r", "") for row in rows]
    assert [[c or "" for c in row[2:]] for row in sheet.values][1:] == [[*row[2:]] for row in rows]
    standing = [isinstance(block, Standing) for block in joined.sheet().blocks]
    assert standing == [True, True, False, True], "only where a column stands elsewhere"
