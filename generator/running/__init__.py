"""Where jobs run: in this process, in several of this machine's, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..jobs import Context
from .local import Runner, Say, Ties, Unreachable, runner, unsaid

__all__ = ["Runner", "Runners", "Say", "Ties", "Unreachable", "runners", "unsaid"]


@dataclass(frozen=True, slots=True)
class Runners:
    """What runs the jobs of departments, and what those of the portal, which read what all
    departments wrote and so stay on this machine."""

    departments: Runner
    portal: Runner


@contextmanager
def runners(
    context: Context, workers: int, scheduler: str = "", say: Say = unsaid
) -> Iterator[Runners]:
    """What runs the jobs of a build: on this machine, those of departments on the cluster of
    `scheduler` where one is named. `say` tells what is waited for.

    Raises Unreachable and EnvironmentFault where that cluster cannot be used.
    """
    if not scheduler:
        with runner(context, workers) as here:
            yield Runners(here, here)
        return
    from .cluster import cluster, connected  # loads Dask, which takes a second

    with (
        connected(scheduler) as client,
        runner(context, workers) as here,  # once Dask is loaded: it has threads
        cluster(client, scheduler, context, here, say) as far,
    ):
        yield Runners(far, here)
