"""What is public stays, and stays as it is, until somebody consents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import Report, Settings, build
from generator.cli import main
from generator.diagnostics import Diagnostic, Level
from generator.publishing.places import Misplaced
from generator.summaries.records import read_withdrawn
from tests.conftest import TEMPLATES
from tests.invalid_cases import SETTINGS
from tests.test_build import DRAFT, digests, quiet, write
from tests.versions.test_corrections import CORRECTION, CURRENT, FORMER, SECOND

TWO = FORMER + SECOND.replace("10017P", "10017K")
TABLE = """\
工作保障措施: |
  加强组织领导。
附件:
  - 标题: 批复
    文件: pifu.pdf
"""
WITHDRAWAL = """\
撤下:
  - 地址: {}
    日期: 2025-06-03
    理由: 有关内容经审查不宜公开
    依据: 政府信息公开条例第十四条
"""


class Web:
    """A content folder and its site, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.content, self.site = folder / "content", folder / "site"

    def build(self, files: dict[str, str | None], **more: object) -> Report:
        """Build after these files changed; None takes one away."""
        for path, text in files.items():
            if text is None:
                (self.content / path).unlink()
            else:
                write(self.content, {path: text})
        settings = Settings(self.content, self.site, (TEMPLATES,), with_pdf=False, **more)  # type: ignore[arg-type]
        return build(settings, quiet)

    def publish(self, files: dict[str, str | None], **more: object) -> Report:
        report = self.build(files, **more)
        assert report.published is not None, [d.message for d in report.diagnostics]
        return report

    def refuse(self, files: dict[str, str | None], **more: object) -> list[Diagnostic]:
        """What a build says that changes nothing."""
        before = digests(self.site)
        report = self.build(files, **more)
        assert report.published is None
        assert digests(self.site) == before
        return [d for d in report.diagnostics if d.level is Level.ERROR]

    def page(self, path: str) -> str:
        return (self.site / path / "index.html").read_text("utf-8")


@pytest.fixture
def web(tmp_path: Path) -> Web:
    """A site with two public disclosures, one of two projects."""
    web = Web(tmp_path)
    web.publish({"站点.yaml": SETTINGS, "2025/a.yaml": TWO, "2025/b.yaml": FORMER})
    return web


def test_a_source_that_was_lost_is_named_and_its_pages_stay(web: Web) -> None:
    (found,) = web.refuse({"2025/b.yaml": None})
    assert found.rule == "GK01"
    assert "2025/b/（某局2025年部门预算绩效文本）不见了" in found.message
    assert found.span.path == "2025/b"
    for way_on in ("放回去", "原地址: b", "站点.yaml", "- 地址: 2025/b"):
        assert way_on in found.hint


def test_no_flag_takes_anything_away(web: Web) -> None:
    assert web.refuse({"2025/b.yaml": None}, keep_going=True)
    assert web.refuse({}, strict=True, keep_going=True)


def test_a_lost_correction_is_told_once_with_its_former_text(web: Web) -> None:
    web.publish({"2025/b.v1.yaml": FORMER, "2025/b.yaml": CURRENT})
    (found,) = web.refuse({"2025/b.v1.yaml": None, "2025/b.yaml": None})
    assert "2025/b/（" in found.message


def test_a_source_under_another_name_is_told_by_that_name(web: Web) -> None:
    web.publish({"2025/某局.yaml": FORMER + "标识: c\n"})
    (found,) = web.refuse({"2025/某局.yaml": None})
    assert found.span.path == "2025/某局"
    assert "2025/c/" in found.message


def test_a_project_that_was_left_out_is_named(web: Web) -> None:
    pages = [f for f in web.refuse({"2025/a.yaml": FORMER}) if f.rule == "GK01"]
    assert [f.span.path for f in pages] == ["2025/a.yaml"]
    assert "2025/a/002/index.html（项目“复检”的网页）不见了" in pages[0].message
    assert "- 地址: 2025/a/002" in pages[0].hint


def test_an_attachment_and_a_table_are_named(web: Web) -> None:
    folder = {"2025/c/部门.yaml": FORMER + "附件:\n  - 标题: 批复\n    文件: pifu.pdf\n",
              "2025/c/附件/pifu.pdf": "%PDF-1.4"}  # fmt: skip
    web.publish(folder)  # type: ignore[arg-type]
    found = web.refuse({"2025/c/部门.yaml": FORMER, "2025/c/附件/pifu.pdf": None})
    assert [f.message for f in found] == [
        "公开过的 2025/c/files/pifu.pdf（附件“批复”）不见了，当时的内容是 2025/c（文件或文件夹）。"
    ]


