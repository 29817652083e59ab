"""PDFs made from content, for the tests: the sample county's, and made-up ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import department, plan, preparing
from generator.build import Settings
from generator.cli import main
from generator.department.examining import examine
from generator.document.layout import Document
from generator.jobs import Job, Result
from generator.model.demands import Item
from generator.model.disclosure import Disclosure

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
LONG = "2025/long"
SIGNED = "2025/signs"
SIGNS = "☑☐☒✓✔✘✗①⑳㉑⓿❶㊣㎡㎞㎏²³½⅓℃‰№§→⇒↔≒≈±√×÷★☆▲◆●■※₀₁₂₉⁰⁹❌✅☎✉→"
SCRIPTS = {
    "蒙古文": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    "维吾尔文": "ئۇيغۇر ئاپتونوم رايونى",
    "藏文": "བོད་རང་སྐྱོང་ལྗོངས།",
    "彝文": "ꆈꌠꁱꂷ",
    "壮文": "Gvangjsih Bouxcuengh Ƅƅ Ƨƨ Ɵɵ Ɯɯ",
    "傣文": "ᥖᥭᥰᥖᥬᥳ ᦅᦷᦺᦑ",
    "傈僳文": "ꓡꓲꓢꓴ",
    "朝鲜文": "조선족자치주",
}
REAL = ("julu-2024.docx", "linwu-2021.docx", "gaoxin-2020.docx")


@dataclass(frozen=True)
class Made:
    """A disclosure with its PDF."""

    disclosure: Disclosure
    document: Document
    result: Result
    pdf: bytes
    items: tuple[Item, ...] = ()


def make(content: Path, stage: Path, key: str, templates: tuple[Path, ...] = (TEMPLATES,)) -> Made:
    """Run one department's job on a content folder."""
    prepared = preparing.prepare(Settings(content, stage, templates), stage)
    job = next(job for job in prepared.jobs if job.key == key)
    examined = examine(job)
    assert examined.disclosure is not None
    assert examined.document is not None
    result = department.run(job)
    place = stage / plan.pdf_file(examined.disclosure.year, examined.disclosure.id)
    pdf = place.read_bytes() if place.is_file() else b""
    return Made(examined.disclosure, examined.document, result, pdf, examined.items)


def print_page(content: Path, stage: Path, key: str) -> bytes:
    """The page that a disclosure's PDF is made from."""
    prepared = preparing.prepare(Settings(content, stage, (TEMPLATES,)), stage)
    return page_of(next(job for job in prepared.jobs if job.key == key))


def page_of(job: Job) -> bytes:
    rendering = department.begin(job, examine(job))
    assert rendering is not None
    return rendering.print_page()


def make_long(folder: Path) -> Made:
    """A draft with what no page holds: long row groups, a long row, a table in a sub-goal."""
    write_content(folder, LONG, long_text())
    return make(folder, folder / "stage", LONG)


def make_signs(folder: Path) -> Made:
    """A draft that says the signs of forms, and something in each of China's scripts."""
    goals = "".join(f"      {words}。\n" for words in (SIGNS, *SCRIPTS.values()))
    row = "      | 产出指标 | 数量指标 | 件数 | ≥1件 |\n"
    write_content(
        folder, SIGNED, HEAD + row + MIDDLE + PROJECT.format(number=1, goals=goals, rows="")
    )
    return make(folder, folder / "stage", SIGNED)


def make_real(file: Path, folder: Path) -> Made:
    """A real disclosure, by way of the importer."""
    return make(folder, folder / "stage", import_real(file, folder))


def import_real(file: Path, folder: Path) -> str:
    """The key of a real disclosure that was imported into a folder."""
    id, _, year = file.stem.partition("-")
    assert main(["import", str(file), "--into", str(folder / year / id)]) == 0
    return f"{year}/{id}"


def print_pages(content: Path, stage: Path) -> list[bytes]:
    """The pages that the PDFs of a whole content folder are made from."""
    prepared = preparing.prepare(Settings(content, stage, (TEMPLATES,)), stage)
    return [page_of(job) for job in prepared.jobs]


def write_content(folder: Path, key: str, text: str) -> None:
    place = folder / f"{key}.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def long_text() -> str:
    """The long sample's source."""
    goal = "".join(
        f"      | {_first(n, '产出指标')} | {_first(n, '数量指标')} | 指标{n} | ≥{n}个 |\n"
        for n in range(30)
    )
    projects = [(3, 3), (45, 3), (30, 60), (6, 2)]
    return HEAD + goal + MIDDLE + "".join(_project(n, *size) for n, size in enumerate(projects))


def _first(n: int, text: str) -> str:
    return text if n == 0 else ""


def _project(number: int, indicators: int, goals: int) -> str:
    rows = "".join(
        f"      | {_first(n, '产出指标')} | {_first(n % 5, '数量指标')} | 检测水样份数{n} | "
        f"全年检测的水样全年检测的水样 | ≥{n + 1}份 | 年度检测计划 |\n"
        for n in range(indicators)
    )
    lines = "".join(
        f"      掌握全县集中供水工程水质状况，第{n}条，说明文字再长一些，长到要换行为止。\n"
        for n in range(goals)
    )
    return PROJECT.format(number=number, goals=lines, rows=rows)


HEAD = """部门: 示例县水务局
单位编码: 315001
单位名称: 示例县水务局本级
年度: 2025
表式: 河北
状态: 草案
批复日期: 2025-02-10
总体绩效目标: |
  保障饮水安全。
分项绩效目标:
  - 标题: 供水
    绩效目标: |
      按期完成。
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
"""
MIDDLE = """工作保障措施: |
  加强组织领导。
项目:
"""
PROJECT = """  - 名称: 第{number}号项目经费
    编码: 99010125P0031201000{number}P
    地址: p{number}
    预算数: 36.00
    财政资金: 36.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于全县集中供水工程水样采集和检测。
    绩效目标: |
{goals}    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
{rows}      | 效益指标 | 社会效益指标 | 水质问题整改率 | 已整改问题所占比例 | 100% | 检测计划 |
      | 满意度指标 | 服务对象满意度指标 | 用水户满意度 | 满意比例 | ≥90% | 问卷调查 |
"""
