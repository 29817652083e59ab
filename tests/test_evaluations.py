"""A 绩效自评 from the content to pages, data and back to text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import html

from generator.cli import main
from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.document.figures import settled
from generator.document.layout import lay_out
from generator.document.outline import make_outline
from generator.files import Folder
from generator.loader import load, others
from generator.model.texts import Text
from generator.model.words import Words
from generator.writing import write
from tests.evaluations import EVALUATED, EVALUATION, families, read, write_content


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one department and its own evaluation of it."""
    folder = tmp_path_factory.mktemp("evaluations")
    write_content(folder / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build", "--no-pdf", "--jobs", "1", "--strict"]) == 0
    return folder / "site"


def page(site: Path, address: str) -> html.HtmlElement:
    element: html.HtmlElement = html.parse(str(site / address)).getroot()
    return element


def test_pages_point_to_what_they_evaluate(site: Path) -> None:
    whole = page(site, "2024/ju-zp/index.html")
    assert "../ju/index.html" in whole.xpath("//header/p[@class='source']/a/@href")
    project = page(site, "2024/ju-zp/chou/index.html")
    links = project.xpath("//header/ul[@class='source']/li/a/@href")
    assert "../../ju/chou/index.html" in links


def test_the_year_counts_a_department_once_and_lists_its_evaluation_apart(site: Path) -> None:
    year = page(site, "2024/index.html")
    figures = [" ".join(f.text_content().split()) for f in year.xpath("//header//dl/div")]
    assert figures == ["公开的部门1个", "项目2个", "项目预算合计38.00万元"]
    assert [h.text_content() for h in year.xpath("//h2")] == ["绩效自评", "2024年的数据"]
    (row,) = year.xpath("//table[@id='evaluations-table']/tbody/tr")
    assert [c.text_content().strip() for c in row] == [
        "示例县某局绩效自评", "2", "40.50", "96.43%", "99.30", "2025-03-01",
    ]  # fmt: skip
    home = page(site, "index.html").text_content()
    assert "1 个部门，2 个项目，项目预算合计 38.00 万元" in home


def test_inherited_goals_speak_of_the_figures_of_their_own_disclosure(site: Path) -> None:
    """宣传 costs 2.00 there; here it might not even be evaluated."""
    text = page(site, "2024/ju-zp/chou/index.html").text_content()
    assert "抽检投入 36.00 万元，宣传投入 2.00 万元" in text


def test_goals_are_filled_in_even_where_the_project_they_name_is_not_evaluated() -> None:
    disclosure, _, _ = read(EVALUATION[: EVALUATION.index("  - 名称: 宣传")])
    (project,) = settled(disclosure, families()).projects
    assert [p.words.text for p in project.goals] == ["抽检投入 36.00 万元，宣传投入 2.00 万元"]


def test_the_data_say_what_was_achieved(site: Path) -> None:
    rows = _csv(site / "2024/ju-zp/data/indicators.csv")
    first = rows[0]
    assert (first["指标值"], first["实际完成值"], first["实际数值"], first["得分"]) == (
        "≥4次", "5次", "5", "40",
    )  # fmt: skip
    assert rows[3]["偏差原因分析及改进措施"] == "样本偏少，下年扩大调查"
    project = _csv(site / "2024/ju-zp/data/projects.csv")[0]
    assert (project["预算数（万元）"], project["全年执行数（万元）"]) == ("36", "38.5")
    assert (project["执行率（%）"], project["总分"]) == ("96.25", "98.6")
    record = json.loads((site / "2024/ju-zp/data/disclosure.json").read_text("utf-8"))
    assert (record["类型"], record["评价对象"]) == ("绩效自评", "2024/ju")
    assert record["项目"][0]["绩效指标"][1]["实际完成值"] == "93%"
    plain = _csv(site / "2024/ju/data/indicators.csv")[0]
    assert "得分" not in plain


def test_plans_are_not_drawn_where_results_are_told(site: Path) -> None:
    assert "一图读懂" not in page(site, "2024/ju-zp/index.html").text_content()
    assert not (site / "2024/ju-zp/data/overview.svg").exists()
    assert (site / "2024/ju/data/overview.svg").exists()


def test_a_search_offers_it_under_its_department(site: Path) -> None:
    options = page(site, "search/index.html").xpath("//option[text()='示例县某局']")
    assert [(o.get("value"), o.get("data-also")) for o in options] == [("ju", "ju-zp")]
    assert not page(site, "search/index.html").xpath("//option[contains(text(), '绩效自评')]")


def test_nobody_approves_an_evaluation(site: Path) -> None:
    record = json.loads((site / "2024/ju-zp/data/checklist.json").read_text("utf-8"))
    states = {item["事项"]: item["状态"] for item in record["公开事项"]}
    assert states["批复后 20 日内公开"] == "不适用"


def _csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_every_sum_of_money_is_headed_by_its_row_and_its_column() -> None:
    disclosure, problems, _ = read()
    family = families()["绩效自评"]
    outline = make_outline(disclosure, family, problems)

    def fill(words: Words) -> Text:
        return Text((words.text,))

    laid = lay_out(disclosure, family, outline, fill).project(disclosure.projects[0])
    cells = {cell.id: cell for cell in laid.grids[0].cells}
    heads = {
        cell.key: [cells[id].text for id in cell.headers] for cell in cells.values() if cell.key
    }
    assert heads["全年执行数"] == ["项目资金", "年度资金总额", "全年执行数"]
    assert heads["执行其他资金"] == ["项目资金", "其他资金", "全年执行数"]
    assert heads["执行率得分"] == ["项目资金", "年度资金总额", "得分"]
    assert heads["编码"] == ["项目编码"]
    (corner,) = (cell for cell in cells.values() if cell.text == "资金来源")
    assert corner.scope == "col"


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_written_reads_back_and_holds_only_what_was_typed(shape: str) -> None:
    disclosure, _, _ = read()
    files = write(disclosure, families()["绩效自评"], shape)
    text = b"\n".join(files.values()).decode()
    for borrowed in ("≥4次", "36.00", "抽检投入", "96.25", "13990124P", "一级指标"):
        assert borrowed not in text
    assert "质量指标" in text  # which of two of one name
    with TemporaryDirectory() as name:
        content = Path(name)
        (content / "2024").mkdir()
        (content / "2024/ju.yaml").write_text(EVALUATED, "utf-8")
        for path, data in files.items():
            place = content / "2024" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        folder, problems = Folder(content), Problems()
        found = find(folder, problems)
        (own,) = (f for f in found if f.stem == "ju-zp")
        again = load(folder, own, families(), problems, others(folder, found, families()))
    assert not problems.found
    assert again == disclosure


def test_convert_goes_through_all_shapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_content(tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    year = Path("content/2024")
    for source, shape in (("ju-zp.yaml", "md"), ("ju-zp.md", "folder"), ("ju-zp", "yaml")):
        assert main(["convert", str(year / source), "--to", shape]) == 0, capsys.readouterr().out
    assert (year / "ju-zp.yaml").is_file()
    assert main(["check", "--strict"]) == 0


def test_an_import_does_not_offer_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"")
    assert main(["import", str(source), "--form", "绩效自评"]) == 2
    assert "取自评价对象" in "".join(capsys.readouterr())