def test_a_public_text_does_not_turn_into_a_draft(web: Web) -> None:
    (found,) = web.refuse({"2025/b.yaml": FORMER.replace("状态: 公开", "状态: 草案")})
    assert "改成了草案" in found.message
    assert found.span.path == "2025/b.yaml"


def test_a_text_that_moved_leads_on_from_its_old_address(web: Web) -> None:
    web.publish({"2025/b.yaml": None, "2025/c.yaml": FORMER + "原地址: b\n"})
    assert "url=../c/index.html" in web.page("2025/b")
    (found,) = web.refuse({"2025/c.yaml": FORMER})
    assert "旧网址 2025/b/ 不再转到 2025/c/" in found.message


def test_a_project_that_moved_leads_on(web: Web) -> None:
    moved = TWO.replace("地址: 002", "地址: 009\n    原地址: 002")
    web.publish({"2025/a.yaml": moved})
    assert "url=../009/index.html" in web.page("2025/a/002")


def test_a_correction_may_leave_out_a_project_which_its_former_text_keeps(web: Web) -> None:
    web.publish({"2025/a.v1.yaml": TWO, "2025/a.yaml": CURRENT})
    assert "url=../v1/002/index.html" in web.page("2025/a/002")
    assert "复检" in web.page("2025/a/v1/002")


def test_a_draft_that_goes_is_a_line_of_the_report(web: Web) -> None:
    web.publish({"2025/d.yaml": DRAFT + "原地址: jiu\n"})
    report = web.publish({"2025/d.yaml": None})
    assert [(d.rule, d.level) for d in report.diagnostics] == [("GK04", Level.NOTE)]
    assert not (web.site / "2025/d").exists()


