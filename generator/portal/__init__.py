"""The second kind of job: the pages and data that speak of all disclosures."""

from .job import run
from .parts import Part, parts

__all__ = ["Part", "parts", "run"]
