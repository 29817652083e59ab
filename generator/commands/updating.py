"""`gongkai import --update`: what was changed in Word, back into the text files.

Nothing is put in place before the whole content was read again with it and says what Word
says, there and nowhere else.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..department.examining import Examined, examine
from ..diagnostics import Diagnostic, Level, Problems, in_order
from ..files import Folder
from ..jobs import Context
from ..outputs.word import Flow
from ..sources.opening import read_document
from ..updating import (
    Compared,
    compare,
    edited_files,
    fresh_errors,
    place_edits,
    read_places,
    said_otherwise,
)
from ..updating.edits import Overlapping, lines_of
from ..updating.placing import Unplaced
from ..updating.reading import ReadPiece, carries_marks
from .common import content_folder, print_findings, tally
from .outcomes import DONE, PROBLEMS
from .word import context_of, flow_from, job_of


def update(args: argparse.Namespace) -> int:
    """Exit code 0 done or nothing to do, 1 where something could not be taken back."""
    context = context_of(content_folder(args))
    job = job_of(args.update, context)
    pieces = _pieces(args.source)
    examined = examine(job)
    flow = flow_from(examined, context)
    if pieces is None or flow is None or examined.disclosure is None or examined.family is None:
        print_findings(examined.diagnostics if flow is None else ())
        print("没有收回：先改正上面的错误。")
        return PROBLEMS
    if not carries_marks(pieces):
        print(f"{args.source} 里没有 gongkai word 写的各格的标记，不知道改了哪里。")
        print("改法：用 gongkai word 导出的文件来改；别的文件用 gongkai import 导入。")
        return PROBLEMS
    compared = compare(flow, pieces)
    files = _Files(context.content)
    edits = place_edits(compared, examined.disclosure, examined.family, files.lines)
    try:
        new = edited_files(files.read, edits)
    except Overlapping as fault:
        print(f"{fault} 里有两处改动落在同一个地方，没有收回。请在文本里改。")
        return PROBLEMS
    faults = _faults(context, job.key, examined, flow, pieces, compared, new) if new else ()
    if faults:
        print_findings(faults)
        print("没有收回：照 Word 改了文本以后，读到的与 Word 里不一样。没有改动任何文件。")
        return PROBLEMS
    return _told(compared, files.read, new, context.content if args.write else None)


def _pieces(source: Path) -> tuple[ReadPiece, ...] | None:
    """The places of a Word file; None, with what is wrong told, where it cannot be read."""
    problems = Problems()
    data = Folder(source.parent).read(source.name, problems)
    document = read_document(source.name, data, problems) if data is not None else None
    print_findings(d for d in in_order(problems.found) if d.level is Level.ERROR)
    return read_places(document) if document is not None else None


class _Files:
    """The text files of the content, read as they stand; `read` are those that were asked for."""

    def __init__(self, content: Path) -> None:
        self.folder = Folder(content)
        list(self.folder.walk())  # so that it knows the names as they are on disk
        self.read: dict[str, bytes] = {}

    def lines(self, path: str) -> Sequence[str]:
        if Path(path).suffix not in (".yaml", ".md", ".csv"):
            raise Unplaced(f"这一格在工作簿 {path} 里。", "请在 Excel 里改。")
        if path not in self.read:
            data = self.folder.read(path, Problems())
            if data is None:
                raise Unplaced(f"{path} 读不出。", "检查文件是否还在。")
            self.read[path] = data
        return lines_of(self.read[path])


def _faults(
    context: Context,
    key: str,
    before: Examined,
    flow: Flow,
    pieces: Sequence[ReadPiece],
    compared: Compared,
    new: Mapping[str, bytes],
) -> tuple[Diagnostic, ...]:
    """What would be wrong with the content, or said otherwise than in Word, were these files
    put in place: they are, in a copy."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as name:
        content = Path(name) / "content"
        shutil.copytree(context.content, content, copy_function=_linked)
        for path, data in new.items():
            place = Folder(content).locate(path) or content / path
            place.unlink()  # a link to the file itself
            place.write_bytes(data)
        copied = replace(context, content=content)
        examined = examine(job_of(key, copied))
        made = flow_from(examined, copied)
    if made is None:
        return fresh_errors(before.diagnostics, examined.diagnostics)
    return said_otherwise(flow, made, pieces, compared, key)


def _linked(source: str, target: str) -> str:
    """A copy that costs nothing where the disk can have one file under two names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _told(
    compared: Compared,
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    content: Path | None,
) -> int:
    """Tell the changes and, where there is a folder to write to, put the files in place."""
    print_findings(compared.refused)
    for _, told, _ in compared.changes:
        print(*(f"  {line}" for line in told.split("\n")), sep="\n")
    for path in new:
        print(*difflib.unified_diff(
            lines_of(old[path]), lines_of(new[path]), f"{path}（现在）", f"{path}（收回后）",
            lineterm="", n=1,
        ), sep="\n")  # fmt: skip
    if compared.refused:
        print(f"{tally(compared.refused)}：这些改动收不回。")
    if not new:
        print("没有要收回的改动。" if not compared.refused else "没有能收回的改动。")
    elif content is None:
        print(f"有 {len(compared.changes)} 处改动可以收回。没有写；加上 --write 写进文本。")
    else:
        _put(content, new)
        print(f"已收回 {len(compared.changes)} 处改动，写进 {'、'.join(new)}。")
    return PROBLEMS if compared.refused else DONE


def _put(content: Path, new: Mapping[str, bytes]) -> None:
    """Each file whole or as it was."""
    folder = Folder(content)
    list(folder.walk())
    for path, data in new.items():
        place = folder.locate(path) or content / path
        beside = place.with_name(f".{place.name}.new")
        beside.write_bytes(data)
        os.replace(beside, place)
