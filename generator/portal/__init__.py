"""The second kind of job: the pages and data that speak of all disclosures.

`parts` tells what there is to be made, and needs nothing of `job`, which makes it.
"""

from .parts import Part, parts

__all__ = ["Part", "parts"]
