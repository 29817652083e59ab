"""更正: both texts stay published, and every difference between them is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.build import Report, Settings, build
from generator.cli import main
from generator.document.layout import Document, Laid
from generator.document.outline import ATTACHMENTS, CHAPTER, Entry, Outline
from generator.versions.corrections import Corrected, with_record
from tests.conftest import TEMPLATES
from tests.invalid_cases import SETTINGS
from tests.test_build import PROJECT as BARE
from tests.test_build import quiet, write

PUBLIC = """\
部门: 某局
年度: 2025
表式: 河北
状态: 公开
批复日期: 2025-02-10
公开日期: 2025-02-21
总体绩效目标: |
  全年安排 {{ 项目预算合计 }} 万元。
  工作有序开展。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
"""
PROJECT = (
    BARE.replace("36.00\n", "36.00\n    财政资金: 36.00\n    其他资金: 0.00\n")
    + """\
      | 效益指标 | 社会效益指标 | 抽检覆盖率 | 100% | 台账 |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 问卷 |
"""
)
SECOND = (
    PROJECT.removeprefix("项目:\n")
    .replace("001", "002")
    .replace("名称: 抽检", "名称: 复检")
    .replace("10007P", "10017P")
)
FORMER = PUBLIC + PROJECT
CORRECTION = """\
更正自: v1
更正日期: 2025-04-18
更正说明: 合计误计。
"""
CURRENT = FORMER.replace("状态: 公开\n", f"状态: 更正\n{CORRECTION}")
FILES = {"站点.yaml": SETTINGS, "2025/a.v1.yaml": FORMER}


def built(folder: Path, files: dict[str, str]) -> Report:
    content = write(folder / "content", files)
    return build(Settings(content, folder / "site", (TEMPLATES,), with_pdf=False), quiet)


def published(folder: Path, files: dict[str, str]) -> Path:
    report = built(folder, files)
    assert report.published is not None, [d.message for d in report.diagnostics]
    return folder / "site"


def changes(folder: Path, current: str) -> list[tuple[str, ...]]:
    """What the record says of a correction, each difference as its four cells."""
    site = published(folder, {**FILES, "2025/a.yaml": current})
    record = json.loads((site / "2025/a/data/disclosure.json").read_text("utf-8"))
    page = (site / "2025/a/index.html").read_text("utf-8")
    found = [tuple(change.values()) for change in record["更正记录"][0]["更正内容"]]
    assert all(f">{cell}<" in page.replace("<br>", "\n") for row in found for cell in row)
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("≥4次", "≥6次", [("抽检", "检查次数·指标值", "≥4次", "≥6次")]),
        ("年度计划", "监测办法", [("抽检", "检查次数·指标值确定依据", "年度计划", "监测办法")]),
        ("按季检查。", "按月检查。", [("监管", "正文", "按季检查。", "按月检查。")]),
        ("6月底50%", "6月底60%", [("抽检", "支出计划·6月底", "50%", "60%")]),
        (
            "36.00\n",
            "37.00\n",
            [
                ("总体绩效目标", "第 1 段", "全年安排 36.00 万元。", "全年安排 37.00 万元。"),
                ("抽检", "预算数", "36.00", "37.00"),
                ("抽检", "财政资金", "36.00", "37.00"),
            ],
        ),
        (
            "批复日期: 2025-02-10",
            "批复日期: 2025-02-11",
            [("封面", "批复日期", "2025-02-10", "2025-02-11")],
        ),
        (
            "  工作有序开展。\n",
            "  工作有序开展。\n  年末自评。\n",
            [("总体绩效目标", "第 3 段", "（无）", "年末自评。")],
        ),
        ("检查次数", "抽查次数", [
            ("抽检", "抽查次数", "（无）", "产出指标；数量指标；抽查次数；≥4次；年度计划"),
            ("抽检", "检查次数", "产出指标；数量指标；检查次数；≥4次；年度计划", "（无）"),
        ]),
    ],
    ids=["target", "basis", "prose", "plan", "amount and the figure in prose", "date",
         "added paragraph", "renamed indicator"],
)  # fmt: skip
def test_each_difference_is_told_with_both_values(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, ...]]
) -> None:
    assert old in CURRENT
    assert changes(tmp_path, CURRENT.replace(old, new)) == expected


def test_a_project_that_came_or_went_is_told_once(tmp_path: Path) -> None:
    more = CURRENT.replace("{{ 项目预算合计 }}", "若干") + SECOND
    former = FORMER.replace("{{ 项目预算合计 }}", "若干")
    site = published(tmp_path, {**FILES, "2025/a.v1.yaml": former, "2025/a.yaml": more})
    record = json.loads((site / "2025/a/data/disclosure.json").read_text("utf-8"))
    assert [tuple(c.values()) for c in record["更正记录"][0]["更正内容"]] == [
        ("复检", "整个项目", "（无）", "复检，预算数 36.00，绩效指标 3 条")
    ]


def test_a_project_under_a_new_address_is_the_same_by_its_code(tmp_path: Path) -> None:
    assert changes(tmp_path, CURRENT.replace("地址: 001", "地址: 009").replace("≥4", "≥6")) == [
        ("抽检", "检查次数·指标值", "≥4次", "≥6次")
    ]


def test_versions_chain_and_the_page_tells_every_step_the_latest_first(tmp_path: Path) -> None:
    second = CURRENT.replace("≥4次", "≥5次")
    third = CURRENT.replace("≥4次", "≥6次").replace("自: v1", "自: v2").replace("-18", "-19")
    site = published(tmp_path, {**FILES, "2025/a.v2.yaml": second, "2025/a.yaml": third})
    record = json.loads((site / "2025/a/data/disclosure.json").read_text("utf-8"))["更正记录"]
    steps = [
        (step["更正自"], step["更正内容"][0]["更正前"], step["更正内容"][0]["更正后"])
        for step in record
    ]
    assert steps == [("v2", "≥5次", "≥6次"), ("v1", "≥4次", "≥5次")]
    whole = (site / "2025/a/index.html").read_text("utf-8")
    for version in ("v1", "v2"):
        assert (
            f'<a href="{version}/index.html">更正前的文本</a>保留在本网站 2025/a/{version}/。'
            in whole
        )
    earlier = (site / "2025/a/v2/index.html").read_text("utf-8")
    assert '<a href="../v1/index.html">更正前的文本</a>' in earlier
    assert '<a href="#gengzheng">更正记录</a>' in whole
    of_project = (site / "2025/a/001/index.html").read_text("utf-8")
    assert '<a href="../index.html#gengzheng">更正记录</a>' in of_project
    assert whole.index("</h1>") < whole.index('class="version-note"')
    for version in ("v1", "v2"):
        page = (site / f"2025/a/{version}/index.html").read_text("utf-8")
        assert 'class="version-note"' in page
        assert '<a href="../index.html">现行文本</a>' in page


def test_a_former_version_stays_at_its_own_address_and_no_list_names_it(tmp_path: Path) -> None:
    site = published(tmp_path, {**FILES, "2025/a.yaml": CURRENT.replace("≥4", "≥6")})
    former = (site / "2025/a/v1/index.html").read_text("utf-8")
    assert "≥4次" in former
    assert '<meta name="robots" content="noindex">' in former
    assert "更正前的文本，<time" in former
    assert "更正前的文本" in (site / "2025/a/v1/001/index.html").read_text("utf-8")
    year = (site / "2025/index.html").read_text("utf-8")
    assert "a/v1" not in year
    assert year.count('href="a/index.html"') == 1
    assert 'href="v1/index.html"' in (site / "2025/a/index.html").read_text("utf-8")


def test_a_correction_that_is_still_a_draft_leaves_the_former_text_in_force(
    tmp_path: Path,
) -> None:
    draft = FORMER.replace("状态: 公开\n", "状态: 草案\n更正自: v1\n").replace("≥4", "≥6")
    site = published(tmp_path, {**FILES, "2025/a.yaml": draft})
    assert 'class="version-note"' not in (site / "2025/a/v1/index.html").read_text("utf-8")
    assert 'href="v1/index.html">现行文本' in (site / "2025/a/index.html").read_text("utf-8")
    year = (site / "2025/index.html").read_text("utf-8")
    assert year.index("a/v1/index.html") < year.index("编制中的部门") < year.index('"a/index.html')


def test_a_former_version_is_not_held_to_the_rules_it_was_corrected_for(tmp_path: Path) -> None:
    faulty = FORMER.replace("≥4次", "  ")
    report = built(tmp_path, {**FILES, "2025/a.v1.yaml": faulty, "2025/a.yaml": CURRENT})
    assert report.published is not None
    assert not report.diagnostics


def test_a_former_version_keeps_its_place_in_every_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Converted with its new keys, version and all."""
    current = CURRENT.replace("≥4", "≥6").replace("地址: 001\n", "地址: 001\n    原地址: 01, 1\n")
    head = "审批: 局党组会议\n审批日期: 2025-02-20\n索引号: A-1\n原地址: jiu\n"
    current = current.replace("02-21\n", f"02-21 09:30\n{head}")
    content = write(tmp_path / "content", {**FILES, "2025/a.yaml": current})
    monkeypatch.chdir(tmp_path)
    before = _bytes(published(tmp_path, {}))
    for shape in ("md", "folder", "yaml"):
        for name in ("a", "a.v1"):
            place = next(p for p in (content / "2025").iterdir()
                         if p.name in (name, f"{name}.md", f"{name}.yaml"))  # fmt: skip
            assert main(["convert", str(place), "--to", shape]) == 0
        report = built(tmp_path, {})
        assert report.published is not None
        assert _bytes(tmp_path / "site") == before


def _bytes(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_what_was_read_of_other_versions_is_on_the_record(tmp_path: Path) -> None:
    report = built(tmp_path, {**FILES, "2025/a.yaml": CURRENT.replace("≥4", "≥6")})
    both = {"2025/a.yaml", "2025/a.v1.yaml"}
    assert [set(r.inputs) for r in report.results] == [both, both]


def test_the_record_of_corrections_is_a_part_like_those_before_the_attachments() -> None:
    chapter, files = (
        Entry("zj-1", CHAPTER, 1, "一、", "甲"),
        Entry("fj", ATTACHMENTS, 1, "", "附件"),
    )
    document = Document(Outline("题", (chapter, files)), (Laid(chapter), Laid(files)))
    history = (Corrected(None, "笔误", "v1", ()),)
    recorded = with_record(document, history, lambda version: (f"2025/a/{version}/", "#"))
    assert [part.kind for part in recorded.outline.parts] == [CHAPTER, ATTACHMENTS, CHAPTER]
