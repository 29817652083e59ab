"""An imported document, converted to every shape: the same site each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main as gongkai


def site_of(content: Path, with_pdf: bool) -> dict[str, bytes]:
    site = content.parent / "site"
    options = [] if with_pdf else ["--no-pdf"]
    assert gongkai(["build", "--content", str(content), "--output", str(site), *options]) == 0
    files = (p for p in site.rglob("*") if p.is_file())
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in files}


@pytest.mark.parametrize(
    ("name", "with_pdf"), [("julu-2024", True), ("linwu-2021", True), ("gaoxin-2020", False)]
)
def test_the_site_is_the_same_whatever_the_shape(
    real_file: Callable[[str], Path], tmp_path: Path, name: str, with_pdf: bool
) -> None:
    id, _, year = name.partition("-")
    content = tmp_path / "content"
    source = content / year / id
    assert gongkai(["import", str(real_file(f"{name}.docx")), "--into", str(source)]) == 0
    first = site_of(content, with_pdf)
    assert f"{year}/{id}/index.html" in first
    for shape, file in (("md", f"{id}.yaml"), ("folder", f"{id}.md")):
        assert gongkai(["convert", str(content / year / file), "--to", shape]) == 0
        assert site_of(content, with_pdf) == first
