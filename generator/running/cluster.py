"""Jobs on a Dask cluster, through the executor that its client offers.

Dask runs the jobs of a worker that died again on another one. A job writes into folders of
its worker alone, so running it again makes the same.
"""

from __future__ import annotations

import logging
import socket
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import islice
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final

from ..environment import EnvironmentFault
from ..jobs import Context, Result, write_files
from .local import Item, Step, Ties, Unreachable, untied
from .travelling import Brought, Luggage, forget, own_parts, pack, require_same, work

if TYPE_CHECKING:
    from distributed import Client

# Seconds until a machine that does not answer is given up. What listens there has as long as
# Dask is told to give it (half a minute, unless its own settings say otherwise).
_CONNECT: Final = 10
# Seconds without any result after which it is asked whether there still are workers.
_PATIENCE: Final = 30
# Jobs under way for each thread of the workers: enough that none waits for us, and few enough
# that the files which come back do not pile up here.
_AHEAD: Final = 4


@contextmanager
def cluster(context: Context, scheduler: str) -> Iterator[_Cluster]:
    """What runs jobs on the workers of a scheduler (tcp://host:port).

    Raises Unreachable, and EnvironmentFault where Dask is not installed, there are no
    workers, or one of them would make other files than this machine.
    """
    client = _connected(scheduler)
    try:
        parts = own_parts(context.with_pdf)
        found: dict[str, Any] = client.run(own_parts, context.with_pdf, on_error="return")
        if not found:
            raise EnvironmentFault(
                f"调度程序 {scheduler} 下面没有工作进程。",
                f"在各台机器上运行 dask worker {scheduler}，再来一次。",
            )
        require_same(parts, found)
        running = _Cluster(client, context, parts)
        try:
            yield running
        finally:
            running.end()
    finally:
        with suppress(Exception):
            client.close()


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentFault(
            "没有装 Dask，不能用 --scheduler。",
            "在 gongkai 的文件夹里用它的 pip 运行 pip install '.[cluster]'（各台机器都要装），"
            "或去掉 --scheduler 在本机生成。",
        ) from error
    _silence()
    host, _, port = scheduler.partition("://")[2].rpartition(":")
    try:
        # Dask calls again and again; a port where nobody listens is known at once.
        socket.create_connection((host.strip("[]"), int(port)), _CONNECT).close()
        return Client(scheduler, set_as_default=False)
    except (OSError, OverflowError, TypeError, ValueError) as error:
        raise Unreachable(
            f"连不上调度程序 {scheduler}。请检查地址和网络，"
            "以及 dask scheduler 是否在运行；或去掉 --scheduler 在本机生成。"
        ) from error


def _silence() -> None:
    """Keep Dask quiet: what it says of versions and lost connections we say, in Chinese."""
    warnings.filterwarnings("ignore", module=r"distributed\.")
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


class _Cluster:
    """The workers of a scheduler. `_done_at` tells who did the last step of a job."""

    def __init__(self, client: Client, context: Context, parts: dict[str, str]) -> None:
        self._client = client
        self._context = context
        self._parts = parts
        self._build = uuid.uuid4().hex
        self._done_at: dict[str, str] = {}

    @cached_property
    def _luggage(self) -> Any:
        """What all jobs share, on every worker: sent once there is a job to be done."""
        context = self._context
        content, templates = pack(context.content), tuple(map(pack, context.templates))
        luggage = Luggage(self._build, context, content, templates, self._parts)
        return self._client.scatter(luggage, broadcast=True, hash=False)

    def run(
        self, step: Step[Item], items: Sequence[Item], ties: Callable[[Item], Ties] = untied
    ) -> Iterator[tuple[Item, Result]]:
        """Every item with its result; the files are in the stage then."""
        done, pending = Queue[Future[Brought]](), dict[Future[Brought], Item]()
        ahead, waiting = _AHEAD * sum(self._client.nthreads().values()), iter(items)
        try:
            for item in islice(waiting, max(ahead, _AHEAD)):
                pending[self._sent(step, item, ties(item), done)] = item
            while pending:
                future = self._next(done)
                item = pending.pop(future)
                brought = future.result()
                for following in islice(waiting, 1):
                    pending[self._sent(step, following, ties(following), done)] = following
                self._done_at[brought.result.key] = brought.worker
                write_files(self._context.stage, iter(brought.files.items()))
                yield item, brought.result
        except _lost() as error:
            raise _gone() from error
        finally:
            for future in pending:
                future.cancel()

    def _sent(
        self, step: Step[Item], item: Item, ties: Ties, done: Queue[Future[Brought]]
    ) -> Future[Brought]:
        """A job on its way, if it can be to the worker that has what was examined of it."""
        at = self._done_at.get(ties.key)
        wish = {"workers": [at], "allow_other_workers": True} if at else {}
        executor = self._client.get_executor(pure=False, **wish)
        output = self._context.output
        published = {path: (output / path).read_bytes() for path in ties.published}
        future: Future[Brought] = executor.submit(work, self._luggage, step, item, published)
        future.add_done_callback(done.put)
        return future

    def _next(self, done: Queue[Future[Brought]]) -> Future[Brought]:
        """The next job that is done, however long it takes, as long as there are workers."""
        while True:
            try:
                return done.get(timeout=_PATIENCE)
            except Empty:
                if not self._client.nthreads():
                    raise _gone() from None

    def end(self) -> None:
        """Leave nothing of this build on the workers."""
        if "_luggage" in self.__dict__:
            with suppress(Exception):  # those that are gone took it along
                self._client.run(forget, self._build, on_error="ignore")


def _lost() -> tuple[type[Exception], ...]:
    """What is raised where a job cannot be done because workers or scheduler are gone."""
    import distributed
    from distributed.comm.core import CommClosedError

    return (CancelledError, distributed.CancelledError, distributed.KilledWorker, CommClosedError)


def _gone() -> EnvironmentFault:
    return EnvironmentFault(
        "调度程序或工作进程中途不在了，多半是内存不够或网络断开；没有发布。",
        "看看它们的日志，重新启动，再来一次；或去掉 --scheduler 在本机生成。",
    )
