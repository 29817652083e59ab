"""The same content gives the same bytes, whatever surrounds the build."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.outputs.pdf_samples import Made, make

SURROUNDINGS = {
    "Shanghai": {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "elsewhere": {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2",
                  "SOURCE_DATE_EPOCH": "1"},
}  # fmt: skip


def digests(site: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(site.glob("**/*.pdf"))
    }


def build(content: Path, site: Path, jobs: int, environment: dict[str, str]) -> dict[str, str]:
    command = [sys.executable, "-m", "generator", "build", "--content", str(content),
               "--output", str(site), "--jobs", str(jobs)]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return digests(site)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "2024").mkdir(parents=True)
    for name in ("站点.yaml", "2024/scjg.md", "2024/jyj.yaml"):
        (folder / name).write_bytes((ROOT / "content" / name).read_bytes())
    return folder


def test_time_place_language_and_workers_leave_no_trace(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path / "a", 1, SURROUNDINGS["Shanghai"])
    second = build(content, tmp_path / "another folder", 2, SURROUNDINGS["elsewhere"])
    assert len(first) == 2
    assert first == second


def test_a_second_render_in_the_same_process_is_the_same(
    pdf_of: Callable[[str], Made], tmp_path: Path
) -> None:
    first = pdf_of("2025/scjg").pdf
    pdf_of("2024/jyj")
    assert make(ROOT / "content", tmp_path, "2025/scjg").pdf == first
    assert str(tmp_path).encode() not in first
