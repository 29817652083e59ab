"""The manifest says with what the PDFs were made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.outputs.pdf.versions import versions
from tests.conftest import ROOT


def test_tools_and_fonts_have_versions() -> None:
    found = versions((ROOT / "templates",))
    assert all(re.fullmatch(r"\d+(\.\d+)*", text) for text in found.values()), found
    assert {"WeasyPrint", "Pango", "HarfBuzz"} <= found.keys()
    assert "Noto Serif CJK SC" in found


def test_a_build_without_pdf_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    for options, named in (([], True), (["--no-pdf"], False)):
        assert main(["build", *options]) == 0
        manifest = json.loads((tmp_path / "site" / "manifest.json").read_text("utf-8"))
        assert ("made_with" in manifest) is named
