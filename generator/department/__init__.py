"""The first kind of job: one disclosure of one department, from its files to its pages."""

from .job import as_result, check, examine, former_folders, render, run, summarise

__all__ = ["as_result", "check", "examine", "former_folders", "render", "run", "summarise"]
