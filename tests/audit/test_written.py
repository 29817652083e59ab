"""Scripts and style sheets are written in one hand: what the linters and prettier say of them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

HERE: Final = Path(__file__).parent
SCRIPTS: Final = "templates/scripts/*.js"
STYLES: Final = "templates/**/*.css"
CONFIGS: Final = "tests/audit/*.mjs"
CHECKS: Final = {
    "eslint": ("--config", "eslint.config.mjs", "--max-warnings", "0", SCRIPTS),
    "stylelint": ("--config", "stylelint.config.mjs", STYLES),
    "prettier": ("--config", "prettier.config.mjs", "--check", SCRIPTS, STYLES, CONFIGS),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_scripts_and_styles_are_written_in_one_hand(
    npm_command: Callable[[str], Path], name: str
) -> None:
    arguments = [str(HERE / a) if a.endswith(".config.mjs") else a for a in CHECKS[name]]
    command = [str(npm_command(name)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
