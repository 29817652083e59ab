"""Publishing: all or nothing, and never a file that is not ours."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.environment import EnvironmentFault
from generator.jobs import Written
from generator.publishing import exchange
from generator.publishing.publish import ForeignFile, Published, publish
from generator.publishing.record import MANIFEST, SUMS
from generator.publishing.stage import stage

FIRST = {"index.html": "首页", "2024/a/index.html": "甲", "2024/b/index.html": "乙"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site"


def put(output: Path, files: dict[str, str], keep: Iterable[str] = ()) -> Published:
    """Publish files of these texts."""
    with stage(output) as staged:
        return publish(staged, output, staged_files(staged, files), keep)


def contents(output: Path) -> dict[str, bytes | None]:
    """Everything below the output, folders (None) included."""
    return {
        p.relative_to(output).as_posix(): p.read_bytes() if p.is_file() else None
        for p in sorted(output.rglob("*"))
    }


def pages(output: Path) -> dict[str, str]:
    """The published files, but for the records of them."""
    return {
        path: data.decode()
        for path, data in contents(output).items()
        if data is not None and path not in (MANIFEST, SUMS)
    }


def test_a_first_publication_writes_its_files_and_their_record(output: Path) -> None:
    published = put(output, FIRST)
    assert pages(output) == FIRST
    assert set(published.written) == set(FIRST)
    recorded = json.loads((output / MANIFEST).read_text("utf-8"))["files"]
    assert recorded == {p: hashlib.sha256(t.encode()).hexdigest() for p, t in FIRST.items()}
    sums = (output / SUMS).read_text("utf-8").splitlines()
    assert sums == [f"{digest}  {path}" for path, digest in sorted(recorded.items())]


def test_what_did_not_change_is_not_written_again(output: Path) -> None:
    put(output, FIRST)
    before = (output / "index.html").stat().st_ino
    published = put(output, {**FIRST, "2024/a/index.html": "甲二"})
    assert published == Published(("2024/a/index.html",), (), 2)
    assert (output / "index.html").stat().st_ino == before


def test_a_file_that_the_new_build_lacks_goes_and_so_do_its_empty_folders(output: Path) -> None:
    put(output, FIRST)
    published = put(output, {"index.html": "首页"})
    assert published.removed == ("2024/a/index.html", "2024/b/index.html")
    assert pages(output) == {"index.html": "首页"}
    assert not (output / "2024").exists()


def test_a_stale_file_that_somebody_changed_stays(output: Path) -> None:
    put(output, FIRST)
    (output / "2024/a/index.html").write_text("手改", "utf-8")
    put(output, {"index.html": "首页"})
    assert pages(output) == {"index.html": "首页", "2024/a/index.html": "手改"}


def test_files_of_others_are_neither_touched_nor_counted(output: Path) -> None:
    for path in ("robots.txt", "2024/a/附件.pdf", "older/index.html"):
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text("他人的", "utf-8")
    put(output, FIRST)
    put(output, {"index.html": "首页"})
    others = {p: t for p, t in pages(output).items() if p != "index.html"}
    assert others == dict.fromkeys(("robots.txt", "2024/a/附件.pdf", "older/index.html"), "他人的")


@pytest.mark.parametrize("path", [*FIRST, MANIFEST, SUMS])
def test_a_strange_file_in_the_way_stops_all_before_anything_is_touched(
    output: Path, path: str
) -> None:
    (output / path).parent.mkdir(parents=True)
    (output / path).write_text('{"files": {}}', "utf-8")
    before = contents(output)
    with pytest.raises(ForeignFile) as fault:
        put(output, FIRST)
    assert fault.value.paths == [path]
    assert contents(output) == before


def test_a_strange_file_where_a_folder_must_go_stops_all(output: Path) -> None:
    output.mkdir()
    (output / "2024").write_text("他人的", "utf-8")
    with pytest.raises(ForeignFile):
        put(output, FIRST)
    assert contents(output) == {"2024": "他人的".encode()}


def test_a_folder_put_where_one_of_our_files_was_is_not_deleted(output: Path) -> None:
    put(output, FIRST)
    (output / "index.html").unlink()
    (output / "index.html").mkdir()
    (output / "index.html" / "贵重.txt").write_text("他人的", "utf-8")
    before = contents(output)
    with pytest.raises(ForeignFile):
        put(output, {**FIRST, "index.html": "新首页"})
    assert contents(output) == before


def test_a_link_put_where_one_of_our_files_was_is_not_written_through(
    output: Path, tmp_path: Path
) -> None:
    put(output, FIRST)
    elsewhere = tmp_path / "别处.html"
    elsewhere.write_text("他人的", "utf-8")
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(elsewhere)
    with pytest.raises(ForeignFile):
        put(output, {**FIRST, "index.html": "新首页"})
    assert elsewhere.read_text("utf-8") == "他人的"


def staged_files(staged: Path, files: dict[str, str]) -> list[Written]:
    """Texts written into a stage, and the record of them."""
    written = []
    for path, text in files.items():
        place = staged / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        data = text.encode("utf-8")
        written.append(Written(path, hashlib.sha256(data).hexdigest(), len(data)))
    return written


def test_a_file_lost_on_the_way_changes_nothing(output: Path) -> None:
    put(output, FIRST)
    before = contents(output)
    with stage(output) as staged:
        files = staged_files(staged, {"2023/z/index.html": "新", "2024/a/index.html": "新"})
        (staged / "2024/a/index.html").unlink()
        with pytest.raises(EnvironmentFault, match=r"不见了.*2024/a/index.html.*没有改动"):
            publish(staged, output, files)
    assert contents(output) == before


def test_a_fault_in_a_first_publication_leaves_nothing(output: Path) -> None:
    with stage(output) as staged:
        files = [*staged_files(staged, {"index.html": "首页"}), Written("a.html", "0" * 64, 1)]
        with pytest.raises(EnvironmentFault):
            publish(staged, output, files)
    assert list(output.parent.iterdir()) == []


def test_a_file_of_ours_that_was_lost_from_the_site_is_made_again(output: Path) -> None:
    put(output, FIRST)
    (output / "2024/a/index.html").unlink()
    put(output, FIRST)
    assert pages(output) == FIRST


def test_where_nothing_changed_nothing_is_exchanged(output: Path) -> None:
    put(output, FIRST)
    before = output.stat()
    assert put(output, FIRST) == Published((), (), 3)
    assert os.path.samestat(output.stat(), before)


def test_rights_and_times_stay_as_they_were(output: Path) -> None:
    put(output, FIRST)
    for path, mode in (("", 0o2750), ("2024", 0o755), ("2024/a", 0o700)):
        (output / path).chmod(mode)
    (output / "2024/a/index.html").chmod(0o640)
    os.utime(output / "2024/b/index.html", (0, 0))
    put(output, {**FIRST, "2024/a/index.html": "甲二"})
    modes = {p: (output / p).stat().st_mode & 0o7777 for p in ("", "2024", "2024/a")}
    assert modes == {"": 0o2750, "2024": 0o755, "2024/a": 0o700}
    assert (output / "2024/a/index.html").stat().st_mode & 0o7777 == 0o640
    assert (output / "2024/b/index.html").stat().st_mtime == 0


def test_folders_and_links_of_others_stay_as_they_are(output: Path, tmp_path: Path) -> None:
    put(output, FIRST)
    (output / "2024/空").mkdir()
    (output / "别处").symlink_to(tmp_path)
    (output / "断了").symlink_to("没有这个文件")
    put(output, {"index.html": "新首页"})
    assert (output / "2024/空").is_dir()
    assert not (output / "2024/a").exists()
    assert os.readlink(output / "别处") == str(tmp_path)
    assert os.readlink(output / "断了") == "没有这个文件"


def test_a_linked_folder_is_not_written_through(output: Path, tmp_path: Path) -> None:
    put(output, FIRST)
    elsewhere = tmp_path / "别处"
    shutil.move(output / "2024", elsewhere)
    (output / "2024").symlink_to(elsewhere)
    before = contents(elsewhere)
    with pytest.raises(ForeignFile) as fault:
        put(output, {**FIRST, "2024/a/index.html": "新"})
    assert fault.value.paths == ["2024"]
    assert contents(elsewhere) == before


def test_an_output_that_is_a_link_is_served_from_where_it_leads(
    output: Path, tmp_path: Path
) -> None:
    place = tmp_path / "别处" / "site"
    place.mkdir(parents=True)
    output.symlink_to(place)
    put(output, FIRST)
    put(output, {"index.html": "新首页"})
    assert output.is_symlink()
    assert pages(place) == {"index.html": "新首页"}
    assert [p.name for p in place.parent.iterdir()] == ["site"]


def test_what_another_writes_meanwhile_is_brought_over(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just before the exchange: a new file, and one of theirs put in the place of another."""
    put(output, FIRST)
    (output / "计数.txt").write_text("1", "utf-8")
    flush = exchange.flush

    def late(tree: Path) -> None:
        flush(tree)
        (output / "上传").mkdir()
        (output / "上传/新.pdf").write_text("新来的", "utf-8")
        (output / "计数").write_text("2", "utf-8")
        os.replace(output / "计数", output / "计数.txt")

    monkeypatch.setattr("generator.publishing.publish.flush", late)
    put(output, {"index.html": "新首页"})
    assert pages(output) == {"index.html": "新首页", "上传/新.pdf": "新来的", "计数.txt": "2"}


