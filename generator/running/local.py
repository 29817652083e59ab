"""Jobs in this process, or in several of this machine's.

What all jobs share (the context) is handed to each worker once, not with every job.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any, Final, Protocol, TypeVar

from ..environment import EnvironmentFault
from ..jobs import Context, Result
from ..outputs.pdf import has_laid_out

# A disclosure is some hundred thousand objects, which go all at once and hold no circles:
# looking for circles among them after every 700, as Python does, takes a sixth of the time.
_RARELY: Final = (100_000, 20, 100)

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

Item = TypeVar("Item")
Step = Callable[[Context, Item], Result]
Say = Callable[[str], None]
"""Tells whoever waits for the jobs what they wait for."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties an item to what was done before, for a worker that has no disk in common with
    us: the job whose earlier step it goes on from, the published files that it may look at."""

    key: str = ""
    published: tuple[str, ...] = ()


def untied(item: object) -> Ties:
    """The ties of an item that begins with the content alone."""
    return Ties()


def unsaid(text: str) -> None:
    """Nobody is told what is waited for."""


class Unreachable(Exception):
    """No scheduler of a cluster answers at the address that was given."""


class Runner(Protocol):
    """Runs a step of the build for each of its items."""

    def run(
        self, step: Step[Item], items: Sequence[Item], ties: Callable[[Item], Ties] = untied
    ) -> Iterator[tuple[Item, Result]]:
        """Every item with its result, in the order in which they are done."""
        ...


class Here:
    """One after another in this process."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def run(
        self, step: Step[Item], items: Sequence[Item], ties: Callable[[Item], Ties] = untied
    ) -> Iterator[tuple[Item, Result]]:
        before = gc.get_threshold()
        gc.set_threshold(*_RARELY)
        try:
            for item in items:
                yield item, step(self._context, item)
        finally:
            gc.set_threshold(*before)


class _Processes:
    """In several processes, which start with the first step that has more than one item."""

    def __init__(self, context: Context, workers: int) -> None:
        self._context = context
        self._pool = ProcessPoolExecutor(
            workers, multiprocessing.get_context(start_method()), _begin, (context,)
        )

    def run(
        self, step: Step[Item], items: Sequence[Item], ties: Callable[[Item], Ties] = untied
    ) -> Iterator[tuple[Item, Result]]:
        if len(items) < 2:
            yield from Here(self._context).run(step, items)
            return
        pending: dict[Future[Result], Item] = {}
        try:
            with _signals_held_back():
                pending = {self._pool.submit(_call, step, item): item for item in items}
            for future in as_completed(pending):
                yield pending.pop(future), future.result()
        except BrokenProcessPool as error:
            raise EnvironmentFault(
                "一个处理进程被系统中止了，多半是内存不够；没有发布。",
                "关掉别的程序，或用 --jobs 1 一个一个处理。",
            ) from error
        except BaseException:  # somebody at the keyboard, or one job's failure: none waits for it
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise

    def end(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def start_method() -> str:
    """How workers begin. Forking after the imports spares each the second that they take.

    Where this process has laid a PDF out itself (tests do, and the preview), a fork would
    inherit locks of Pango and of what else was loaded since, and may wait for them for good.
    The same holds of Dask, whose client has threads.
    """
    is_quiet = not has_laid_out() and "distributed" not in sys.modules
    return "fork" if sys.platform == "linux" and is_quiet else "spawn"


@contextmanager
def runner(context: Context, workers: int) -> Iterator[Runner]:
    """What runs the jobs of a build; its workers are gone afterwards."""
    if workers < 2:
        yield Here(context)
        return
    processes = _Processes(context, workers)
    try:
        yield processes
    finally:
        processes.end()


_shared: list[Context] = []


def _begin(context: Context) -> None:
    """A worker's first act. What is there already is spared from being looked through again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _shared[:] = [context]
    _let_signals_through()
    end_with_the_parent()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_RARELY)


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """While workers begin: Ctrl-C would reach them before they know what to do with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _let_signals_through() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _call(step: Callable[[Context, Any], Result], item: Any) -> Result:
    return step(_shared[0], item)


def end_with_the_parent() -> None:
    """Let a worker end when what started it is killed: a build holds the lock of its output."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
