"""Whatever somebody wrote, a check of it ends soon, in little memory, and says something."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from generator import limits
from tests.bombs import DEPARTMENT, TEXTS, Cost, cost, write, yaml
from tests.conftest import ROOT, Once

# The promise is two seconds and 300 MB; processor time is measured beside other tests.
SECONDS: Final = 2.0
MARGIN: Final = 2.0
MEGABYTES: Final = 300.0

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is read from /proc"
)


@pytest.fixture(scope="module")
def usual(once: Once) -> Cost:
    """What a check of one honest department costs."""
    folder = once("honest", lambda folder: write(folder, yaml(DEPARTMENT)))
    return cost(folder)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_bites_is_checked_soon_in_little_memory(
    name: str, tmp_path: Path, usual: Cost
) -> None:
    found = cost(write(tmp_path, TEXTS[name]()))
    assert found.code in (0, 1), found.out
    assert "Traceback" not in found.out
    assert found.seconds - usual.seconds < SECONDS * MARGIN
    assert found.megabytes - usual.megabytes < MEGABYTES


def test_the_guide_lists_every_limit_with_its_number() -> None:
    guide = (ROOT / "docs/网站管理指南.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d,]+)", guide, re.MULTILINE))
    held = {k: v for k, v in vars(limits).items() if k.isupper() and k != "MEGABYTE"}
    assert {k: int(v.replace(",", "")) for k, v in told.items()} == held


def test_a_limit_stands_nowhere_but_in_the_one_place() -> None:
    stray = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "generator").rglob("*.py"))
        if path.name != "limits.py"
        for match in re.finditer(r"^\w*_LIMIT\b.* = \d", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert stray == []
