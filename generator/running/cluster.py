"""Jobs on a Dask cluster, through the executor that its client offers.

Dask runs the jobs of a worker that died again on another one. A job writes into folders of
its worker alone, so running it again makes the same. Where no worker is left, new ones are
waited for, and what is still to be done then is done on this machine.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from itertools import islice
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final

from ..environment import EnvironmentFault
from ..jobs import Context, Result, write_files
from .local import Item, Runner, Say, Step, Ties, Unreachable, untied
from .travelling import Brought, Luggage, forget, own_parts, pack, pack_content, require_same, work

if TYPE_CHECKING:
    from distributed import Client

# Seconds until a machine that does not answer is given up, and a program that listens there
# but does not say that it is a scheduler.
_CONNECT: Final = 5
_ANSWER: Final = 10
# Seconds without any result after which it is asked whether there still are workers.
_PATIENCE: Final = 5
# Seconds that new workers are waited for, unless Dask's setting of this name says otherwise.
_WAIT_SETTING: Final = "distributed.scheduler.no-workers-timeout"
_WAIT: Final = 60
_PAUSE: Final = 0.5
# The loss of all workers after which no others are waited for.
_LAST_LOSS: Final = 3
# Jobs under way for each thread of the workers: enough that none waits for us, and few enough
# that the files which come back do not pile up here.
_AHEAD: Final = 4


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler at an address (tcp://host:port).

    Raises Unreachable, and EnvironmentFault where Dask is not installed.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentFault(
            "没有装 Dask，不能用 --scheduler。",
            "在 gongkai 的文件夹里用它的 pip 运行 pip install '.[cluster]'（各台机器都要装），"
            "或去掉 --scheduler 在本机做。",
        ) from error
    _silence()
    _require_scheduler(scheduler)
    try:
        client = Client(scheduler, set_as_default=False)
    except (OSError, TypeError, ValueError) as error:
        raise _unreachable(scheduler, "它没有让本机接入") from error
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close()


@contextmanager
def cluster(
    client: Client, scheduler: str, context: Context, here: Runner, say: Say
) -> Iterator[_Cluster]:
    """What runs jobs on the workers of a scheduler, and `here` where none are left.

    Raises EnvironmentFault where there are no workers, or one of them, or the scheduler,
    would make other files than this machine.
    """
    running = _Cluster(client, scheduler, context, here, say)
    if not running.require_same_everywhere():
        raise EnvironmentFault(
            f"调度程序 {scheduler} 下面没有工作进程。",
            f"在各台机器上运行 dask worker {scheduler}，再来一次；或去掉 --scheduler 在本机做。",
        )
    try:
        yield running
    finally:
        running.end()


def _require_scheduler(scheduler: str) -> None:
    """Raise Unreachable unless a scheduler says so at this address.

    Dask itself calls again and again where nobody listens, and takes any program for one.
    """
    host, _, port = scheduler.partition("://")[2].rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _CONNECT).close()
    except socket.gaierror as error:
        raise _unreachable(scheduler, f"不知道叫 {host} 的机器") from error
    except ConnectionRefusedError as error:
        raise _unreachable(scheduler, "那个端口上没有程序在听") from error
    except (OSError, OverflowError, UnicodeError, ValueError) as error:
        raise _unreachable(scheduler, "那台机器没有回应") from error
    kind = _kind(scheduler)
    if kind != "Scheduler":
        what = "那里是一个工作进程，不是调度程序" if kind else "在那里听的不是 Dask 的调度程序"
        if not kind and scheduler.startswith("tls:"):
            what += "，或者两头的证书没有配好"
        raise _unreachable(scheduler, what)


def _kind(address: str) -> str:
    """What a Dask process calls itself; empty where what listens is none."""
    from distributed.core import rpc
    from distributed.security import Security

    async def asked() -> str:
        arguments = Security().get_connection_args("client")
        async with rpc(address, timeout=_ANSWER, connection_args=arguments) as server:
            answer = await asyncio.wait_for(server.identity(), _ANSWER)
            return str(answer.get("type", ""))

    try:
        return asyncio.run(asked())
    except Exception:  # whatever it answered, it was no answer of Dask's
        return ""


def _unreachable(scheduler: str, why: str) -> Unreachable:
    return Unreachable(
        f"连不上调度程序 {scheduler}：{why}。请检查地址、端口和网络，"
        "以及 dask scheduler 是否在运行；或去掉 --scheduler 在本机做。"
    )


def _silence() -> None:
    """Keep Dask quiet, and what it runs on: what they say of versions and lost connections we
    say, in Chinese."""
    warnings.filterwarnings("ignore", module=r"distributed\.")
    names = {"distributed", "tornado", "asyncio", *logging.root.manager.loggerDict}
    for name in names:
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


class _Cluster:
    """The workers of a scheduler. `_done_at` tells who did the last step of a job."""

    def __init__(
        self, client: Client, scheduler: str, context: Context, here: Runner, say: Say
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._context = context
        self._here = here
        self._say = say
        self._parts = own_parts(context.with_pdf)
        self._build = uuid.uuid4().hex
        self._luggage: Any = None
        self._done_at: dict[str, str] = {}
        self._losses = 0

    def require_same_everywhere(self) -> bool:
        """Whether there are workers. Raises EnvironmentFault where one is unlike this machine."""
        with_pdf = self._context.with_pdf
        found: dict[str, Any] = self._client.run(own_parts, with_pdf, on_error="return")
        try:  # the scheduler lays nothing out, but it takes every job apart
            its_own = self._parts | self._client.run_on_scheduler(own_parts, False)
        except Exception as error:
            its_own = error
        require_same(self._parts, {f"调度程序 {self._scheduler}": its_own, **found})
        return bool(found)

    def run(
        self, step: Step[Item], items: Sequence[Item], ties: Callable[[Item], Ties] = untied
    ) -> Iterator[tuple[Item, Result]]:
        """Every item with its result; the files are in the stage then."""
        left = dict(enumerate(items))
        while left and self._goes_on(len(left)):
            try:
                for number, result in self._sent_out(step, dict(left), ties):
                    yield left.pop(number), result
            except _lost():
                self._losses += 1
                self._luggage = None  # whoever had it took it along
        if left:
            yield from self._here.run(step, tuple(left.values()), ties)

    def _goes_on(self, count: int) -> bool:
        """Whether there are workers for so many jobs; where all were lost, new ones are
        waited for."""
        if not self._losses:
            return True
        if self._losses < _LAST_LOSS and self._has_workers_again():
            self._say(f"有工作进程中途不在了，由现有的接着做其余 {count} 份。")
            return True
        if self._losses <= _LAST_LOSS:
            self._say(f"没有工作进程可用了，其余 {count} 份和以后的都在本机做。")
        self._losses = _LAST_LOSS + 1
        return False

    def _has_workers_again(self) -> bool:
        wait = _seconds_to_wait()
        end = time.monotonic() + wait
        if not self._threads():
            self._say(
                f"调度程序 {self._scheduler} 或它的工作进程中途都不在了，"
                f"多半是内存不够或网络断开。等新的进程，至多 {wait:g} 秒；按 Ctrl+C 放弃。"
            )
        while not self._threads():
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
        try:
            return self.require_same_everywhere()
        except (OSError, EnvironmentFault) as fault:  # it went again, or is of another version
            self._say(str(fault))
            return False

    def _threads(self) -> int:
        """How many jobs the workers can do at once; none where the scheduler is gone."""
        if self._client.status != "running":
            return 0
        try:
            return sum(self._client.nthreads().values())
        except OSError:
            return 0

    def _sent_out(
        self, step: Step[Item], items: Mapping[int, Item], ties: Callable[[Item], Ties]
    ) -> Iterator[tuple[int, Result]]:
        """The numbers of items with their results, as the workers give them back."""
        done, pending = Queue[Future[Brought]](), dict[Future[Brought], int]()
        waiting = iter(items.items())

        def send(count: int) -> None:
            for number, item in islice(waiting, count):
                pending[self._sent(step, item, ties(item), done)] = number

        try:
            send(max(_AHEAD * self._threads(), _AHEAD))
            while pending:
                future = self._next(done)
                number = pending.pop(future)
                brought = future.result()
                send(1)
                self._done_at[brought.result.key] = brought.worker
                write_files(self._context.stage, iter(brought.files.items()))
                yield number, brought.result
        finally:
            for future in pending:
                future.cancel()

    def _sent(
        self, step: Step[Item], item: Item, ties: Ties, done: Queue[Future[Brought]]
    ) -> Future[Brought]:
        """A job on its way, if it can be to the worker that has what was examined of it."""
        if self._luggage is None:
            self._luggage = self._packed()
        at = self._done_at.get(ties.key)
        wish = {"workers": [at], "allow_other_workers": True} if at else {}
        executor = self._client.get_executor(pure=False, **wish)
        output = self._context.output
        published = {path: (output / path).read_bytes() for path in ties.published}
        future: Future[Brought] = executor.submit(work, self._luggage, step, item, published)
        future.add_done_callback(done.put)
        return future

    def _packed(self) -> Any:
        """What all jobs share, on every worker: sent once there is a job to be done."""
        context = self._context
        content, templates = pack_content(context.content), tuple(map(pack, context.templates))
        luggage = Luggage(self._build, context, content, templates, self._parts)
        try:
            return self._client.scatter(luggage, broadcast=True, hash=False)
        except OSError as error:  # nobody took it
            raise CancelledError from error

    def _next(self, done: Queue[Future[Brought]]) -> Future[Brought]:
        """The next job that is done, however long it takes, as long as there are workers."""
        while True:
            try:
                return done.get(timeout=_PATIENCE)
            except Empty:
                if not self._threads():
                    raise CancelledError from None

    def end(self) -> None:
        """Leave nothing of this build on the workers."""
        if self._luggage is not None and self._client.status == "running":
            with suppress(Exception):  # those that are gone took it along
                self._client.run(forget, self._build, on_error="ignore")


def _seconds_to_wait() -> float:
    import dask

    told = dask.config.get(_WAIT_SETTING, None)
    return _WAIT if told is None else float(dask.utils.parse_timedelta(told))


def _lost() -> tuple[type[BaseException], ...]:
    """What is raised where a job cannot be done because workers or scheduler are gone."""
    from distributed import client, scheduler
    from distributed.comm.core import CommClosedError

    names = ("CancelledError", "ClosedClientError", "KilledWorker", "NoValidWorkerError",
             "NoWorkerError")  # fmt: skip
    known = (getattr(module, name, None) for module in (client, scheduler) for name in names)
    return (CancelledError, CommClosedError, *(kind for kind in known if kind is not None))