def test_where_a_disk_knows_no_links_copies_keep_their_times(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on FAT, which cannot swap two folders either."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(exchange, "_swapped", lambda one, other: False)
    put(output, FIRST)
    os.utime(output / "2024/a/index.html", (10**9, 10**9))
    put(output, {"index.html": "新首页", "2024/a/index.html": "甲"})
    assert pages(output) == {"index.html": "新首页", "2024/a/index.html": "甲"}
    assert (output / "2024/a/index.html").stat().st_mtime == 10**9


def test_where_two_folders_cannot_be_swapped_they_step_aside(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swapped", lambda one, other: False)
    put(output, FIRST)
    published = put(output, {"index.html": "新首页"})
    assert "一瞬间" in published.weakness
    assert pages(output) == {"index.html": "新首页"}
    assert [p.name for p in output.parent.iterdir()] == ["site"]


def test_a_stop_between_the_two_steps_is_mended_by_the_next_build(output: Path) -> None:
    put(output, FIRST)
    output.rename(output.with_name(".site.former"))
    put(output, {**FIRST, "index.html": "新首页"})
    assert pages(output) == {**FIRST, "index.html": "新首页"}
    assert [p.name for p in output.parent.iterdir()] == ["site"]


@pytest.fixture
def fixed(output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output that cannot be moved, as a mount point cannot."""
    monkeypatch.setattr(
        "generator.publishing.stage.mounted_at_or_below", lambda folder: folder == output.resolve()
    )
    output.mkdir()
    return output


def test_in_an_output_that_cannot_be_moved_its_entries_change_places(fixed: Path) -> None:
    (fixed / "他人的").mkdir()
    (fixed / "他人的/文件").write_text("他人的", "utf-8")
    before = (fixed / "他人的").stat()
    put(fixed, FIRST)
    published = put(fixed, {"index.html": "新首页", "2024/a/index.html": "甲"})
    assert "挂载点" in published.weakness
    expected = {"index.html": "新首页", "2024/a/index.html": "甲", "他人的/文件": "他人的"}
    assert pages(fixed) == expected
    assert os.path.samestat((fixed / "他人的").stat(), before)
    assert not [p for p in fixed.iterdir() if p.name.startswith(".")]


def test_a_folder_that_a_container_mounts_can_say_that_it_has_to_stay(output: Path) -> None:
    put(output, FIRST)
    (output / ".in-place").touch()
    before = output.stat()
    published = put(output, {"index.html": "新首页"})
    assert ".in-place" in published.weakness
    assert pages(output) == {"index.html": "新首页", ".in-place": ""}
    assert os.path.samestat(output.stat(), before)


@pytest.mark.parametrize("last", [0, 1, 2, 3])
def test_a_refusal_among_the_entries_puts_them_all_back(
    fixed: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    put(fixed, {**FIRST, "alt/index.html": "旧"})
    before = contents(fixed)
    steps = []

    def refuse(one: Path, other: Path) -> str:
        steps.append(other)
        if len(steps) == last + 1:
            raise OSError(errno.EIO, "")
        return put_one(one, other)

    put_one = exchange.put_in_place
    monkeypatch.setattr(exchange, "put_in_place", refuse)
    with pytest.raises(EnvironmentFault, match="磁盘读写出错"):
        put(fixed, {"index.html": "新首页", "2024/a/index.html": "新", "neu/index.html": "新"})
    assert contents(fixed) == before


def test_entries_of_two_builds_side_by_side_all_have_an_owner(
    fixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that stops among the entries: nothing is undone."""
    put(fixed, FIRST)
    second = {"index.html": "新首页", "2025/a/index.html": "新"}

    def stop(one: Path, other: Path) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "put_in_place", stop)
        patched.setattr(exchange, "partial", lambda *_: lambda: None)
        patched.setattr("generator.publishing.publish._recorded_between", written_for_good)
        with pytest.raises(KeyboardInterrupt):
            put(fixed, second)
    assert pages(fixed) == {**FIRST, "2025/a/index.html": "新"}
    put(fixed, {"index.html": "dritte"})
    assert pages(fixed) == {"index.html": "dritte"}


@contextmanager
def written_for_good(staged: Path, output: Path, meanwhile: bytes) -> Iterator[None]:
    """The record of both builds, which nobody takes back any more."""
    (output / MANIFEST).write_bytes(meanwhile)
    yield


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"generator": 1}', '{"generator": "gongkai 0", "files": [1]}']
)
def test_a_record_that_cannot_be_read_owns_nothing(output: Path, record: str) -> None:
    put(output, FIRST)
    (output / MANIFEST).write_text(record, "utf-8")
    before = contents(output)
    with pytest.raises(ForeignFile):
        put(output, {**FIRST, "index.html": "新首页"})
    assert contents(output) == before


