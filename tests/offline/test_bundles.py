"""The offline bundles as they are gathered: every wheel is there, and each is installed.

Needs the registries and minutes: run by `make offline`.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.utils import canonicalize_name, parse_wheel_filename

from tests.conftest import ROOT, Once, lacks
from tests.offline.start_files import ENCODING, StartFiles

pytestmark = pytest.mark.offline
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?: ; (?P<marker>.+?))? \\$", re.M)


def gathered(system: str, folder: Path) -> None:
    command = ["bash", str(ROOT / "scripts/offline.sh"), system, str(folder / "bundle")]
    subprocess.run(command, check=True)


@pytest.fixture(scope="session")
def windows(once: Once) -> Path:
    return once("offline-windows", partial(gathered, "windows")) / "bundle"


@pytest.fixture(scope="session")
def debian(once: Once) -> Path:
    if shutil.which("apt-get") is None:
        lacks("apt-get")
    return once("offline-debian", partial(gathered, "debian")) / "bundle"


def locked(version: str) -> Iterator[tuple[str, str]]:
    """Name and version of each package of the lock that this Python on Windows takes."""
    windows = {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
    }
    for match in _PINNED.finditer((ROOT / "requirements.lock").read_text("utf-8")):
        if match["marker"] is None or Marker(match["marker"]).evaluate(windows):
            yield canonicalize_name(match["name"]), match["version"]


@pytest.mark.parametrize("version", PYTHONS)
def test_every_wheel_of_the_lock_is_there_for_windows(windows: Path, version: str) -> None:
    compact = f"cp{version.replace('.', '')}"
    abi3 = {f"cp3{minor}" for minor in range(int(version.split(".")[1]) + 1)}
    there = set()
    for path in (windows / "wheels").glob("*.whl"):
        name, number, _, tags = parse_wheel_filename(path.name)
        for tag in tags:
            is_pure = (tag.abi, tag.platform) == ("none", "any") and tag.interpreter[:3] != "cp3"
            is_own = (tag.interpreter, tag.abi) == (compact, compact)
            is_stable = tag.interpreter in abi3 and tag.abi == "abi3"
            if is_pure or ((is_own or is_stable) and tag.platform == "win_amd64"):
                there.add((name, str(number)))
    wanted = set(locked(version))
    assert len(wanted) > 20
    assert wanted - there == set()
    assert "gongkai" in {name for name, _ in there}


def test_the_files_for_windows_are_as_windows_keeps_them(windows: Path) -> None:
    for path in windows.glob("*.cmd"):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0
        data.decode(ENCODING)
    told = (windows / "安装说明.txt").read_bytes()
    assert "安装 Python" in told.decode("utf-8")
    assert (windows / "licences" / "gongkai.txt").is_file()


def test_the_start_files_install_start_and_check(
    windows: Path, debian: Path, tmp_path: Path
) -> None:
    """With the wheels for this system: those for Windows cannot be run here."""
    wheels = tmp_path / "wheels"
    shutil.copytree(debian / "wheels", wheels)
    for path in windows.glob("*.cmd"):
        shutil.copy(path, tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = StartFiles(tmp_path, ("某县某局", "2026", "河北", "shuiwu"), port)
    start.environment["PIP_CONFIG_FILE"] = os.devnull
    assert start.run("start.cmd") == 0, start.shown
    assert [command.split()[-1] for command in start.ran[-2:]] == ["new", "serve"]
    assert (tmp_path / "content/2026/shuiwu.yaml").is_file()
    assert start.run("gongkai.cmd", ["check"]) == 0, start.shown
    assert start.run("gongkai.cmd", ["build", "--no-pdf"]) == 0, start.shown
    assert (tmp_path / "site/2026/shuiwu/index.html").is_file()


def test_the_debian_bundle_makes_a_site_in_a_bare_root_without_network(
    debian: Path, tmp_path: Path
) -> None:
    """By the steps of the Dockerfile; then a disclosure in an empty folder, with its PDF."""
    if os.geteuid() or not all(shutil.which(x) for x in ("debootstrap", "unshare", "chroot")):
        lacks("root with debootstrap and unshare")
    release = (debian / "release").read_text("utf-8").strip()
    root = tmp_path / "root"
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {release}"]
    asked += ["Component: main", "Created-By: Packages"]
    mirrors = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    command = ["debootstrap", "--variant=minbase", release, str(root), mirrors[0]]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    steps = (debian / "Dockerfile").read_text("utf-8").splitlines()
    step = dict(line.split(" ", 1) for line in steps if not line.startswith("#"))
    shutil.copytree(debian, root / step["COPY"].split()[1].lstrip("/"))
    gongkai = step["ENTRYPOINT"].strip('[]"')
    script = [
        "set -e",
        "! (exec 3<>/dev/tcp/192.0.2.1/80) 2>/dev/null",  # no network
        step["RUN"],
        f"mkdir -p {step['WORKDIR']}",
        f"cd {step['WORKDIR']}",
        f"{gongkai} new --department 某县某局 --form 河北 --into content/2026/shuiwu",
        f"{gongkai} check",
        f"{gongkai} build",
    ]
    (root / "try.sh").write_text("\n".join(script) + "\n", "utf-8")
    inside = (
        f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && "
        f"exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot {root} bash /try.sh"
    )
    # The mounts are of a namespace that ends with the command.
    apart = ["unshare", "--mount", "--net", "--propagation", "private", "bash", "-c", inside]
    done = subprocess.run(apart, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = root / step["WORKDIR"].lstrip("/") / "site/2026/shuiwu"
    assert (made / "shuiwu-2026.pdf").read_bytes().startswith(b"%PDF-")
    assert (made / "index.html").is_file()
    shutil.rmtree(root)
