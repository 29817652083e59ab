"""The author saves a file and sees the page change, or sees what is wrong with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from generator.preview import is_local, snapshot
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 30.0


def until(what: Callable[[], bool]) -> None:
    """Wait for something to become so."""
    end = monotonic() + PATIENCE
    while not what():
        assert monotonic() < end, "it never came"
        sleep(0.1)


@dataclass(frozen=True)
class Preview:
    """A running `gongkai serve` over one department."""

    port: int
    source: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/2025/jyj/index.html"

    def change(self, old: str, new: str) -> None:
        text = self.source.read_text("utf-8")
        assert old in text
        self.source.write_text(text.replace(old, new, 1), "utf-8")

    def get(self, address: str = "", host: str = "") -> tuple[int, str]:
        request = urllib.request.Request(address or self.address)
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, ""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder that the preview runs in; it has templates of its own, none as yet."""
    (tmp_path / "templates" / "forms").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    content = project / "content"
    (content / "2025").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "站点.yaml", content)
    source = Path(shutil.copy(ROOT / "content" / "2025" / "jyj.yaml", content / "2025"))
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
    yield Preview(port, source)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


def test_a_saved_change_reloads_the_browser_and_a_fault_is_shown_on_the_page(
    preview: Preview, page: Page
) -> None:
    page.goto(preview.address)
    assert "教育局" in (page.text_content("h1") or "")

    preview.change("部门: 示例县教育局", "部门: 示例县教育和体育局")
    page.wait_for_function(
        "document.querySelector('h1').textContent.includes('教育和体育局')", timeout=PATIENCE * 1000
    )

    preview.change("年度: 2025", "年度：2025")
    alert = page.wait_for_selector("[role=alert]", timeout=PATIENCE * 1000)
    assert alert is not None
    assert "全角冒号" in (alert.text_content() or "")
    assert "教育和体育局" in (page.text_content("h1") or ""), "the last good page stays"

    preview.change("年度：2025", "年度: 2025")
    page.wait_for_selector("[role=alert]", state="detached", timeout=PATIENCE * 1000)


def test_only_this_machine_may_read_the_preview(preview: Preview) -> None:
    assert preview.get()[0] == 200
    assert preview.get(host="example.com")[0] == 403
    assert preview.get(f"http://127.0.0.1:{preview.port}/../../etc/passwd")[0] in (403, 404)


def test_saving_several_files_at_once_is_one_change(preview: Preview) -> None:
    (preview.source.parent / "scjg.md").write_bytes(
        (ROOT / "content" / "2025" / "scjg.md").read_bytes()
    )
    preview.change("部门: 示例县教育局", "部门: 示例县教体局")
    home = f"http://127.0.0.1:{preview.port}/2025/index.html"
    until(lambda: "市场监督" in preview.get(home)[1])
    assert "教体局" in preview.get(home)[1]


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
    base = f"http://127.0.0.1:{preview.port}"
    for address in ("/%00", "/2025/%00/index.html", f"/{'a' * 20_000}", f"/{'%2e%2e/' * 99}x"):
        assert preview.get(f"{base}{address}")[0] in (400, 403, 404, 414), address
    with socket.create_connection(("127.0.0.1", preview.port)) as gone:
        gone.sendall(b"GET /2025/jyj/index.html HTTP/1.1\r\n")
    content = preview.source.parents[1]
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


def test_a_broken_template_is_shown_and_mended(preview: Preview, project: Path) -> None:
    broken = project / "templates" / "pages" / "disclosure.html.j2"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% if %}", "utf-8")
    preview.change("部门: 示例县教育局", "部门: 示例县教体局")
    until(lambda: "模板出错" in preview.get()[1])
    broken.unlink()
    preview.change("部门: 示例县教体局", "部门: 示例县教育局")
    until(lambda: "模板出错" not in preview.get()[1])
