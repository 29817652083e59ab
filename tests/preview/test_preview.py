"""The author saves a file and sees the page change, or sees what is wrong with it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from generator.preview import is_local, snapshot
from generator.preview.watching import Watch
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 60.0
JYJ = "2025/jyj/index.html"
NYNCJ = "2025/nyncj/index.html"
# The caret of the first finding is below its sign, and its middle between the sign's edges.
BELOW_ITS_SIGN = """() => {
  const sign = document.querySelector(".preview-sign");
  if (!sign?.textContent.startsWith("≥")) return false;
  const range = document.createRange();
  range.selectNodeContents(sign.firstChild);
  const box = range.getBoundingClientRect();
  const caret = sign.querySelector(".preview-caret").getBoundingClientRect();
  const middle = caret.x + caret.width / 2;
  return middle >= box.left && middle <= box.right && caret.bottom > box.bottom;
}"""


def until(what: Callable[[], bool]) -> None:
    """Wait for something to become so."""
    end = monotonic() + PATIENCE
    while not what():
        assert monotonic() < end, "it never came"
        sleep(0.1)


@dataclass(frozen=True)
class Preview:
    """A running `gongkai serve` over two departments, one of them a draft with faults."""

    port: int
    project: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def content(self) -> Path:
        return self.project / "content"

    @property
    def source(self) -> Path:
        return self.content / "2025" / "jyj.yaml"

    @property
    def draft(self) -> Path:
        return self.content / "2025" / "nyncj.yaml"

    def change(self, old: str, new: str, file: Path | None = None) -> None:
        place = file or self.source
        text = place.read_text("utf-8")
        assert old in text
        place.write_text(text.replace(old, new, 1), "utf-8")

    def fetch(self, address: str = JYJ, host: str = "") -> tuple[int, bytes]:
        request = urllib.request.Request(f"{self.base}/{address}")
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, b""

    def get(self, address: str = JYJ, host: str = "") -> tuple[int, str]:
        status, data = self.fetch(address, host)
        return status, data.decode("utf-8")

    @property
    def saves(self) -> int:
        """How many saves the preview has seen."""
        match = re.search(r'data-saves="(\d+)"', self.get()[1])
        assert match is not None
        return int(match[1])

    def is_done(self) -> bool:
        return 'data-done="yes"' in self.get()[1]

    def open(self, page: Page, address: str, heading: str) -> None:
        """Open a page, and wait until it is there and hears of changes."""
        page.goto(f"{self.base}/{address}")
        has_heading(page, heading)


def becomes(page: Page, what: str) -> None:
    """Wait for something to become so in the browser, whatever it shows before."""
    page.wait_for_function(what, timeout=PATIENCE * 1000)


def has_heading(page: Page, heading: str) -> None:
    becomes(page, f"document.querySelector('h1')?.textContent.includes('{heading}')")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    project = tmp_path_factory.mktemp("preview")
    # The project has templates of its own, none as yet.
    (project / "templates" / "forms").mkdir(parents=True)
    content = project / "content"
    (content / "2025").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "站点.yaml", content)
    for name in ("jyj.yaml", "nyncj.yaml"):
        shutil.copy(ROOT / "content" / "2025" / name, content / "2025")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--content", content, "--port", str(port)],
        cwd=project,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert "预览已就绪" in process.stdout.readline().decode("utf-8")
    yield Preview(port, project)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


@pytest.fixture
def preview(server: Preview) -> Iterator[Preview]:
    """The running preview, whose files are afterwards what they were, and are shown."""
    until(server.is_done)
    before = {p: p.read_bytes() for p in server.project.rglob("*") if p.is_file()}
    yield server
    saves = server.saves
    added = {p for p in server.project.rglob("*") if p.is_file()} - before.keys()
    otherwise = {p for p, data in before.items() if p.read_bytes() != data}
    for path in added:
        path.unlink()
    for path in otherwise:
        path.write_bytes(before[path])
    until(lambda: server.is_done() and (server.saves > saves or not (added or otherwise)))


def test_a_saved_change_reloads_the_page_where_it_was_scrolled_to(
    preview: Preview, page: Page
) -> None:
    preview.open(page, JYJ, "示例县教育局")
    page.evaluate("scrollTo(0, 2000)")
    preview.change("部门: 示例县教育局", "部门: 示例县教育和体育局")
    has_heading(page, "教育和体育局")
    becomes(page, "Math.abs(scrollY - 2000) < 50")


def test_a_fault_is_shown_on_the_page_and_gone_when_it_is_mended(
    preview: Preview, page: Page
) -> None:
    preview.open(page, JYJ, "示例县教育局")
    preview.change("年度: 2025", "年度：2025")
    becomes(page, "document.querySelector('[role=alert]')?.textContent.includes('上一次')")
    assert "全角冒号" in page.locator(".preview-finding").first.inner_text()
    assert "示例县教育局" in (page.text_content("h1") or ""), "the last good page stays"

    preview.change("年度：2025", "年度: 2025")
    becomes(page, "!document.querySelector('[role=alert], .preview-finding')")


def test_a_draft_is_told_of_its_faults_in_a_panel_and_beside_the_cells(
    preview: Preview, page: Page
) -> None:
    preview.open(page, NYNCJ, "示例县农业农村局")
    becomes(page, "document.querySelectorAll('.preview-finding').length === 3")
    finding = page.locator(".preview-finding").first
    assert "比率不会超过 100%" in finding.inner_text()
    link = finding.locator(".preview-place a").first
    line = next(
        n for n, t in enumerate(preview.draft.read_text("utf-8").splitlines(), 1) if "≥100%" in t
    )
    assert (link.get_attribute("href") or "").startswith("vscode://file/")
    assert f"nyncj.yaml:{line}:" in (link.get_attribute("href") or "")

    cell = page.locator("td[aria-describedby~='preview-1']")
    assert "≥100%" in cell.inner_text()
    note = cell.locator("details.preview-note")
    assert "比率不会超过 100%" in (note.locator("summary").get_attribute("aria-label") or "")
    note.locator("summary").click()
    assert "改法" in note.inner_text()

    preview.change("| ≥100% |", "| 100% |", preview.draft)
    becomes(page, "document.querySelectorAll('.preview-finding').length === 2")
    becomes(page, "document.querySelectorAll('td .preview-note').length === 2")


def test_the_caret_stands_below_its_very_sign(preview: Preview, page: Page) -> None:
    preview.open(page, NYNCJ, "示例县农业农村局")
    becomes(page, BELOW_ITS_SIGN)


def test_other_departments_are_one_line_and_what_was_just_saved_comes_first(
    preview: Preview, page: Page
) -> None:
    preview.open(page, JYJ, "示例县教育局")
    preview.change("| 100% |", "| ≥100% |", preview.source)
    becomes(page, "document.querySelectorAll('.preview-finding').length > 0")
    becomes(page, "document.querySelector('.preview-others')?.textContent.includes('3 个错误')")
    assert "nyncj" not in page.locator(".preview-findings").inner_text()

    preview.change("部门: 示例县农业农村局", "部门: 示例县农业局", preview.draft)
    becomes(page, "document.querySelectorAll('.preview-finding').length > 3")
    places = [
        p.split(":")[0] for p in page.locator(".preview-place a:first-child").all_inner_texts()
    ]
    assert places[:3] == ["2025/nyncj.yaml"] * 3
    assert places[-1] == "2025/jyj.yaml"


def test_the_panel_stays_folded(preview: Preview, page: Page) -> None:
    preview.open(page, NYNCJ, "示例县农业农村局")
    becomes(page, "document.querySelector('.preview-findings')?.open")
    page.locator(".preview-findings > summary").click()
    page.reload()
    has_heading(page, "示例县农业农村局")
    becomes(page, "document.querySelector('.preview-findings')?.open === false")


def test_a_stylesheet_is_swapped_without_a_reload(preview: Preview, page: Page) -> None:
    preview.open(page, JYJ, "示例县教育局")
    becomes(page, "window.LiveReload?.connector.protocol >= 7")
    page.evaluate("window.isTheSamePage = true")
    theme = preview.project / "templates" / "styles" / "site" / "theme.css"
    theme.parent.mkdir(parents=True)
    theme.write_text("h1 {\n  letter-spacing: 7px;\n}\n", "utf-8")
    becomes(page, "getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'")
    assert page.evaluate("window.isTheSamePage")


def test_a_pdf_is_made_when_it_is_asked_for(preview: Preview, page: Page) -> None:
    preview.open(page, JYJ, "示例县教育局")
    address = page.locator(".preview-pdf").get_attribute("href") or ""
    status, waiting = preview.get(address[1:])
    assert status == 202
    assert "<progress" in waiting
    assert "正在" in waiting
    until(lambda: preview.fetch(address[1:])[1].startswith(b"%PDF"))


def test_what_the_preview_adds_is_in_no_file_of_the_site(county: Path) -> None:
    for path in county.rglob("*.html"):
        assert "gongkai-preview" not in path.read_text("utf-8"), path


def test_only_this_machine_may_read_the_preview(preview: Preview) -> None:
    until(lambda: preview.get()[0] == 200)
    assert preview.get(host="example.com")[0] == 403
    assert preview.get("../../etc/passwd")[0] in (403, 404)


def test_a_page_that_there_is_not_says_so(preview: Preview) -> None:
    until(lambda: preview.get("2025/nobody/index.html")[0] == 404)


def test_files_saved_together_are_told_together(tmp_path: Path) -> None:
    told: list[frozenset[str]] = []
    seen = snapshot([tmp_path])
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text("x")
    watch = Watch([tmp_path], told.append, seen)
    thread = threading.Thread(target=watch.run)
    thread.start()
    until(lambda: bool(told))
    watch.stopped.set()
    thread.join()
    assert [sorted(Path(p).name for p in saved) for saved in told] == [
        [f"{n}.yaml" for n in range(5)]
    ]


def test_a_snapshot_leaves_editors_leftovers_out(tmp_path: Path) -> None:
    vim, emacs = (".scjg.yaml.swp", "scjg.yaml~", "4913"), ("#scjg.yaml#", ".#scjg.yaml")
    for name in ("scjg.yaml", "~$scjg.docx", "Thumbs.db", *vim, *emacs):
        (tmp_path / name).write_text("x")
    assert [Path(p).name for p in snapshot([tmp_path])] == ["scjg.yaml"]


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("http://localhost:8000", True),
        ("[::1]:8000", True),
        ("localhost:8001", False),
        ("example.com:8000", False),
        ("http://127.0.0.1.example.com:8000", False),
    ],
)
def test_a_host_is_local_only_by_its_own_names_and_port(host: str, local: bool) -> None:
    assert is_local(host, 8000) is local


def test_the_preview_lives_on_whatever_is_asked_and_whatever_goes(preview: Preview) -> None:
    for address in ("%00", "2025/%00/index.html", "a" * 20_000, f"{'%2e%2e/' * 99}x"):
        assert preview.get(address)[0] in (400, 403, 404, 414), address
    with socket.create_connection(("127.0.0.1", preview.port)) as gone:
        gone.sendall(b"GET /2025/jyj/index.html HTTP/1.1\r\n")
    content = preview.content
    content.rename(content.with_name("elsewhere"))
    until(lambda: "内容文件夹不见了" in preview.get()[1])
    content.with_name("elsewhere").rename(content)
    until(lambda: "内容文件夹不见了" not in preview.get()[1])
    assert "教育局" in preview.get()[1]


def handshake(port: int, host: str, origin: str) -> bytes:
    """The first line of the answer to a browser that opens the reload channel."""
    request = (
        f"GET /livereload HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as channel:
        channel.sendall(request.encode())
        return channel.recv(4096).splitlines()[0]


def test_the_channel_opens_to_our_own_pages_alone(preview: Preview) -> None:
    own = f"127.0.0.1:{preview.port}"
    assert b"101" in handshake(preview.port, own, f"http://{own}")
    assert b"403" in handshake(preview.port, own, "http://example.com")
    assert b"403" in handshake(preview.port, f"example.com:{preview.port}", f"http://{own}")


def test_a_broken_template_is_shown_and_mended(preview: Preview) -> None:
    broken = preview.project / "templates" / "pages" / "disclosure.html.j2"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% if %}", "utf-8")
    preview.change("部门: 示例县教育局", "部门: 示例县教体局")
    until(lambda: "模板出错" in preview.get()[1])
    broken.unlink()
    preview.change("部门: 示例县教体局", "部门: 示例县教育局")
    until(lambda: "模板出错" not in preview.get()[1])