@pytest.mark.parametrize("path", ["../外面.html", "/etc/外面.html", "a/../../外面.html"])
def test_a_record_cannot_name_a_file_outside(output: Path, tmp_path: Path, path: str) -> None:
    outside = tmp_path / "外面.html"
    outside.write_text("他人的", "utf-8")
    digest = hashlib.sha256(outside.read_bytes()).hexdigest()
    output.mkdir()
    record = {"generator": "gongkai 0", "files": {path: digest, "旧.html": "0" * 64}}
    (output / MANIFEST).write_text(json.dumps(record), "utf-8")
    put(output, FIRST)
    assert outside.read_text("utf-8") == "他人的"


def test_folders_that_are_kept_keep_their_files_and_stay_recorded(output: Path) -> None:
    put(output, FIRST)
    put(output, {"index.html": "新首页"}, keep=["2024/b"])
    assert pages(output) == {"index.html": "新首页", "2024/b/index.html": "乙"}
    put(output, {"index.html": "新首页"})
    assert pages(output) == {"index.html": "新首页"}


def test_the_stage_is_gone_afterwards_whatever_happens(output: Path) -> None:
    def fail() -> None:
        with stage(output) as staged:
            (staged / "half.html").write_text("半", "utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert contents(output) == {}


def test_what_a_killed_build_left_is_swept_by_the_next(output: Path) -> None:
    put(output, FIRST)
    left = output.with_name(".site.stage-left")
    (left / ".tree/2024").mkdir(parents=True)
    os.link(output / "index.html", left / ".tree/index.html")
    (left / ".tree/2024").chmod(0o500)
    output.with_name(".site.lock").write_text("", "utf-8")
    with stage(output):
        pass
    assert pages(output) == FIRST
    assert [p.name for p in output.parent.iterdir()] == ["site"]


def test_the_second_of_two_builds_says_so_and_waits(output: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with stage(output, lambda: order.append("waits")):
            order.append("second")

    with stage(output):
        thread = threading.Thread(target=second)
        thread.start()
        while not order:
            time.sleep(0.01)
        order.append("first")
    thread.join()
    assert order == ["waits", "first", "second"]


def test_an_output_that_may_not_be_written_is_told(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(output, FIRST)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(EnvironmentFault, match=r"没有权限.*没有改动"), stage(output):
        pass
    assert pages(output) == FIRST


def test_an_output_that_cannot_be_a_folder_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("", "utf-8")
    with pytest.raises(EnvironmentFault) as fault, stage(tmp_path / "site"):
        pass
    assert "移走同名的文件" in fault.value.hint
