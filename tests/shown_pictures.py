"""The files of the pictures in a text, for a test that writes the text somewhere else."""

from __future__ import annotations

from generator.model.disclosure import Disclosure
from generator.model.words import Picture
from generator.writing import attached_file
from tests.conftest import ROOT


def shown_pictures(disclosure: Disclosure) -> dict[str, bytes]:
    """The pictures of a sample by their path below the folder of its year."""
    pieces = (piece for section in disclosure.sections for piece in section.prose)
    shown = [piece for piece in pieces if isinstance(piece, Picture)]
    content = ROOT / "content"
    return {attached_file(disclosure, p.file): (content / p.path).read_bytes() for p in shown}
