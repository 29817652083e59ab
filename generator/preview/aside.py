"""What takes long and nobody waits for runs in a process beside the workshop's."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Final, ParamSpec, TypeVar

from ..running.local import end_with_the_parent

_NICE: Final = 10

Given = ParamSpec("Given")
Came = TypeVar("Came")


class Aside:
    """One process that does what it is given, one thing after another, behind all others.

    `number` counts the processes: one that was left may still write for a while.
    """

    def __init__(self) -> None:
        self._pool = _pool()
        self._processes: set[BaseProcess] = set()
        self.number = 1

    def submit(
        self, what: Callable[Given, Came], *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Came]:
        before = {*multiprocessing.active_children()}
        future = self._pool.submit(what, *args, **kwargs)
        self._processes |= {*multiprocessing.active_children()} - before
        return future

    def renew(self) -> None:
        """Begin with a process that has read no template yet."""
        self.end()
        self._pool = _pool()
        self.number += 1

    def end(self) -> None:
        """End it, whatever it is doing: nobody waits for that any more."""
        for process in self._processes:
            process.terminate()
        self._processes.clear()
        self._pool.shutdown(cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_parent()
    with suppress(AttributeError, OSError):  # Windows has no nice
        os.nice(_NICE)
