"""A short round of what `make fuzz` goes on with: no mutated input is more than a finding."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="budgets are Linux's")


@needs_linux
@pytest.mark.parametrize("seed", [0, 1_000_000])
def test_a_short_round_finds_nothing(seed: int) -> None:
    code = (
        "import sys; from tests.fuzz import fuzz; "
        f"tally = fuzz(5, {seed}, 12); print(tally); "
        "sys.exit(bool(tally.faults) or tally.inputs.total() != 12)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
