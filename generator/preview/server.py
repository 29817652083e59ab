"""The addresses of the preview, and how it begins and ends."""

from __future__ import annotations

import errno
import logging
import re
import threading
from pathlib import Path
from typing import Any, Final

from livereload.handlers import LiveReloadJSHandler
from markupsafe import escape
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from ..build import Settings
from ..environment import EnvironmentFault, reason
from ..failures import told
from ..limits import ADDRESS_LIMIT
from ..outputs import pages
from . import changes
from .channel import HOST, Reload, address_of, is_local, token
from .desk import Desk
from .watching import Watch, snapshot

_STYLE: Final = changes.PREVIEW_STYLE
_SCRIPT: Final = "scripts/preview.js"
_WAITING: Final = "preview/waiting.html.j2"
_SITE_STYLE: Final = re.compile(r"assets/site\.[0-9a-f]+\.css")
_PLAIN_PAGE: Final = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>'
    "<body><p>{text}</p></body></html>"
)
_ANSWERS: Final = {403: "预览只在本机打开。", 404: "没有这个网页。"}


class _LocalOnly(web.RequestHandler):
    """Refuses requests that were addressed to another host."""

    @property
    def desk(self) -> Desk:
        desk: Desk = self.settings["desk"]
        return desk

    @property
    def roots(self) -> tuple[Path, ...]:
        return self.desk.settings.templates

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

    def say(self, kind: str, data: str | bytes) -> None:
        self.set_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.write(data)


class _Page(_LocalOnly, web.StaticFileHandler):
    """A file of the preview; pages get the script and, below them, what is to be said."""

    def compute_etag(self) -> None:
        """Nothing is kept by the browser, so nothing needs a tag."""

    async def get(self, path: str, include_body: bool = True) -> None:
        address = address_of(f"/{path}")
        if _SITE_STYLE.fullmatch(address):  # whatever it was called when the page was made
            self.say("css", pages.style_sheet(self.roots))
        elif (asset := dict(pages.assets(self.roots)).get(address)) is not None:
            self.set_header("Content-Type", self.get_content_type_of(address))
            self.write(asset)
        elif self.desk.is_pdf(address):
            await self._pdf(path, address)
        elif address.endswith(".html"):
            await self.desk.made(address)
            self._page(address)
        elif (Path(self.root) / address / "index.html").is_file():
            self.redirect(f"/{path}/")
        else:
            await super().get(path, include_body)

    def get_content_type_of(self, address: str) -> str:
        self.absolute_path = address
        return self.get_content_type()

    async def _pdf(self, path: str, address: str) -> None:
        if self.desk.page(address) is not None:
            await super().get(path)
        else:
            self._page(address)

    def _page(self, address: str) -> None:
        """A page with its panel; where it is not there, one that says how far it is."""
        page = self.desk.page(address)
        if page is None:
            is_coming = not self.desk.state.is_done or address.endswith(".pdf")
            self.set_status(202 if is_coming else 404)
            text = pages.environment(self.roots).get_template(_WAITING).render(coming=is_coming)
        else:
            text = page.decode("utf-8")
        head = (
            '<link rel="stylesheet" href="/-preview.css"><script src="/-preview.js"></script>'
            '<script src="/livereload.js?snipver=1"></script></head>'
        )
        panel = _below(self.desk, address)
        text = text.replace("</head>", head, 1)
        start, end, rest = text.rpartition("</body>")
        self.say("html", f"{start}{panel}{end}{rest}")


class _Panel(_LocalOnly):
    """The panel alone, for a page that is open."""

    def get(self) -> None:
        address = address_of(self.get_query_argument("page"))
        self.say("html", _below(self.desk, address))


def _below(desk: Desk, address: str) -> str:
    """A panel with what the page says of itself when it connects, and of what it shows: how
    many saves have been seen, and whether all that they touch is made."""
    page, panel = desk.page(address), desk.panel(address)
    is_done = "yes" if desk.state.is_done else "no"
    return (
        f'<div id="gongkai-preview" data-page="{token(page)}" data-panel="{token(panel)}"'
        f' data-saves="{desk.saves}" data-done="{is_done}">{panel}</div>'
    )


class _Style(_LocalOnly):
    def get(self) -> None:
        self.say("css", pages.find_template(self.roots, _STYLE).read_text("utf-8"))


class _Script(_LocalOnly):
    def get(self) -> None:
        self.say("javascript", pages.find_template(self.roots, _SCRIPT).read_text("utf-8"))


class _Client(_LocalOnly, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script."""


def application(desk: Desk, port: int) -> web.Application:
    """The preview's addresses: livereload's two, ours, and the files that were made."""
    files = {"path": str(desk.settings.output), "default_filename": "index.html"}
    return web.Application(
        [
            (r"/livereload", Reload, {"greeted": desk.greet, "left": desk.leave}),
            (r"/livereload.js", _Client),
            (r"/-preview.css", _Style),
            (r"/-preview.js", _Script),
            (r"/-preview/panel", _Panel),
            (r"/(.*)", _Page, files),
        ],
        port=port,
        desk=desk,
    )


def serve(settings: Settings, port: int, announce: str) -> None:
    """Serve until interrupted, while the pages are being made; `announce` is printed once they
    can be opened.

    Raises EnvironmentFault where the port is taken.
    """
    for name in ("tornado", "livereload", "asyncio"):  # what fails is told by us, in Chinese
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    settings.output.mkdir(parents=True, exist_ok=True)
    loop = IOLoop.current()
    desk = Desk(settings, loop, lambda said: print(said, flush=True))
    server = HTTPServer(application(desk, port))
    try:
        server.listen(port, address=HOST)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        raise EnvironmentFault(
            f"端口 {port} 用不了：{'别的程序正在用它' if is_taken else reason(error)}。",
            "可能已经有一个预览在运行；换一个端口：gongkai serve --port 8001",
        ) from error

    def saved(paths: frozenset[str]) -> None:
        loop.add_callback(desk.saved, changes.change(paths, settings))

    folders = (settings.content, *settings.templates)
    watch = Watch(folders, saved, snapshot(folders))
    threading.Thread(target=watch.run, daemon=True).start()
    desk.begin()
    print(announce, flush=True)
    try:
        loop.start()
    finally:
        watch.stopped.set()
        server.stop()
        desk.end()
