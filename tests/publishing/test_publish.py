"""Publishing: all or nothing, and never a file that is not ours."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.environment import EnvironmentFault
from generator.jobs import Written
from generator.publishing.publish import (
    JOURNAL,
    MANIFEST,
    SUMS,
    ForeignFile,
    Published,
    publish,
    stage,
)

FIRST = {"index.html": "首页", "2024/a/index.html": "甲", "2024/b/index.html": "乙"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site"


def put(output: Path, files: dict[str, str], keep: Iterable[str] = ()) -> Published:
    """Publish files of these texts."""
    with stage(output) as staged:
        written = []
        for path, text in files.items():
            place = staged / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
            digest = hashlib.sha256(place.read_bytes()).hexdigest()
            written.append(Written(path, digest, len(text)))
        return publish(staged, output, written, keep)


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


def test_a_fault_in_the_middle_puts_everything_back(output: Path) -> None:
    put(output, FIRST)
    before = contents(output)
    with stage(output) as staged:
        files = []
        for path in ("2023/z/index.html", "index.html", "2024/a/index.html"):
            place = staged / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("新", "utf-8")
            files.append(Written(path, hashlib.sha256("新".encode()).hexdigest(), 1))
        (staged / "2024/a/index.html").unlink()  # the disk lost it: the last move fails
        with pytest.raises(EnvironmentFault, match="已恢复原样"):
            publish(staged, output, files)
    assert contents(output) == before


def test_a_fault_in_a_first_publication_leaves_nothing(output: Path) -> None:
    with stage(output) as staged:
        (staged / "index.html").write_text("首页", "utf-8")
        files = [
            Written("index.html", hashlib.sha256("首页".encode()).hexdigest(), 6),
            Written("2024/a/index.html", "0" * 64, 1),
        ]
        with pytest.raises(EnvironmentFault):
            publish(staged, output, files)
    assert contents(output) == {}


def test_an_interrupted_publication_is_taken_up_by_the_next(output: Path, tmp_path: Path) -> None:
    """A cut in the power: the journal is there, some files are new, the manifest is old."""
    put(output, FIRST)
    second = {"index.html": "新首页", "2024/c/index.html": "丙"}
    after = tmp_path / "after"
    shutil.copytree(output, after)
    put(after, second)
    journal = {
        "generator": "gongkai 0",
        "files": json.loads((after / MANIFEST).read_text("utf-8"))["files"],
        "earlier": {},
    }
    (output / JOURNAL).write_text(json.dumps(journal), "utf-8")
    (output / "2024/c").mkdir()
    (output / "2024/c/index.html").write_text("丙", "utf-8")
    (output / "index.html").write_text("新首页", "utf-8")
    put(output, {"index.html": "第三版"})
    assert pages(output) == {"index.html": "第三版"}


def test_a_cut_that_lost_the_manifest_still_knows_its_files(output: Path) -> None:
    put(output, FIRST)
    recorded = json.loads((output / MANIFEST).read_text("utf-8"))["files"]
    journal = {
        "generator": "gongkai 0",
        "files": {},
        "earlier": {p: [s] for p, s in recorded.items()},
    }
    (output / JOURNAL).write_text(json.dumps(journal), "utf-8")
    (output / MANIFEST).unlink()
    put(output, {"index.html": "第二版"})
    assert pages(output) == {"index.html": "第二版"}


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


def test_a_stage_that_a_killed_build_left_is_swept_after_a_day(output: Path) -> None:
    old, young = output / ".stage-old", output / ".stage-young"
    old.mkdir(parents=True)
    young.mkdir()
    os.utime(old, (0, 0))
    put(output, FIRST)
    assert not old.exists()
    assert young.exists()


def test_an_output_that_cannot_be_a_folder_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("", "utf-8")
    with pytest.raises(EnvironmentFault) as fault, stage(tmp_path / "site"):
        pass
    assert "换一个输出文件夹" in fault.value.hint
