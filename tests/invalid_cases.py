"""Broken inputs, a text file each in `tests/invalid/`: what was typed, and what must be said.

A case begins with a line that tells its fault, then come its files, each under
`=== path ===`, then, under `=== 应报 ===`, what `gongkai check` prints of them, to
the letter: place, level, rule and message; the line itself; a caret; the hint.
Paths below `templates/` stand beside the content folder, all others in it. A
file that plain text cannot show names its maker: `=== path ← utf16 ===`. The
portal's settings are there unless the case brings its own, or says `← none`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from generator.limits import TEXT_LIMIT, UNPACKED_LIMIT
from tests.pictures import NAMED

FOLDER = Path(__file__).with_name("invalid")
SETTINGS = """\
名称: 示例县预算绩效公开
域名: www.example.cn
标识码: 1399010001
主办单位: 示例县人民政府
联系电话: 0300-0000000
备案号: 示ICP备00000000号
网址: https://www.example.cn/yjsgk/
索引号前缀: SLX-
"""
EXPECTED = "应报"
_HEAD = re.compile(r"=== (?P<path>.+?)(?: ← (?P<maker>\w+))? ===")


@dataclass(frozen=True)
class Section:
    """One file of a case as typed, and the maker that turns it into what is on disk."""

    path: str
    text: str
    maker: str


@dataclass(frozen=True)
class Case:
    """A broken site and what must be said of it."""

    name: str
    about: str
    files: tuple[Section, ...]
    expected: str

    def write(self, folder: Path) -> None:
        """Put the case's files on disk: `content/`, and `templates/` where it has any."""
        content = folder / "content"
        content.mkdir()
        if all(f.path != "站点.yaml" for f in self.files):
            (content / "站点.yaml").write_text(SETTINGS, "utf-8")
        for section in self.files:
            place = (folder if section.path.startswith("templates/") else content) / section.path
            place.parent.mkdir(parents=True, exist_ok=True)
            MAKERS[section.maker](place, section.text)


def cases() -> list[Case]:
    return [read_case(path) for path in sorted(FOLDER.glob("*.txt"))]


def read_case(path: Path) -> Case:
    """One case; an odd file of this folder is a fault of ours and fails at once."""
    about, *sections = _sections(path.read_text("utf-8"))
    *files, expected = sections
    assert expected.path == EXPECTED, f"{path.name} must end with === {EXPECTED} ==="
    return Case(path.stem, about.text.strip(), tuple(files), expected.text.strip("\n"))


def _sections(text: str) -> Iterator[Section]:
    head = Section("", "", "")
    lines: list[str] = []
    for line in text.split("\n"):
        if match := _HEAD.fullmatch(line):
            yield Section(head.path, "\n".join(lines), head.maker)
            head, lines = Section(match["path"], "", match["maker"] or "text"), []
        else:
            lines.append(line)
    yield Section(head.path, "\n".join(lines), head.maker)


def _text(place: Path, text: str) -> None:
    place.write_bytes(f"{text}\n".encode() if text else b"")


def _none(place: Path, text: str) -> None:
    """The file is not there."""


def _utf16(place: Path, text: str) -> None:
    place.write_bytes(text.encode("utf-16"))


def _nul(place: Path, text: str) -> None:
    place.write_bytes(text.replace("␀", "\0").encode())


def _control(place: Path, text: str) -> None:
    place.write_bytes(text.replace("␋", "\x0b").replace("␛", "\x1b").encode())


def _signs(place: Path, text: str) -> None:
    """⟦200B⟧ stands for the sign with that number, which nobody would see here."""
    signs = re.sub(r"⟦([0-9A-F]{4})⟧", lambda match: chr(int(match[1], 16)), text)
    place.write_text(f"{signs}\n", "utf-8")


def _bytes(place: Path, text: str) -> None:
    place.write_bytes(bytes.fromhex(text))


def _link(place: Path, text: str) -> None:
    place.symlink_to(text.strip())


def _huge(place: Path, text: str) -> None:
    place.write_bytes(b"#" + b"x" * TEXT_LIMIT)


def _repeated(place: Path, text: str) -> None:
    """`↻ 3: line` stands for the line three times; N in it counts from 1."""
    lines: list[str] = []
    for line in text.split("\n"):
        if match := re.fullmatch(r"↻ (\d+): (.*)", line):
            lines += [match[2].replace("⟨N⟩", str(n + 1)) for n in range(int(match[1]))]
        else:
            lines.append(line)
    place.write_text("\n".join(lines), "utf-8")


def _deep(place: Path, text: str) -> None:
    """The text, and under its last line 20 keys, each a level deeper."""
    levels = "\n".join(f"{'  ' * (n + 1)}层{n + 1}:" for n in range(20))
    place.write_text(f"{text}{levels} 值\n", "utf-8")


def _workbook(place: Path, text: str) -> None:
    """A line a row, a tab between cells; what begins with = is a formula nobody computed."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in text.strip("\n").split("\n"):
        book.active.append([cell or None for cell in row.split("\t")])
    book.save(place)


def _hidden(place: Path, text: str) -> None:
    """As a workbook; its last row and column are hidden, the second row has a comment."""
    _workbook(place, text)
    book = openpyxl.load_workbook(place)
    sheet = book.worksheets[0]
    sheet.row_dimensions[sheet.max_row].hidden = True
    sheet.column_dimensions[get_column_letter(sheet.max_column)].hidden = True
    sheet["B2"].comment = Comment("待定", "")
    book.create_sheet("草稿").append(["不公开"])
    book.worksheets[1].sheet_state = "hidden"
    book.create_sheet("旧表").append(["去年的"])
    book.save(place)


def _bomb(place: Path, text: str) -> None:
    """A workbook of a few hundred kilobytes that unpacks to very much more."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", bytes(UNPACKED_LIMIT + 1))
    place.write_bytes(out.getvalue())


def _truncated(place: Path, text: str) -> None:
    _workbook(place, text)
    place.write_bytes(place.read_bytes()[:-200])


def _picture(place: Path, text: str) -> None:
    place.write_bytes(NAMED[text.strip()]())


MAKERS: dict[str, Callable[[Path, str], None]] = {
    "text": _text,
    "none": _none,
    "utf16": _utf16,
    "nul": _nul,
    "control": _control,
    "signs": _signs,
    "bytes": _bytes,
    "link": _link,
    "huge": _huge,
    "repeated": _repeated,
    "deep": _deep,
    "workbook": _workbook,
    "hidden": _hidden,
    "bomb": _bomb,
    "truncated": _truncated,
    "picture": _picture,
}
