"""The warm process that the workshop stands in, and the server's end of the line to it."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

from ..build import Settings
from ..failures import told
from ..running.local import end_with_the_parent
from .aside import Aside
from .events import Event, Fault, Message, Pause, Viewed
from .workshop import Workshop

# Seconds that a pause lasts before it is seen whether there is something to do again, and
# that the process has to end by itself.
_SHORT: Final = 0.02
_PATIENCE: Final = 5.0
_KILLED: Final = Fault("生成中断：处理进程被系统中止了，多半是内存不够。关掉别的程序，再保存一次。")


class Worker:
    """Starts the process, tells it what was saved and what is on view, hears what it did.

    `heard` is called in a thread of its own. A process that was killed is started again
    with the next message.
    """

    def __init__(self, settings: Settings, heard: Callable[[Event], None]) -> None:
        self._settings, self._heard = settings, heard
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._viewed: Viewed | None = None

    def tell(self, message: Message) -> None:
        with self._lock:
            if not (self._is_there and self._send(message)):
                self._start()
                if self._viewed is not None:
                    self._send(self._viewed)
                self._send(message)
            if isinstance(message, Viewed):
                self._viewed = message

    @property
    def _is_there(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _send(self, message: Message | None) -> bool:
        """Whether it could be sent; not where the process has just ended."""
        assert self._line is not None
        try:
            self._line.send(message)
        except OSError:
            return False
        return True

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_stand, args=(self._settings, theirs))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._line,), daemon=True).start()

    def _listen(self, line: Connection) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._heard(line.recv())
        if line is self._line:
            self._heard(_KILLED)

    def end(self) -> None:
        """End the process; nothing is heard of it any more."""
        with self._lock:
            if self._process is not None and self._line is not None:
                self._send(None)
                self._line = None
                self._process.join(_PATIENCE)
                self._process.terminate()


def _stand(settings: Settings, line: Connection) -> None:
    """The process: work until there is nothing to do, and begin again with every message."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends this
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_the_parent()
    workshop = Workshop(settings, Aside())
    with suppress(EOFError, OSError):  # the server hung up
        _work(workshop, line)
    workshop.aside.end()


def _work(workshop: Workshop, line: Connection) -> None:
    work: Iterator[Event] = iter(())
    is_idle = True
    while True:
        if is_idle or line.poll():
            while is_idle or line.poll():
                message = line.recv()
                if message is None:
                    return
                workshop.take(message)
                is_idle = False
            work = workshop.work()
        event = _next(work, workshop)
        if event is None or isinstance(event, Fault):
            is_idle = event is None or bool(event.text)
        if isinstance(event, Pause):
            line.poll(_SHORT)
        elif event is not None:
            line.send(event)


def _next(work: Iterator[Event], workshop: Workshop) -> Event | None:
    """What the next step did; a fault where it failed, None where there is none."""
    try:
        return next(work, None)
    except Exception as error:  # whatever it is, the preview lives on and shows it
        workshop.aside.renew()
        fault = told(error)
        return Fault(f"环境问题：{fault.message}\n改法：{fault.hint}")
