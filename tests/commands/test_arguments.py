"""The command line before a command runs: quick, and Chinese throughout."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import pytest

from generator.arguments import COMMANDS
from generator.cli import main

# What is written as it is: names of options, of the program, of files and of formats.
NAMES = re.compile(r"gongkai|--?[a-z][a-z-]*|[\w./-]+\.(?:docx|xlsx|yaml|md)|[\w./]*content[\w./]*")
PLAIN = {command.NAME for command in COMMANDS} | {
    "site", "yaml", "md", "folder", "text", "json", "github", "sarif", "YAML", "Markdown", "Word",
    "PDF", "HTML", "JSON", "Schema", "NR", "vscode", "docx", "xlsx", "ZIP", "N", "WPS", "CSV",
    "Dask", "tcp",
}  # fmt: skip
LOADED = """
import sys
from generator.cli import main
before = set(sys.modules)
try:
    main({arguments!r})
except SystemExit:
    pass
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {watched!r}))
"""
# The packages that make the program heavy, and its own.
WATCHED = {
    "generator", "jinja2", "openpyxl", "lxml", "yaml", "weasyprint", "tornado", "livereload",
    "markdown_it", "dataclasses", "decimal", "pathlib", "typing", "subprocess", "multiprocessing",
    "dask", "distributed",
}  # fmt: skip
WRONG: tuple[list[str], ...] = (
    [], ["bild"], ["build", "--jobs", "x"], ["build", "--jobs"], ["build", "--strict=1"],
    ["build", "--cont", "x"], ["check", "--format", "x"], ["import"], ["import", "a", "b"],
    ["import", "a", "--year", "1"], ["serve", "--port", "99999"], ["serve", "--port", "%"],
    ["convert", "a"], ["build", "--scheduler", "x"],
)  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["bild"]])
def test_help_the_version_and_a_wrong_call_load_no_command(arguments: list[str]) -> None:
    code = LOADED.format(arguments=arguments, watched=WATCHED)
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    own = {f"generator.arguments.{c.__name__.rpartition('.')[2]}" for c in COMMANDS}
    allowed = {"generator", "generator.cli", "generator.arguments", *own}
    assert loaded == {*allowed, "generator.arguments.options", "generator.arguments.parsing"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.NAME))
def test_a_command_that_is_told_of_has_a_module_that_runs_it(command: object) -> None:
    name = getattr(command, "__name__").rpartition(".")[2]  # noqa: B009 (a module)
    assert callable(import_module(f"generator.commands.{name}").run)


@pytest.mark.parametrize("arguments", [[c.NAME, "--help"] for c in COMMANDS] + [["--help"]])
def test_help_has_no_english_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert english(capsys.readouterr().out) == set()


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_call_is_told_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert "用法不对：" in told.err
    assert english(told.err) - set(arguments) <= {"x", "a", "b", "bild"}


def english(text: str) -> set[str]:
    """The words in Latin letters that are no names."""
    return set(re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))) - PLAIN
