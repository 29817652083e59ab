"""The first kind of job: one disclosure of one department, from its files to its pages."""

from .job import as_result, former_folders, run, summarise

__all__ = ["as_result", "former_folders", "run", "summarise"]
