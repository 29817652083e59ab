"""What the documents tell a new author to type works as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.build import Settings, check
from generator.diagnostics import Level
from tests.conftest import ROOT, TEMPLATES

BLOCK = re.compile(r"^( *)```yaml\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
NAME = "content/2025/gongshui.yaml"


def first_sample(document: str) -> str:
    """The first block of YAML, without the indentation of a list."""
    text = (ROOT / document).read_text("utf-8")
    match = BLOCK.search(text)
    assert match is not None
    return re.sub(f"^{match[1]}", "", match[2], flags=re.MULTILINE)


@pytest.mark.parametrize("document", ["README.md", "docs/作者指南.md"])
def test_the_first_sample_has_nothing_to_mend(document: str, tmp_path: Path) -> None:
    place = tmp_path / "content" / "2025" / "gongshui.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(first_sample(document), "utf-8")
    shutil.copy(ROOT / "content" / "站点.yaml", tmp_path / "content")
    report = check(Settings(tmp_path / "content", Path(), (TEMPLATES,)), lambda *_: None)
    assert [d for d in report.diagnostics if d.level is not Level.NOTE] == []


def test_the_first_sample_takes_no_name_that_the_sample_county_has() -> None:
    assert NAME in (ROOT / "README.md").read_text("utf-8")
    assert not list((ROOT / "content").rglob("gongshui*"))