def test_a_wrong_folder_is_a_wrong_call(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    before = digests(web.site)
    empty = web.content.parent / "empty"
    empty.mkdir()
    arguments = ["build", "--no-pdf", "--content", str(empty), "--output", str(web.site)]
    assert main(arguments) == 2
    assert "内容文件夹不对" in capsys.readouterr().err
    assert digests(web.site) == before


@pytest.mark.parametrize("place", ["content", "content/2025/site", "."])
def test_an_output_among_the_sources_or_around_them_is_refused(web: Web, place: str) -> None:
    web.site = web.content.parent / place
    before = digests(web.content)
    with pytest.raises(Misplaced):
        web.build({})
    assert digests(web.content) == before
    templates = Settings(web.content, TEMPLATES / "site", (TEMPLATES,), with_pdf=False)
    with pytest.raises(Misplaced, match="模板文件夹"):
        build(templates, quiet)


# --- taken down ---------------------------------------------------------------------------------


def taken_down(address: str) -> str:
    return SETTINGS + WITHDRAWAL.format(address)


def test_what_is_taken_down_leaves_a_page_at_each_old_address(web: Web) -> None:
    old = [p for p in digests(web.site) if p.startswith("2025/a/") and "record" not in p]
    web.publish({"2025/a.yaml": None, "站点.yaml": taken_down("2025/a")})
    for path in old:
        page = path.removesuffix("/index.html")
        text = web.page(page)
        for said in ("已经撤下", "某局2025年部门预算绩效文本", "2025年6月3日", "不宜公开", "条例"):
            assert said in text
        assert '<meta name="robots" content="noindex">' in text
    assert "抽检" not in "".join(
        p.read_text("utf-8") for p in (web.site / "2025/a").rglob("*") if p.is_file()
    )


def test_its_entry_stays_in_catalogue_and_feed(web: Web) -> None:
    before = web.page("catalogue")
    web.publish({"2025/a.yaml": None, "站点.yaml": taken_down("2025/a")})
    assert before.count("SLX-a/2025-001") == web.page("catalogue").count("SLX-a/2025-001") == 1
    assert "<td>已撤下</td>" in web.page("catalogue")
    feed = (web.site / "feed.xml").read_text("utf-8")
    assert "<title>已撤下：某局2025年部门预算绩效文本</title>" in feed
    assert "<updated>2025-06-03T00:00:00+08:00</updated>" in feed
    assert "2025/a/" not in (web.site / "sitemap.xml").read_text("utf-8")


def test_later_builds_know_what_was_taken_down(web: Web) -> None:
    web.publish({"2025/a.yaml": None, "站点.yaml": taken_down("2025/a")})
    before = digests(web.site)
    report = web.publish({})
    assert digests(web.site) == before
    assert not report.published or not report.published.written
    assert "2025/a/001/index.html" in read_withdrawn(web.site)[0].pages
    (found,) = web.refuse({"站点.yaml": SETTINGS})
    assert "说明已经撤下的网页不见了" in found.message


def test_a_project_or_a_file_may_be_taken_down_alone(web: Web) -> None:
    web.publish({"2025/a.yaml": FORMER, "站点.yaml": taken_down("2025/a/002")})
    assert "项目“抽检”" not in web.page("2025/a/002")
    assert "已经撤下" in web.page("2025/a/002")
    assert "抽检" in web.page("2025/a")


def test_what_was_taken_down_may_be_published_again(web: Web) -> None:
    web.publish({"2025/a.yaml": None, "站点.yaml": taken_down("2025/a")})
    (found,) = web.refuse({"2025/a.yaml": FORMER})
    assert (found.rule, found.span.path) == ("GK03", "站点.yaml")
    web.publish({"站点.yaml": SETTINGS})
    assert "抽检" in web.page("2025/a")
    assert not (web.site / "data/withdrawn.json").exists()


def test_in_a_new_folder_the_address_itself_says_so(web: Web, tmp_path: Path) -> None:
    web.site = tmp_path / "new"
    web.publish({"2025/a.yaml": None, "站点.yaml": taken_down("2025/a")})
    assert "已经撤下" in web.page("2025/a")


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("撤下:\n  - 地址: 2025/a\n    日期: 2025-06-03\n    理由: 涉密\n", "NR02", "缺少“依据”"),
        (WITHDRAWAL.format("/2025/a/"), "NR09", "不是公开过的地址：/2025/a/"),
        (WITHDRAWAL.format("../a"), "NR09", "不是公开过的地址"),
        (WITHDRAWAL.format("2025/a") + "    原因: 无\n", "NR01", "原因"),
        ("公开后改动: 拒绝\n", "NR06", "不能写“拒绝”"),
    ],
)
def test_settings_that_are_not_whole_are_told(web: Web, text: str, rule: str, said: str) -> None:
    found = web.refuse({"站点.yaml": SETTINGS + text})
    assert [(f.rule, f.span.path) for f in found] == [(rule, "站点.yaml")]
    assert said in found[0].message


# --- changed ------------------------------------------------------------------------------------


def test_a_figure_that_changed_without_correction_is_told(web: Web) -> None:
    changed = FORMER.replace("预算数: 36.00", "预算数: 30.00").replace("资金: 36.00", "资金: 30.00")
    report = web.publish({"2025/b.yaml": changed})
    (found,) = (d for d in report.diagnostics if d.rule == "GK02")
    assert (found.level, found.span.path) == (Level.WARNING, "2025/b.yaml")
    assert "抽检·预算数：36.00 → 30.00" in found.message
    assert "总体绩效目标：全年安排 36.00 万元。 → 全年安排 30.00 万元。" in found.message
    assert "b.v1" in found.hint


@pytest.mark.parametrize("how", [{"strict": True}, {}])
def test_strict_or_the_site_may_forbid_it(web: Web, how: dict[str, object]) -> None:
    settings = SETTINGS if how else SETTINGS + "公开后改动: 错误\n"
    web.build({"站点.yaml": settings})
    before = digests(web.site)
    report = web.build({"2025/b.yaml": FORMER.replace("有序开展", "全面开展")}, **how)
    assert report.published is None
    assert [d.rule for d in report.diagnostics] == ["GK02"]
    assert digests(web.site) == before


