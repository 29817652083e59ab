"""Between the open pages and the work: what was saved goes to the workshop, what it made to
the pages that show it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from tornado.ioloop import IOLoop
from tornado.locks import Condition

from ..build import Settings
from ..outputs import pages
from .changes import PREVIEW, Change
from .channel import Reload, token
from .events import Event, Fault, Made, Progress, Told, Viewed
from .panel import Work, panel, pdf_of
from .pdfs import Pdfs
from .state import State
from .worker import Worker

# Seconds that a browser waits for a page before it is shown how far the work is.
_PATIENCE: Final = 1.5
_PDF: Final = ".pdf"


class Desk:
    """All of it happens on the loop of the server."""

    def __init__(self, settings: Settings, loop: IOLoop, tell: Callable[[str], None]) -> None:
        self.settings, self.state = settings, State()
        self.open: list[Reload] = []
        self.saves = 0
        self._asked: list[str] = []
        self._viewed: tuple[str, ...] | None = None
        self._news = Condition()
        self._tell = tell
        self._worker = Worker(settings, lambda event: loop.add_callback(self.hear, event))
        self.pdfs = Pdfs(settings, lambda _: loop.add_callback(self.bring))

    def begin(self) -> None:
        self._look()

    def end(self) -> None:
        self._worker.end()
        self.pdfs.end()

    def saved(self, change: Change) -> None:
        """Something was saved."""
        self.saves += 1
        self.state.saved = change.content or self.state.saved
        is_of_preview = any(t.startswith(PREVIEW) for t in change.templates)
        if change.is_of_pages or is_of_preview:
            pages.forget()
        if change.is_of_prints:
            self.pdfs.forget()
        if change.is_of_work:
            self.state.is_done = False
            self._worker.tell(change)
        if change.is_of_styles:
            for page in self.open:
                page.bring_styles()
        if is_of_preview:
            self.bring()

    def hear(self, event: Event) -> None:
        """The workshop did something."""
        shown = self.state.fault
        self.state.take(event)
        if self.state.fault and self.state.fault != shown:
            self._tell(self.state.fault)
        match event:
            case Told() | Fault(text=""):
                return  # the page that it is about follows at once
            case Made() if event.address not in self._looked_at:
                return
            case Progress() if not self._looked_at:
                return
        self._news.notify_all()
        self.bring()

    def greet(self, page: Reload) -> None:
        """A page is open."""
        self.open.append(page)
        self._look()
        page.bring(*self.tokens(page.page))

    def leave(self, page: Reload) -> None:
        if page in self.open:
            self.open.remove(page)
            self._look()

    def bring(self) -> None:
        """Bring every open page what is otherwise than it shows."""
        for page in self.open:
            page.bring(*self.tokens(page.page))

    def tokens(self, address: str) -> tuple[str, str]:
        """What tells apart a page as it stands now, and the panel below it."""
        return token(self.page(address)), token(self.panel(address))

    def page(self, address: str) -> bytes | None:
        """A page or a PDF as it is to be shown; None where it is not there."""
        if self.is_pdf(address):
            self._ask(address)
            return b"PDF" if self.pdfs.is_made(address) else None
        place = _within(self.settings.output, address)
        return place.read_bytes() if place is not None and place.is_file() else None

    def panel(self, address: str) -> str:
        return panel(self.state, address, self.settings, self._work(address))

    def _work(self, address: str) -> Work | None:
        if self.page(address) is not None:
            return None
        if self.state.of_page(address) is not None and self.is_pdf(address):
            return Work(self.pdfs.said(address), not self.pdfs.is_failed(address))
        return None if self.state.is_done else Work("正在生成网页", progress=self.state.progress)

    def is_pdf(self, address: str) -> bool:
        """Whether an address is that of a disclosure's PDF, or may turn out to be one."""
        told = self.state.of_page(address)
        if told is None:
            return address.endswith(_PDF) and not self.state.is_done
        return address == pdf_of(told.folder)

    def _ask(self, address: str) -> None:
        """Have a PDF made that is asked for, unless it is as its disclosure reads now."""
        told = self.state.of_page(address)
        if told is not None and address == pdf_of(told.folder):
            self.pdfs.ask(told.key, told.folder, told.inputs)

    async def made(self, address: str) -> None:
        """Wait for a page as long as a browser may: it is made before all others."""
        if self.page(address) is not None:
            return
        self._asked.append(address)
        self._look()
        end = time.monotonic() + _PATIENCE
        while self.page(address) is None and not self.state.is_done and not self.state.fault:
            if not await self._news.wait(timedelta(seconds=max(0.01, end - time.monotonic()))):
                break
        self._asked.remove(address)

    @property
    def _looked_at(self) -> tuple[str, ...]:
        """What is asked for or open, the latest first."""
        pages = (*reversed(self._asked), *(page.page for page in reversed(self.open)))
        return tuple(dict.fromkeys(pages))

    def _look(self) -> None:
        """Let the workshop know what is looked at, if that is new."""
        if self._looked_at != self._viewed:
            self._viewed = self._looked_at
            self._worker.tell(Viewed(self._viewed))


def _within(root: Path, address: str) -> Path | None:
    """Where a page stands; None for what leads out of the folder."""
    place = (root / address).resolve()
    return place if place.is_relative_to(root.resolve()) else None
