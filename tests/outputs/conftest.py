"""The PDFs that several tests read, each made once a run."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT, Once
from tests.outputs import illustrated
from tests.outputs.pdf_samples import Made, make, make_long, make_real, make_signs


@pytest.fixture(scope="session")
def pdf_of(once: Once, request: pytest.FixtureRequest) -> Callable[[str], Made]:
    """A disclosure with its PDF: of the sample county, the long one, or a real one by its file."""

    def laid_out(name: str, folder: Path) -> Made:
        if name == "long":
            return make_long(folder)
        if name == "signs":
            return make_signs(folder)
        if name == "illustrated":
            return make(illustrated.write(folder / "content"), folder, "2025/sw")
        if name.endswith(".docx"):
            return make_real(request.getfixturevalue("real_file")(name), folder)
        return make(ROOT / "content", folder, name)

    @cache
    def made(name: str) -> Made:
        folder = once(
            f"pdf-{name.replace('/', '-')}",
            lambda new: (new / "made").write_bytes(pickle.dumps(laid_out(name, new))),
        )
        kept: Made = pickle.loads((folder / "made").read_bytes())
        return kept

    return made


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of each page that is made, in the order of making."""
    from generator.outputs.pdf.engine import Layout

    pages: list[int] = []
    make = Layout.make

    def noted(layout: Layout, index: int) -> None:
        pages.append(index)
        make(layout, index)

    monkeypatch.setattr(Layout, "make", noted)
    return pages