def swapped(text: str) -> str:
    return text.replace("  全年安排 {{ 项目预算合计 }} 万元。\n  工作有序开展。\n",
                        "  工作有序开展。\n  全年安排 {{ 项目预算合计 }} 万元。\n")  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda t: t.replace("工作有序", "工作全面"), ["工作有序开展。 → 工作全面开展。"]),
        (lambda t: t.replace("≥4次", "≥5次"), ["抽检·绩效指标·检查次数·指标值：≥4次 → ≥5次"]),
        (lambda t: t.replace("公开日期: 2025-02-21", "公开日期: 2025-02-22"), ["公开日期"]),
        (lambda t: t.replace("按季检查", "按月检查"), ["监管·内容：按季检查。 → 按月检查。"]),
        (lambda t: t.replace("6月底50%", "6月底60%"), ["支出计划·6月底：50% → 60%"]),
        (swapped, []),
        (lambda t: t + "# 一条批注\n", []),
    ],
    ids=["a word", "a target", "a date", "a goal", "a plan", "the order", "a comment"],
)
def test_words_and_figures_count_order_does_not(
    web: Web, edit: Callable[[str], str], expected: list[str]
) -> None:
    assert edit(FORMER) != FORMER
    report = web.publish({"2025/b.yaml": edit(FORMER)})
    found = [d.message for d in report.diagnostics if d.rule == "GK02"]
    assert len(found) == len(expected[:1])
    assert all("1 处不同" in message for message in found)
    assert all(said in found[0] for said in expected)


def test_a_correction_is_no_silent_change_but_its_former_text_is_held_to_what_was_public(
    web: Web,
) -> None:
    corrected = CURRENT.replace("工作有序", "工作全面")
    report = web.publish({"2025/b.v1.yaml": FORMER, "2025/b.yaml": corrected})
    assert not [d for d in report.diagnostics if d.rule == "GK02"]
    report = web.publish({"2025/b.v1.yaml": FORMER.replace("按季", "按月")})
    (found,) = (d for d in report.diagnostics if d.rule == "GK02")
    assert found.span.path == "2025/b.v1.yaml"


def test_a_first_correction_with_another_former_text_is_told(web: Web) -> None:
    files = {"2025/b.v1.yaml": FORMER.replace("按季", "按月"), "2025/b.yaml": CURRENT}
    report = web.publish(files)  # type: ignore[arg-type]
    told = {d.span.path for d in report.diagnostics if d.rule == "GK02"}
    assert told == {"2025/b.v1.yaml"}
    assert CORRECTION in CURRENT


def test_a_text_that_moved_is_held_to_what_was_public(web: Web) -> None:
    moved = FORMER.replace("按季", "按月") + "原地址: b\n"
    report = web.publish({"2025/b.yaml": None, "2025/c.yaml": moved})
    assert [d.span.path for d in report.diagnostics if d.rule == "GK02"] == ["2025/c.yaml"]


def test_a_preview_asks_nobody(web: Web) -> None:
    report = web.publish({"2025/b.yaml": None, "2025/a.yaml": FORMER}, public=False)
    assert not report.diagnostics
    assert not (web.site / "2025/b").exists()


def test_published_data_that_were_damaged_make_no_fault(web: Web) -> None:
    place = web.site / "2025/b/data/disclosure.json"
    for damage in ("", "[]", '{"项目": [1], "附件": {}, "更正记录": [2]}', json.dumps({"正文": 1})):
        place.write_text(damage, "utf-8")
        web.publish({"2025/b.yaml": FORMER + "原地址: alt\n"})
        web.publish({"2025/b.yaml": FORMER + "原地址: alt\n"})


# --- without PDFs -------------------------------------------------------------------------------


def test_without_pdfs_those_that_are_true_stay_and_no_untrue_one_does(web: Web) -> None:
    settings = Settings(web.content, web.site, (TEMPLATES,))
    assert build(settings, quiet).published is not None
    before = digests(web.site)
    assert sum(path.endswith(".pdf") for path in before) == 2
    web.publish({})
    assert digests(web.site) == before
    found = web.refuse({"2025/b.yaml": FORMER.replace("按季", "按月")})
    assert [f.rule for f in found] == ["GK01"]
    assert "2025/b/b-2025.pdf 与现在的内容不同了" in found[0].message
    assert "去掉 --no-pdf" in found[0].hint
    web.publish({"2025/b.yaml": FORMER, "站点.yaml": SETTINGS + "简称: 某县\n"})
    assert "b-2025.pdf" in web.page("2025/b")
    pdf = "2025/b/b-2025.pdf"
    assert digests(web.site)[pdf] == before[pdf]
