"""What goes into the offline bundles, as far as it can be read: start files and instructions."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.offline.start_files import ENCODING, understood

WINDOWS = ROOT / "scripts" / "offline" / "windows"
DEBIAN = ROOT / "scripts" / "offline" / "debian"
GUIDE = (ROOT / "docs" / "安装.md").read_text("utf-8")
START_FILES = sorted(WINDOWS.glob("*.cmd"))


@pytest.mark.parametrize("path", START_FILES, ids=lambda path: path.name)
def test_every_line_of_a_start_file_is_one_that_the_tests_run(path: Path) -> None:
    text = path.read_text("utf-8")
    text.encode(ENCODING)  # as cmd reads it in China
    lines = [line.strip() for line in text.split("\n")]
    assert [line for line in lines if not understood(line)] == []
    jumps = set(re.findall(r"goto (\w+)", text))
    assert jumps <= {line.removeprefix(":") for line in lines}
    called = set(re.findall(r"call (\S+)", text))
    assert called <= {start.name for start in START_FILES}


def test_no_code_page_but_that_of_the_file_is_set() -> None:
    for path in START_FILES:
        assert re.findall(r"chcp (\d+)", path.read_text("utf-8")) == ["936"]


@pytest.mark.parametrize("folder", [WINDOWS, DEBIAN], ids=["windows", "debian"])
def test_instructions_name_the_files_that_are_there(folder: Path) -> None:
    text = (folder / "安装说明.txt").read_text("utf-8")
    named = set(re.findall(r"\b[\w-]+\.(?:cmd|sh)\b", text))
    assert named
    assert named <= {path.name for path in folder.iterdir()}


def test_the_container_takes_the_steps_of_the_debian_bundle() -> None:
    lines = (DEBIAN / "Dockerfile").read_text("utf-8").splitlines()
    steps = [line for line in lines if not line.startswith("#")]
    copied = next(line for line in steps if line.startswith("COPY . ")).split()[2]
    (run,) = (line.removeprefix("RUN ") for line in steps if line.startswith("RUN "))
    installed = re.match(rf"bash {copied}/install\.sh (\S+)", run)
    assert installed
    assert steps[-1] == f'ENTRYPOINT ["{installed[1]}/bin/gongkai"]'


def test_the_guide_tells_the_way_for_each_kind_of_machine() -> None:
    for words in (
        "offline.sh windows",
        "offline.sh debian",
        "install.cmd",
        "install.sh",
        "make site",
    ):
        assert words in GUIDE


def test_the_bundle_for_debian_is_made_of_what_make_site_installs() -> None:
    command = ["bash", str(ROOT / "scripts/system.sh"), "names"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"libpango-1.0-0", "fonts-noto-cjk", "fonts-lxgw-wenkai"} <= set(names)
