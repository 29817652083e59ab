"""Reading one folder and nothing outside of it, whatever encoding and line ends."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import files
from generator.diagnostics import Problems
from generator.files import Folder, decode, is_leftover


def read(folder: Path, name: str) -> tuple[list[str] | None, list[str]]:
    """The lines of a file, and the rules that it broke."""
    problems = Problems()
    source = Folder(folder).text(name, problems)
    return list(source.lines) if source else None, [d.rule for d in problems.found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_the_same_in_any_encoding_and_with_any_line_ends(
    tmp_path: Path, encoding: str, end: str
) -> None:
    (tmp_path / "a.yaml").write_bytes(f"部门: 某局{end}年度: 2025{end}".encode(encoding))
    assert read(tmp_path, "a.yaml") == (["部门: 某局", "年度: 2025", ""], [])


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\xe8\x90", "甲".encode("utf-16"), b"a\0b", b"\x80\x80\xff", b"PK\x03\x04\0\0"],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert read(tmp_path, "a.yaml") == (None, ["WJ01"])


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_decodes_to_what_was_encoded(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text


@given(st.binary(max_size=60))
def test_any_bytes_decode_or_do_not(data: bytes) -> None:
    text = decode(data)
    assert text is None or "\0" not in text


@pytest.mark.parametrize(
    "name", ["~$报告.docx", ".DS_Store", ".git", "Thumbs.db", "DESKTOP.INI", "a~"]
)
def test_what_editors_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("甲", "utf-8")
    (tmp_path / "a.yaml").write_text("甲", "utf-8")
    assert is_leftover(name)
    assert list(Folder(tmp_path).walk()) == ["a.yaml"]


def test_what_is_read_is_remembered_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: b")
    (tmp_path / "b.yaml").write_bytes(b"unread")
    folder = Folder(tmp_path)
    folder.text("a.yaml", Problems())
    assert folder.inputs == {"a.yaml": hashlib.sha256(b"a: b").hexdigest()}


@pytest.mark.parametrize(
    "path", ["../外面.txt", "2025/../../外面.txt", "/etc/hostname", "链接.txt", "文件夹/外面.txt"]
)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "外面.txt").write_text("机密", "utf-8")
    inside = tmp_path / "content"
    (inside / "2025").mkdir(parents=True)
    (inside / "链接.txt").symlink_to(tmp_path / "外面.txt")
    (inside / "文件夹").symlink_to(tmp_path)
    assert read(inside, path) == (None, ["WJ05"])


def test_a_link_inside_the_folder_may_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("甲", "utf-8")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert read(tmp_path, "b.yaml") == (["甲"], [])


def test_what_is_no_plain_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    os.mkfifo(tmp_path / "管道.yaml")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "口.yaml"))
        assert list(Folder(tmp_path).walk()) == ["口.yaml", "管道.yaml"]
    for name in ("夹", "管道.yaml", "口.yaml", "没有.yaml"):
        assert read(tmp_path, name) == (None, ["WJ01"])


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to root")
    (tmp_path / "a.yaml").write_text("甲", "utf-8")
    (tmp_path / "a.yaml").chmod(0)
    problems = Problems()
    assert Folder(tmp_path).text("a.yaml", problems) is None
    assert "没有读取权限" in problems.found[0].message


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=descriptor)
        below = os.open("a", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(os.open("甲.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)
    try:
        assert [path.count("/") for path in Folder(tmp_path).walk()] == [1200]
    finally:
        _flatten(tmp_path)


def _flatten(folder: Path) -> None:
    """Take the folders apart from above: Python's own removal would recurse too deep."""
    while (folder / "a").is_dir():
        (folder / "a").rename(folder / "b")
        for inner in (folder / "b").iterdir():
            inner.rename(folder / inner.name)
        (folder / "b").rmdir()


def test_names_are_composed_and_still_found(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.yaml").write_text("甲", "utf-8")
    folder = Folder(tmp_path)
    assert list(folder.walk()) == ["caf\u00e9.yaml"]
    source = folder.text("caf\u00e9.yaml", Problems())
    assert source is not None
    assert list(source.lines) == ["甲"]


def test_files_beyond_the_limit_are_not_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILE_COUNT_LIMIT", 3)
    for n in range(9):
        (tmp_path / f"{n}.yaml").write_text("甲", "utf-8")
    assert len(list(Folder(tmp_path).walk())) == 4


def test_the_first_control_character_of_each_line_is_told_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("甲\x0b乙\x0c\n丙\n\x1b丁\t戊".encode())
    problems = Problems()
    Folder(tmp_path).text("a.yaml", problems)
    assert [(d.rule, d.span.line, d.span.column) for d in problems.found] == [
        ("WJ11", 1, 2), ("WJ11", 3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [("甲" * 30_001, "30001 个字"), ("\n" * 100_001, "100000 行"), ("\r\n" * 99_000, "")],
)
def test_lines_are_counted_before_they_are_read(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_bytes(text.encode("utf-8"))
    problems = Problems()
    source = Folder(tmp_path).text("a.yaml", problems)
    assert (source is None) == bool(said)
    assert all(said in d.message for d in problems.found)
    assert bool(problems.found) == bool(said)
