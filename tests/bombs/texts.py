"""Small makers of content that would stall an office: each writes a content folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from generator.limits import LINE_LENGTH_LIMIT
from tests.conftest import ROOT

DEPARTMENT: Final = (ROOT / "content/2025/jyj.yaml").read_text("utf-8")
SITE: Final = (ROOT / "content/站点.yaml").read_bytes()
HEAD: Final = "部门: 示例县教育局\n单位编码: 301\n年度: 2025\n表式: 河北\n状态: 草案\n"


def yaml(text: str) -> dict[str, str]:
    return {"2025/jyj.yaml": text}


def paragraph(text: str) -> dict[str, str]:
    """A department whose goals are one paragraph, as long as a line may be."""
    return line(text[: LINE_LENGTH_LIMIT - 10])


def line(text: str) -> dict[str, str]:
    """A department whose goals are this line, however long."""
    return yaml(DEPARTMENT.replace("总体绩效目标: |\n", f"总体绩效目标: |\n  {text}\n", 1))


def named(text: str) -> dict[str, str]:
    """A department whose first project has this name."""
    return yaml(DEPARTMENT.replace("  - 名称: ", f"  - 名称: {text}", 1))


def markdown(text: str) -> dict[str, str]:
    return {"2025/jyj.md": f"---\n{HEAD}---\n{text}"}


def folder(name: str, text: str) -> dict[str, str]:
    return {"2025/jyj/部门.yaml": HEAD, f"2025/jyj/{name}": text}


def torn(count: int, lines: int) -> str:
    """Lines whose indentation fits nowhere, in a long file."""
    every = lines // count
    body = [f"键{n}: 值" if n % every else f"键{n}: 值\n      - 错: 位" for n in range(lines)]
    return HEAD + "\n".join(body) + "\n"


_TABLE_HEAD: Final = (
    "| 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |\n|---|---|---|---|---|---|\n"
)


def indicators(rows: int, row: str) -> dict[str, str]:
    body = "".join(f"      {line}\n" for line in (_TABLE_HEAD + f"{row}\n" * rows).splitlines())
    return yaml(f"{HEAD}项目:\n  - 名称: 甲\n    预算数: 1\n    绩效指标: |\n{body}")


TEXTS: Final[dict[str, Callable[[], dict[str, str]]]] = {
    "counts": lambda: paragraph("1个" * 10_000),
    "sums": lambda: paragraph("1万元、" * 10_000),
    "sums of parts": lambda: paragraph("其中：" + "甲支出1万元、" * 3_000),
    "years": lambda: paragraph("2019年" * 10_000),
    "shares": lambda: paragraph("占1%，" * 10_000),
    "changes": lambda: paragraph("比上年增加1万元，" * 5_000),
    "brackets": lambda: paragraph("（《“" * 10_000),
    "numbers of paragraphs": lambda: paragraph("一、1.（一）" * 5_000),
    "offices": lambda: paragraph("某某县水务局" * 5_000),
    "telephones": lambda: paragraph("王某 13800000000，" * 3_000),
    "placeholders": lambda: paragraph("××，" * 20_000),
    "references to nothing": lambda: paragraph("{{ 无 }}" * 10_000),
    "half references": lambda: paragraph("{{" * 20_000),
    "one digit": lambda: line("1" * 100_000),
    "one character": lambda: line("甲" * 2_000_000),
    "blanks": lambda: line("甲" + "　 " * 200_000 + "乙"),
    "many paragraphs": lambda: line("\n  ".join(["完成1个、2万元。"] * 20_000)),
    "a long name": lambda: named("甲" * 20_000),
    "a long name of names": lambda: named("县水务局" * 5_000),
    "a long name of years": lambda: named("2024年" * 5_000),
    "commas in a line": lambda: line("," * 7_000_000),
    "commas in a table": lambda: folder("项目.csv", "名称,编码\n" + "," * 7_000_000),
    "lines in a table": lambda: folder("项目.csv", "名称,编码\n" + ",\n" * 2_000_000),
    "rows of no project": lambda: {
        **folder("项目.csv", "名称,预算数\n" + "".join(f"某项目{n}经费,1\n" for n in range(2_000))),
        "2025/jyj/绩效指标.csv": "项目,三级指标,指标值\n"
        + "".join(f"某项自{n}经费,检查次数,4次\n" for n in range(4_900)),
    },
    "marks in a table": lambda: indicators(1, "|" * 2_000_000),
    "rows of a table": lambda: indicators(4_900, "| 甲 | 乙 | 丙 | 丁 | 1个 | 戊 |"),
    "wide cells": lambda: indicators(200, "| 甲 | 乙 | " + "丙1个" * 5_000 + " | 丁 | 1 | 戊 |"),
    "unknown keys": lambda: yaml(HEAD + "".join(f"不知{n}: 甲\n" for n in range(49_000))),
    "the same key": lambda: yaml(HEAD + "部门: 甲\n" * 49_000),
    "torn lines": lambda: yaml(torn(30, 40_000)),
    "lines of no key": lambda: yaml(HEAD + "甲\n" * 300_000),
    "flows": lambda: yaml(HEAD + "甲: {\n" * 45_000),
    "tabs": lambda: yaml(HEAD + "\t甲: 乙\n" * 300_000),
    "wide colons": lambda: yaml(HEAD + "甲：乙\n" * 45_000),
    "dashes": lambda: yaml(HEAD + "项目:\n  " + "- " * 40_000 + "甲\n"),
    "deep": lambda: yaml(HEAD + "".join(f"{'  ' * n}甲:\n" for n in range(2_000))),
    "bad amounts": lambda: yaml(
        HEAD + "项目:\n" + "".join(f"  - 名称: 甲{n}\n    预算数: 一二\n" for n in range(2_000))
    ),
    "projects of one name": lambda: yaml(
        HEAD + "项目:\n" + "  - 名称: 甲\n    预算数: 1\n" * 2_000
    ),
    "headings": lambda: markdown("## 甲\n" * 300_000),
    "subheadings": lambda: markdown("## 总体绩效目标\n" + "### 甲\n" * 300_000),
    "projects of headings": lambda: markdown("## 项目\n" + "### 甲\n" * 100_000),
    "fences": lambda: markdown("## 总体绩效目标\n" + "```表\n" * 100_000),
    "html": lambda: markdown("## 总体绩效目标\n" + "<b>*_`[甲](乙)" * 50_000),
    "quotes": lambda: markdown("## 总体绩效目标\n" + ">" * 50_000 + "甲\n"),
    "lists": lambda: markdown("".join(" " * n + "- 甲\n" for n in range(2_000))),
    "site keys": lambda: {"站点.yaml": "".join(f"键{n}: 甲\n" for n in range(49_000))},
    "site description": lambda: {"站点.yaml": "名称: 甲\n说明: |\n" + "  甲\n" * 300_000},
}  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {"站点.yaml": SITE.decode("utf-8"), **files}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder
