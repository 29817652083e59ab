"""The start files for Windows, run line by line here: what cmd would do, with our venv's paths.

Only what these files use is known; any other line is a fault, so that no step goes untried.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.terminal import at_terminal

ENCODING: Final = "gbk"
_SILENT: Final = ("@echo off", "chcp 936 >nul", 'cd /d "%~dp0"', "pause", "")
_SET: Final = re.compile(r"set (\w+)=(\S+)")
_STEP: Final = re.compile(
    r"(?:if not exist (?P<unless>\S+) )?(?P<command>(?:call \w+\.cmd|py -3|venv\\Scripts\\\w+\.exe"
    r'|"%~dp0venv\\Scripts\\gongkai\.exe" %\*).*?)(?: \|\| goto (?P<otherwise>\w+))?'
)
_ARGUMENT: Final = re.compile(r'"[^"]*"|\S+')


class NotUnderstood(Exception):
    """A line that no step here can stand for."""


@dataclass
class StartFiles:
    """A folder with start files: `ran` are the commands that were run, `shown` what they said."""

    folder: Path
    answers: Sequence[str] = ()
    port: int = 8000
    ran: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, name: str, arguments: Sequence[str] = ()) -> int:
        """Exit code of a file, its jumps followed."""
        lines = lines_of((self.folder / name).read_bytes())
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line == "goto :eof":
                return 0
            if match := re.fullmatch(r"exit /b (\d)", line):
                return int(match[1])
            if line in _SILENT or line.startswith(":"):
                continue
            if line.startswith("echo "):
                self.shown.append(line.removeprefix("echo "))
            elif match := _SET.fullmatch(line):
                self.environment[match[1]] = match[2]
            elif match := _STEP.fullmatch(line):
                code = 0
                if not (match["unless"] and self.place(match["unless"]).exists()):
                    code = self.step(match["command"], arguments)
                if code and match["otherwise"]:
                    at = lines.index(f":{match['otherwise']}")
                elif code:
                    return code
            else:
                raise NotUnderstood(line)
        return 0

    def step(self, command: str, arguments: Sequence[str]) -> int:
        self.ran.append(command)
        if command.startswith("call "):
            return self.run(command.removeprefix("call "))
        line = command.replace("%~dp0", "").replace("py -3", "py").replace("%*", "")
        program, *rest = [word.strip('"') for word in _ARGUMENT.findall(line)]
        own = sys.executable if program == "py" else str(self.place(program))
        serves = rest[:1] == ["serve"]
        more = ["--port", str(self.port)] if serves else []
        code, shown = at_terminal(
            [own, *rest, *arguments, *more], self.answers if rest[:1] == ["new"] else (),
            self.folder, self.environment, until="http://" if serves else "",
        )  # fmt: skip
        self.shown.append(shown)
        return code

    def place(self, path: str) -> Path:
        r"""A path of Windows as it is here: venv\Scripts\x.exe is venv/bin/x."""
        named = path.replace("\\", "/").replace("Scripts/", "bin/").removesuffix(".exe")
        return self.folder / named


def lines_of(data: bytes) -> list[str]:
    """The lines of a start file, which end as Windows ends them; labels jump to lines."""
    return [line.strip() for line in data.decode(ENCODING).split("\r\n")]


def understood(line: str) -> bool:
    """Whether a line is one that `StartFiles` runs."""
    known = line in _SILENT or line.startswith((":", "echo ")) or line == "goto :eof"
    return known or any(p.fullmatch(line) for p in (_SET, _STEP, re.compile(r"exit /b \d")))
