"""One site for all the tests of this folder: real samples beside a hard case, built once."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from generator.build import Settings, build
from tests.conftest import ROOT, Once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# One of each kind of page, and those that are hard to lay out.
PAGES: Final = {
    "home": "index.html",
    "year": "2025/index.html",
    "year 2024": "2024/index.html",
    "projects": "2025/projects/index.html",
    "disclosure": "2025/scjg/index.html",
    "project": "2025/scjg/001/index.html",
    "ledger": "2025/scjg/ledger/index.html",
    "checklist": "2025/scjg/checklist/index.html",
    "draft checklist": "2025/hard/checklist/index.html",
    "search": "search/index.html",
    "department": "departments/scjg/index.html",
    "department of one year": "departments/jyj/index.html",
    "evaluation": "2024/scjg-zp/index.html",
    "evaluated project": "2024/scjg-zp/003/index.html",
    "evaluated year": "2024/index.html",
    "corrected": "2024/jyj/index.html",
    "former": "2024/jyj/v1/index.html",
    "catalogue": "catalogue/index.html",
    "glossary": "glossary/index.html",
    "map": "map/index.html",
    "accessibility": "accessibility/index.html",
    "draft": "2025/hard/index.html",
    "draft project": "2025/hard/13990125P00100110001A/index.html",
    "blank project": "2025/hard/13990125P00100110002B/index.html",
}
SUB_PATH: Final = "/yjsgk"
STRICT_POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"

_LONG: Final = "关于支持县域经济高质量发展若干政策措施要求提前下达的省级农业生产发展补助专项资金"
_HEAD: Final = (
    "| 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |",
    "|---|---|---|---|---|---|",
)


def hard_case() -> str:
    """A draft of ten projects with long codes for addresses, very long values and blank ones."""
    indicators = [
        f"| 产出指标 | 数量指标 | {_LONG} | {_LONG * 3} | ≥{'1234567890' * 3}件次 | |",
        f"| 产出指标 | 质量指标 | {'X' * 80} | | | |",
        *("| 产出指标 | 时效指标 | 完成时限 | 全部任务完成的时间 | 12月底前 | 工作计划 |",) * 4,
        "| 效益指标 | 社会效益指标 | 覆盖率 | | ≥95% | 统计报表 |",
        "| 满意度指标 | 服务对象满意度指标 | 满意度 | 受访者表示满意的比例 | ≥90% | 问卷 |",
    ]
    text = [
        "部门: 示例县人民代表大会常务委员会机关事务服务与离退休干部管理保障中心（信访接待办公室）",
        "单位编码: 101001\n年度: 2025\n表式: 河北\n状态: 草案",
        f"总体绩效目标: |\n  https://www.shilixian.example/{'a' * 120}\n  {_LONG * 4}",
        f"分项绩效目标:\n  - 标题: {_LONG}\n    内容: |\n      {_LONG}\n项目:",
    ]
    for n, letter in enumerate("ABCDEFGHJK", 1):
        blank = n == 2
        name, money = ("空", "") if blank else (_LONG * (2 if n == 1 else 1), "1234567890.12")
        text += [
            f"  - 名称: {name}{n}",
            f"    编码: 13990125P0010011{n:04}{letter}",
            f"    预算数: {money}\n    财政资金: {money}\n    其他资金:",
            "    支出计划: 3月底25%，6月底50%，10月底75%，12月底100%",
            f"    用途: {'' if blank else _LONG * 2}",
            f"    绩效目标: |\n      {'' if blank else _LONG}",
            "    绩效指标: |",
            *(f"      {line}" for line in (*_HEAD, *([] if blank else indicators))),
        ]
    return "\n".join(text) + "\n"


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The folder of a built site."""
    return once("site", _build) / "site"


def _build(folder: Path) -> None:
    content, output = folder / "content", folder / "site"
    names = ("站点.yaml", "2025/scjg.md", "2024/scjg.md", "2024/scjg-zp.yaml", "2024/jyj.yaml",
             "2024/jyj.v1.yaml")  # fmt: skip
    for name in names:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "content" / name, content / name)
    (content / "2025/hard.yaml").write_text(hard_case(), "utf-8")
    settings = Settings(content, output, (ROOT / "templates",), with_pdf=False)
    report = build(settings, lambda *_: None)
    assert report.published is not None, [d.message for d in report.diagnostics]


def stored(**settings: str) -> str:
    """A script that has the browser remember these settings."""
    return f"localStorage.setItem('gongkai-settings', JSON.stringify({json.dumps(settings)}))"


@dataclass
class Reader:
    """A browser page that remembers what it complained of and what it asked for."""

    page: Page
    site: Path
    messages: list[str]
    requests: list[str]

    def open(self, kind: str, anchor: str = "") -> None:
        self.page.goto(f"{self.site.as_uri()}/{PAGES[kind]}{anchor}")

    def measure(self, script: str) -> object:
        return self.page.evaluate(script)


def _reader(context: BrowserContext, site: Path) -> Reader:
    page = context.new_page()
    reader = Reader(page, site, [], [])
    page.on("console", lambda message: reader.messages.append(message.text))
    page.on("pageerror", lambda error: reader.messages.append(str(error)))
    page.on("request", lambda request: reader.requests.append(request.url))
    return reader


@pytest.fixture
def phone(browser: Browser, site: Path) -> Iterator[Reader]:
    """A reader with 360 px."""
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN") as context:
        yield _reader(context, site)


@pytest.fixture
def desktop(browser: Browser, site: Path) -> Iterator[Reader]:
    """A reader with 1280 px."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN") as context:
        yield _reader(context, site)


class _Strict(SimpleHTTPRequestHandler):
    """A server as strict as a government's may be."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT_POLICY)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(SUB_PATH))

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address of a site, under a sub-path of a strict server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address
