"""The second kind of job: the pages and data that speak of all disclosures."""

from .job import run

__all__ = ["run"]
