"""PDFs of the preview, each made when somebody asks for it, in a process of its own."""

from __future__ import annotations

import logging
import multiprocessing
import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

from .. import department
from ..diagnostics import Level, as_text
from ..environment import require_pdf_parts
from ..failures import told
from ..jobs import Job
from ..preparing import Settings, prepare
from ..running.local import end_with_the_parent
from .panel import pdf_of

_PAGE: Final = re.compile(r"Page (\d+)")
_WAITING: Final = "正在读内容……"
_GONE: Final = "这份 PDF 没有做成：处理进程被系统中止了，多半是内存不够。关掉别的程序，再打开一次。"


@dataclass(slots=True)
class _Wanted:
    """A PDF that is being made, or was: of which `inputs`, and how far it is.

    `fault` says why there is none; `is_made` once it stands in the preview.
    """

    inputs: str
    said: str = _WAITING
    fault: str = ""
    is_made: bool = False
    process: SpawnProcess | None = None


class Pdfs:
    """The PDFs that were asked for. `heard` is called, in a thread of its own, with the address
    of one of which there is news."""

    def __init__(self, settings: Settings, heard: Callable[[str], None]) -> None:
        self._settings, self._heard = settings, heard
        self._wanted: dict[str, _Wanted] = {}

    def ask(self, key: str, folder: str, inputs: str) -> bool:
        """Whether the PDF of a disclosure is there as it reads now; else it is begun."""
        address = pdf_of(folder)
        known = self._wanted.get(address)
        if known is not None and known.inputs == inputs:
            return known.is_made
        if known is not None and known.process is not None:
            known.process.terminate()
        self._begin(key, address, inputs)
        return False

    def said(self, address: str) -> str:
        """How far a PDF is, or why there is none."""
        known = self._wanted.get(address)
        return (known.fault or known.said) if known is not None else _WAITING

    def is_failed(self, address: str) -> bool:
        known = self._wanted.get(address)
        return known is not None and bool(known.fault)

    def is_made(self, address: str) -> bool:
        known = self._wanted.get(address)
        return known is not None and known.is_made

    def forget(self) -> None:
        """Make every PDF anew when it is next asked for."""
        self.end()
        self._wanted.clear()

    def end(self) -> None:
        for wanted in self._wanted.values():
            if wanted.process is not None:
                wanted.process.terminate()

    def _begin(self, key: str, address: str, inputs: str) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_make, args=(self._settings, key, address, theirs))
        self._wanted[address] = wanted = _Wanted(inputs, process=process)
        process.start()
        theirs.close()
        listening = threading.Thread(target=self._listen, args=(ours, address, wanted), daemon=True)
        listening.start()

    def _listen(self, line: Connection, address: str, wanted: _Wanted) -> None:
        with suppress(EOFError, OSError):
            while True:
                wanted.said, wanted.fault, wanted.is_made = line.recv()
                self._heard(address)
        if not (wanted.is_made or wanted.fault):
            wanted.fault = _GONE
            self._heard(address)
        wanted.process = None


def _make(settings: Settings, key: str, address: str, line: Connection) -> None:
    """The process: make one PDF, and tell how far it is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_the_parent()
    try:
        fault = _made(settings, key, address, line)
    except Exception as error:
        failure = told(error)
        fault = f"{failure.message}\n改法：{failure.hint}"
    line.send(("", fault, not fault))


def _made(settings: Settings, key: str, address: str, line: Connection) -> str:
    """Put the PDF in its place; why there is none."""
    require_pdf_parts()
    _tell_pages(line)
    place = settings.output / address
    prepared = prepare(replace(settings, with_pdf=True), settings.output)
    found = next((f for f in prepared.found if f.base == key), None)
    if found is None:
        return "这份公开已经不在内容文件夹里。"
    result, data = department.pdf(Job(found, prepared.context))
    if not data:
        errors = [d for d in result.diagnostics if d.level is Level.ERROR]
        return "\n\n".join("\n".join(as_text(d)) for d in errors)
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.write_bytes(data)
    new.replace(place)
    return ""


def _tell_pages(line: Connection) -> None:
    """Have WeasyPrint tell of every page that it lays out."""
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    progress.addHandler(_Pages(line))


class _Pages(logging.Handler):
    def __init__(self, line: Connection) -> None:
        super().__init__()
        self._line = line

    def emit(self, record: logging.LogRecord) -> None:
        match = _PAGE.search(record.getMessage())
        said = f"正在排版：第 {match[1]} 页" if match else "正在排版……"
        self._line.send((said, "", False))
