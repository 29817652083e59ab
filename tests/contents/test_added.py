"""另加章节: sections beyond a form, by one key, like the form's own wherever they go."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.build import Settings, build, check
from generator.cli import main
from generator.contents import SHAPES, find
from generator.contents.elsewhere import Elsewhere
from generator.diagnostics import Diagnostic, Level, Problems
from generator.document.outline import make_outline
from generator.files import Folder
from generator.forms import Family, family_of, load_families, places
from generator.limits import ADDED_LIMIT
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.starting.examples import example_added
from generator.writing import write
from tests.conftest import TEMPLATES

FAMILIES = load_families([TEMPLATES], Problems())
ROWS = """\
  | 部门职责 | 开头 | | |
  | 三公经费 | 工作保障措施 | | “三公”经费预算情况 |
  | 政府采购 | 工作保障措施 | | |
  | 其他事项 | 预算项目绩效目标 | | |
  | 名词解释 | | 名词 | |
"""
TEXTS = """\
部门职责: |
  负责全县水务。
三公经费: |
  ### 总数
  机关运行经费另列。
政府采购: |
  ```表
  标题: 采购
  单位: 万元
  | 名称 | 金额 |
  |---|---|
  | 车 | 3.00 |
  ```
其他事项: |
  没有。
名词解释: |
  机关运行经费：保障运行的经费。
工作保障措施: |
  加强领导。
"""


def typed(form: str, rows: str = ROWS, texts: str = TEXTS) -> str:
    head = f"部门: 某局\n年度: 2025\n表式: {form}\n状态: 草案\n"
    table = f"另加章节: |\n  | 章节 | 接在 | 类型 | 标题 |\n  |---|---|---|---|\n{rows}"
    return head + table + texts


def put(folder: Path, text: str) -> None:
    place = folder / "content/2025/a.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def loaded(content: Path) -> tuple[Disclosure, Family]:
    folder = Folder(content)
    (found,) = find(folder, Problems())
    disclosure = load(folder, found, FAMILIES, Problems())
    assert disclosure is not None
    return disclosure, family_of(disclosure, FAMILIES)


def graver_than_a_note(folder: Path) -> list[Diagnostic]:
    settings = Settings(folder / "content", Path(), (TEMPLATES,))
    found = check(settings, lambda *_: None).diagnostics
    return [d for d in found if d.level is not Level.NOTE]


def test_each_stands_behind_the_place_that_it_names_and_is_numbered_there(tmp_path: Path) -> None:
    put(tmp_path, typed("河北"))
    outline = make_outline(*loaded(tmp_path / "content"), Problems())
    assert [entry.label for entry in outline.listed] == [
        "部门职责", "第一部分 部门整体绩效目标", "第二部分 预算项目绩效目标", "其他事项",
        "名词解释",
    ]  # fmt: skip
    assert [entry.label for entry in outline.listed[1].listed] == [
        "一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施", "四、“三公”经费预算情况",
        "五、政府采购",
    ]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_says_the_same(tmp_path: Path, shape: str) -> None:
    put(tmp_path, typed("河北"))
    disclosure, family = loaded(tmp_path / "content")
    for name, data in write(disclosure, family, shape).items():
        place = tmp_path / "again" / "2025" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    assert loaded(tmp_path / "again")[0] == disclosure


def test_page_data_and_glossary_have_them(tmp_path: Path) -> None:
    put(tmp_path, typed("河北"))
    settings = Settings(tmp_path / "content", tmp_path / "site", (TEMPLATES,), 1, with_pdf=False)
    assert build(settings, lambda *_: None).published is not None
    folder = tmp_path / "site/2025/a"
    page = (folder / "index.html").read_text("utf-8")
    assert "“三公”经费预算情况" in page
    (anchor,) = set(re.findall(r'href="#(zj-\d+-mc1)"', page))  # the term, to its explanation
    assert f'id="{anchor}"' in page
    data = json.loads((folder / "data/disclosure.json").read_text("utf-8"))
    assert data["正文"]["三公经费"] == ["### 总数", "机关运行经费另列。"]
    assert data["正文"]["政府采购"][0]["行"] == [["名称", "金额"], ["车", "3.00"]]


@pytest.mark.parametrize("form", FAMILIES)
def test_any_form_takes_them_and_shows_how(tmp_path: Path, form: str) -> None:
    """The example of `gongkai form`, as it is printed, has nothing to mend."""
    family = FAMILIES[form]
    example = example_added(family)
    kind = f"类型: {family.kind}\n" if family.kind != "部门预算" else ""
    evaluated = "评价对象: 2025/b\n" if family.inherits else ""
    head = f"部门: 某局\n年度: 2025\n表式: {form}\n状态: 草案\n{kind}{evaluated}"
    put(tmp_path, head + "\n".join(example) + "\n")
    if family.inherits:
        (tmp_path / "content/2025/b.yaml").write_text(
            "部门: 某局\n年度: 2025\n表式: 河北\n状态: 草案\n", "utf-8"
        )
    found = [d for d in graver_than_a_note(tmp_path) if d.rule != "ZP02"]
    assert found == []


def test_a_listed_one_that_is_not_written_is_told_at_its_row(tmp_path: Path) -> None:
    put(tmp_path, typed("河北", "  | 三公经费 | | | |\n", ""))
    settings = Settings(tmp_path / "content", Path(), (TEMPLATES,))
    (told,) = (d for d in check(settings, lambda *_: None).diagnostics if "三公经费" in d.message)
    assert (told.rule, told.span.line) == ("NR19", 8)


def test_no_more_are_read_than_the_limit(tmp_path: Path) -> None:
    rows = "".join(f"  | 第{n}节 | | | |\n" for n in range(ADDED_LIMIT + 5))
    put(tmp_path, typed("河北", rows, ""))
    (fault,) = (d for d in graver_than_a_note(tmp_path) if d.rule == "NR22")
    assert str(ADDED_LIMIT) in fault.message


def test_a_place_may_be_any_section_part_or_chapter() -> None:
    assert {"开头", "三公经费", "预算绩效信息", "工作保障措施", "名词解释"} <= set(
        places(FAMILIES["石家庄2020"])
    )
    assert "预算项目绩效目标" in set(places(FAMILIES["河北"]))


def test_they_come_along_from_last_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, typed("河北"))
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--from", "content/2025/a"]) == 0
    text = (tmp_path / "content/2026/a.yaml").read_text("utf-8")
    assert "| 三公经费 | 工作保障措施 | | “三公”经费预算情况 |" in text
    assert "三公经费: |" in text


def test_what_other_forms_have_is_gathered_once_however_many_lines_ask() -> None:
    elsewhere = Elsewhere(FAMILIES["河北"], FAMILIES)
    assert "“北京”" in elsewhere.other_field("项目类型")
    assert elsewhere.fields is elsewhere.fields
    assert elsewhere.other_field("不是键") == elsewhere.key("不是键") == ""
