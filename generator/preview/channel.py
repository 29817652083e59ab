"""The way to the open pages: livereload's protocol, for our own pages alone.

A page says what it is when it connects: a token of its own bytes, and one of the panel
below it. Whatever is otherwise by then, or later, is brought to it: a page that was made
while it was on its way is not missed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import web
from tornado.websocket import WebSocketClosedError

HOST: Final = "127.0.0.1"
# The path that our script takes for itself: no page, but the panel below it, is otherwise.
_PANEL: Final = "-preview"
# No stylesheet has this name, so livereload takes each of the page's anew.
_STYLES: Final = "-.css"


def is_local(host: str, port: int) -> bool:
    """Whether a Host or Origin names this preview; a page elsewhere may not read it."""
    return host.split("://")[-1] in {f"{name}:{port}" for name in (HOST, "localhost", "[::1]")}


def address_of(url: str) -> str:
    """The address in the site that a URL of the preview leads to: 2024/scjg/index.html."""
    path = unquote(urlsplit(url).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def token(data: bytes | str | None) -> str:
    """What tells a page or a panel apart; empty where there is none."""
    if data is None:
        return ""
    data = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    return hashlib.sha256(data).hexdigest()[:16]


class Reload(LiveReloadHandler):  # type: ignore[misc]
    """One open page. `greeted` and `left` are told of pages that come and go."""

    page: str = ""
    page_token: str = ""
    panel_token: str = ""

    def initialize(self, greeted: Callable[[Reload], None], left: Callable[[Reload], None]) -> None:
        self._greeted, self._left = greeted, left

    def prepare(self) -> None:
        if not is_local(self.request.host, self.settings["port"]):
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return is_local(origin, self.settings["port"])

    def on_message(self, message: str | bytes) -> None:
        try:
            super().on_message(message)
            said = json.loads(message)
            if said["command"] == "info":
                own = said["plugins"]["gongkai"]
                self.page = address_of(str(said["url"]))
                self.page_token, self.panel_token = str(own["page"]), str(own["panel"])
                self._greeted(self)
        except (ValueError, TypeError, AttributeError, KeyError):  # no message of our own script
            self.close()

    def on_close(self) -> None:
        super().on_close()
        self._left(self)

    def log_exception(self, *_: object) -> None:
        """A browser that went away is no news."""

    def bring(self, page: str, panel: str) -> None:
        """Bring the page what is otherwise by now, given the tokens of what there is."""
        if page != self.page_token:
            self.page_token, self.panel_token = page, panel
            self._send("*")
        elif panel != self.panel_token:
            self.panel_token = panel
            self._send(_PANEL)

    def bring_styles(self) -> None:
        self._send(_STYLES)

    def _send(self, path: str) -> None:
        message = {"command": "reload", "path": path, "liveCSS": True, "liveImg": True}
        try:
            self.write_message(message)
        except WebSocketClosedError:
            self.close()
