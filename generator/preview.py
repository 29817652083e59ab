"""The author's preview: watch, rebuild, reload the browser, show what is wrong on the page.

livereload is the transport alone; its own watcher is not used, since it rebuilds
once a file, swallows reloads and builds on the event loop (docs/领域.md 12.1). One
thread here takes snapshots of the sources, waits until they are quiet, and has a
fresh process build into a preview folder.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from markupsafe import escape
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from .build import Report, Settings, build
from .diagnostics import Diagnostic, as_text
from .environment import EnvironmentFault
from .failures import told
from .files import is_leftover
from .limits import ADDRESS_LIMIT
from .outputs.pages import environment, find_template

HOST: Final = "127.0.0.1"
SHOWN: Final = 20
_OVERLAY: Final = "preview/overlay.html.j2"
_STYLE: Final = "styles/preview.css"
_PLAIN_PAGE: Final = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>'
    "<body><p>{text}</p></body></html>"
)
_ANSWERS: Final = {403: "预览只在本机打开。", 404: "没有这个网页。"}
_EMPTY_PAGE: Final = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>'
    "<body><p>还没有生成网页。</p></body></html>"
)

_CONTENT_GONE: Final = EnvironmentFault(
    "内容文件夹不见了，下面是上一次成功生成的网页。", "把它放回原处，网页会自动恢复。"
)

Snapshot = dict[str, tuple[int, int]]


def sources(settings: Settings) -> tuple[Path, ...]:
    """The folders that a preview is made from."""
    return (settings.content, *settings.templates)


def snapshot(folders: Sequence[Path]) -> Snapshot:
    """Every source file with its time and size; editors' leftovers do not count."""
    return dict(_files(folders))


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, tuple[int, int]]]:
    for folder in folders:
        for base, names, files in os.walk(folder):
            names[:] = [n for n in names if not is_leftover(n)]
            for name in files:
                if not is_leftover(name):
                    path = os.path.join(base, name)
                    try:
                        status = os.stat(path)
                    except OSError:
                        continue
                    yield path, (status.st_mtime_ns, status.st_size)


@dataclass
class State:
    """What the preview shows: the last report, or the fault that kept a build from ending."""

    findings: tuple[Diagnostic, ...] = ()
    blocked: bool = False
    fault: str = ""
    builds: int = 0

    def take(self, report: Report) -> None:
        self.findings = report.diagnostics
        self.blocked = report.published is None or bool(report.blocked)
        self.fault = ""

    @property
    def message(self) -> str:
        """What the overlay says; empty where all is well."""
        if self.fault:
            return self.fault
        if not self.blocked:
            return ""
        shown = ["\n".join(as_text(d)) for d in self.findings[:SHOWN]]
        more = len(self.findings) - len(shown)
        return "\n\n".join(shown) + (f"\n\n……还有 {more} 个。" if more > 0 else "")


def _no_progress(done: int, total: int, name: str) -> None:
    """The preview shows no bar."""


def rebuild(settings: Settings, state: State) -> None:
    """Build in a fresh process, so that changed templates count and no thread is forked."""
    context = multiprocessing.get_context("spawn")
    try:
        if not settings.content.is_dir():
            raise _CONTENT_GONE
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            state.take(pool.submit(build, settings, _no_progress).result())
    except BrokenProcessPool:
        state.fault = "生成中断：处理进程被系统中止了，多半是内存不够。关掉别的程序，再保存一次。"
    except Exception as error:  # whatever it is, the preview lives on and shows it
        fault = told(error)
        state.fault = f"环境问题：{fault.message}\n改法：{fault.hint}"
    state.builds += 1


