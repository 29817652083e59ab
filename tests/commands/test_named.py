"""What messages and documents tell people to run can be run."""

from __future__ import annotations

import re

from generator.arguments import COMMANDS
from tests.conftest import ROOT

# In Chinese text a command is followed by a blank, a bracket or an option; in English by a verb.
CALLED = re.compile(r"(?:[用`：（，运行]|^) ?gongkai ([a-z]+)", re.MULTILINE)


def test_every_command_that_a_text_names_exists() -> None:
    known = {command.NAME for command in COMMANDS}
    texts = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "docs").glob("*.md")]
    texts += [*(ROOT / "templates").rglob("*.j2"), ROOT / "README.zh-CN.md"]
    found = {name for path in texts for name in CALLED.findall(path.read_text("utf-8"))}
    assert {"check", "serve", "schema"} <= found
    assert found <= known
