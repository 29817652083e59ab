"""Grids from forms and model: what every output prints, laid out once.

A project gives two grids, its fields as the form draws them and its indicators;
one grid for both cannot have right headers (docs/领域.md 12.2).
Every value cell names the cells that head it, by id.
"""

from __future__ import annotations

from .document import NOTHING_YET, Block, Document, Laid, lay_out, passages
from .fields import Fill, by_role
from .tables import data_grid

__all__ = [
    "NOTHING_YET",
    "Block",
    "Document",
    "Fill",
    "Laid",
    "by_role",
    "data_grid",
    "lay_out",
    "passages",
]