@dataclass
class Watch:
    """The thread that rebuilds when the sources have changed and are quiet again."""

    settings: Settings
    state: State
    loop: IOLoop
    built: Snapshot
    interval: float = 0.3
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Rebuild on every change since `built`, until stopped."""
        while not self.stopped.wait(self.interval):
            now = snapshot(sources(self.settings))
            if now == self.built:
                continue
            while not self.stopped.wait(self.interval / 2):
                later = snapshot(sources(self.settings))
                if later == now:
                    break
                now = later
            self.built = now
            shown = self.state.fault
            rebuild(self.settings, self.state)
            if self.state.fault and self.state.fault != shown:
                print(self.state.fault, flush=True)
            self.loop.add_callback(LiveReloadHandler.reload_waiters, "*")


def is_local(host: str, port: int) -> bool:
    """Whether a Host or Origin names this preview; a page elsewhere may not read it."""
    return host.split("://")[-1] in {f"{name}:{port}" for name in (HOST, "localhost", "[::1]")}


class _LocalOnly(web.RequestHandler):
    """Refuses requests that were addressed to another host."""

    def prepare(self) -> None:
        if not is_local(self.request.host, self.settings["port"]):
            raise web.HTTPError(403)
        if len(self.request.uri or "") > ADDRESS_LIMIT or "%00" in (self.request.uri or ""):
            raise web.HTTPError(404)

    def log_exception(self, *_: object) -> None:
        """What fails is said on the page."""

    def write_error(self, status_code: int, **why: Any) -> None:
        error = (why.get("exc_info") or (None, None))[1]
        said = _ANSWERS.get(status_code, "打不开这个地址。")
        if status_code == 500 and isinstance(error, Exception):
            said = told(error).message
        self.finish(_PLAIN_PAGE.format(text=escape(said)))

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")


class _Reload(LiveReloadHandler):  # type: ignore[misc]
    """livereload's channel, for our own pages alone."""

    def prepare(self) -> None:
        if not is_local(self.request.host, self.settings["port"]):
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return is_local(origin, self.settings["port"])

    def on_message(self, message: str | bytes) -> None:
        try:
            super().on_message(message)
        except (ValueError, TypeError, AttributeError):  # no message of our own script
            self.close()

    def log_exception(self, *_: object) -> None:
        """A browser that went away is no news."""


class _Page(_LocalOnly, web.StaticFileHandler):
    """A file of the preview; pages get the reload script and, after a fault, the overlay."""

    def compute_etag(self) -> None:
        """Nothing is kept by the browser, so nothing needs a tag."""

    async def get(self, path: str, include_body: bool = True) -> None:
        page = _html_file(Path(self.root), path)
        if page is None:
            await super().get(path, include_body)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        text = page.read_text("utf-8") if page.is_file() else _EMPTY_PAGE
        self.write(_with_preview(text, self.settings["state"], self.settings["roots"]))


def _html_file(root: Path, path: str) -> Path | None:
    """The page that an address stands for; None where it is no page."""
    place = (root / path).resolve()
    if not place.is_relative_to(root.resolve()):
        return None
    if place.is_dir():
        place = place / "index.html"
    is_page = place.suffix == ".html" and (
        place.is_file() or place == root.resolve() / "index.html"
    )
    return place if is_page else None


def _with_preview(text: str, state: State, roots: tuple[Path, ...]) -> str:
    head = (
        '<link rel="stylesheet" href="/-preview.css">'
        '<script src="/livereload.js?snipver=1"></script></head>'
    )
    text = text.replace("</head>", head, 1)
    if not state.message:
        return text
    try:
        overlay = environment(roots).get_template(_OVERLAY).render(message=state.message)
    except Exception as error:  # its own template is broken: the message matters more
        message = f"{state.message}\n\n{told(error).message}"
        overlay = f'<pre role="alert">{escape(message)}</pre>'
    return text.replace("</body>", f"{overlay}</body>", 1)


class _Style(_LocalOnly):
    def get(self) -> None:
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(find_template(self.settings["roots"], _STYLE).read_text("utf-8"))


class _Script(_LocalOnly, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script."""


def application(settings: Settings, state: State, port: int) -> web.Application:
    """The preview's addresses: livereload's two, our style, and the built files."""
    LiveReloadHandler.watcher = Watcher()
    LiveReloadHandler.live_css = True
    return web.Application(
        [
            (r"/livereload", _Reload),
            (r"/livereload.js", _Script),
            (r"/-preview.css", _Style),
            (r"/(.*)", _Page, {"path": str(settings.output), "default_filename": "index.html"}),
        ],
        port=port,
        state=state,
        roots=settings.templates,
    )


def serve(settings: Settings, port: int, announce: str) -> None:
    """Build, then serve until interrupted; `announce` is printed once pages can be opened.

    Raises EnvironmentFault where the port is taken.
    """
    for name in ("tornado", "livereload", "asyncio"):  # what fails is told by us, in Chinese
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    state = State()
    before = snapshot(sources(settings))
    rebuild(settings, state)
    loop = IOLoop.current()
    server = HTTPServer(application(settings, state, port))
    try:
        server.listen(port, address=HOST)
    except OSError as error:
        raise EnvironmentFault(
            f"端口 {port} 用不了：{error.strerror or error}。",
            "可能已经有一个预览在运行；换一个端口：gongkai serve --port 8001",
        ) from error
    watch = Watch(settings, state, loop, before)
    threading.Thread(target=watch.run, daemon=True).start()
    print(announce, flush=True)
    if state.message:
        print(state.message, flush=True)
    try:
        loop.start()
    finally:
        watch.stopped.set()
        server.stop()
