"""The PDFs that several tests read, each made once a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.outputs.pdf_samples import Made, make, make_long, make_real


@pytest.fixture(scope="session")
def pdf_of(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Made]:
    """A disclosure with its PDF: of the sample county, the long one, or a real one by its file."""

    @cache
    def made(name: str) -> Made:
        folder = tmp_path_factory.mktemp("pdf")
        if name == "long":
            return make_long(folder)
        if name.endswith(".docx"):
            return make_real(request.getfixturevalue("real_file")(name), folder)
        return make(ROOT / "content", folder, name)

    return made
