"""The first kind of job: one disclosure of one department, from its files to its pages."""

from .job import (
    as_result,
    begin,
    check,
    end,
    examine,
    former_folders,
    pdf,
    planned,
    render,
    run,
    summarise,
)
from .rendering import Rendering

__all__ = [
    "Rendering",
    "as_result",
    "begin",
    "check",
    "end",
    "examine",
    "former_folders",
    "pdf",
    "planned",
    "render",
    "run",
    "summarise",
]
