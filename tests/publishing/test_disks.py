"""Publishing on disks of other kinds: full, read-only, without links, mounted. Needs root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from generator.environment import EnvironmentFault
from generator.publishing.publish import publish
from generator.publishing.stage import stage
from tests.publishing.test_publish import FIRST, contents, pages, put, staged_files
from tests.test_build import DRAFT, PROJECT, run, write

Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts something on a folder until the test ends; skips where nobody lets us."""
    with ExitStack() as stack:

        def mounted(*arguments: str, at: str = "disk") -> Path:
            place = tmp_path / at
            place.mkdir(parents=True, exist_ok=True)
            call = ["mount", *arguments, str(place)]
            if not shutil.which("mount") or subprocess.run(call, capture_output=True).returncode:
                pytest.skip(f"cannot mount {arguments}")
            stack.callback(subprocess.run, ["umount", str(place)], check=True)
            return place

        yield mounted


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def fill(place: Path) -> None:
    """Let a file take all that a disk has left."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(descriptor, b"0" * 512)
    os.close(descriptor)


def test_on_a_full_disk_the_former_site_stays(mount: Mount) -> None:
    """First while the stage is written, then in the very publication."""
    output = mount("-t", "tmpfs", "-o", "size=256k", "tmpfs") / "site"
    put(output, FIRST)
    before = contents(output)
    with pytest.raises(EnvironmentFault, match=r"磁盘满了.*没有改动"), stage(output) as staged:
        staged_files(staged, {"index.html": "新" * 200_000})
    assert contents(output) == before
    with stage(output) as staged:
        files = staged_files(staged, {"index.html": "新首页"})
        filling = output.parent / "filling"
        fill(filling)
        with pytest.raises(EnvironmentFault, match=r"磁盘满了.*没有改动"):
            publish(staged, output, files)
    assert contents(output) == before
    filling.unlink()
    put(output, {"index.html": "新首页"})
    assert pages(output) == {"index.html": "新首页"}
    assert [p.name for p in output.parent.iterdir()] == ["site"]


def test_a_build_whose_disk_fills_under_its_workers_changes_nothing(
    mount: Mount, tmp_path: Path
) -> None:
    disk = mount("-t", "tmpfs", "-o", "size=4m", "tmpfs")
    content = write(tmp_path / "content", {"2025/a.yaml": DRAFT + PROJECT, "2025/b.yaml": DRAFT})
    run(content, disk / "site", jobs=2)
    before = contents(disk / "site")
    write(content, {"2025/a.yaml": DRAFT, "2025/b.yaml": DRAFT + PROJECT})
    fill(disk / "filling")
    with pytest.raises(EnvironmentFault, match=r"磁盘满了.*没有改动") as fault:
        run(content, disk / "site", jobs=2)
    assert "清出一些空间" in fault.value.hint
    assert contents(disk / "site") == before
    (disk / "filling").unlink()
    assert run(content, disk / "site", jobs=2).published is not None
    assert sorted(p.name for p in disk.iterdir()) == [".site.cache", "site"]


def test_a_read_only_disk_is_told_and_nothing_changes(mount: Mount) -> None:
    disk = mount("-t", "tmpfs", "tmpfs")
    put(disk / "site", FIRST)
    before = contents(disk / "site")
    remount(disk, "ro")
    with pytest.raises(EnvironmentFault, match=r"没有权限|只读"):
        put(disk / "site", {"index.html": "新首页"})
    assert contents(disk / "site") == before


def test_an_output_that_is_a_mount_point_is_filled_in_place(mount: Mount) -> None:
    output = mount("-t", "tmpfs", "tmpfs")
    put(output, FIRST)
    published = put(output, {"index.html": "新首页", "2024/a/index.html": "甲"})
    assert "挂载点" in published.weakness
    assert pages(output) == {"index.html": "新首页", "2024/a/index.html": "甲"}
    assert not [p for p in output.parent.iterdir() if p.name.startswith(".")]
    assert not [p for p in output.iterdir() if p.name.startswith(".")]


def test_a_folder_of_the_same_disk_that_is_mounted_is_known(mount: Mount, tmp_path: Path) -> None:
    """Whose device is that of its parent, so that only the list of mounts tells."""
    (tmp_path / "volume").mkdir()
    output = mount("--bind", str(tmp_path / "volume"), at="网站 一")
    put(output, FIRST)
    put(output, {"index.html": "新首页"})
    assert pages(output) == {"index.html": "新首页"}
    assert pages(tmp_path / "volume") == {"index.html": "新首页"}


def test_a_disk_of_others_within_the_output_stays(mount: Mount, tmp_path: Path) -> None:
    output = tmp_path / "site"
    put(output, FIRST)
    uploads = mount("-t", "tmpfs", "tmpfs", at="site/上传")
    (uploads / "a.pdf").write_text("他人的", "utf-8")
    put(output, {"index.html": "新首页"})
    assert pages(output) == {"index.html": "新首页", "上传/a.pdf": "他人的"}
    assert os.path.ismount(uploads)
