"""Pictures and footnotes go into Word, come back as they were, and no change of them is silent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree

from generator.arguments import make_parser
from generator.commands import importing
from generator.commands.outcomes import DONE, PROBLEMS
from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.importing import read_disclosure
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.model.words import Picture, Subheading
from generator.sources.word_source import read_word
from tests.outputs.word_samples import Written, written
from tests.pictures import jpeg, png
from tests.strategies import families

TEXT = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  ### 供水
  全年安排资金[^1]，用于供水和检测，保障农村饮水安全。
  ![近五年检测的水样逐年增加](附件/水样.png "检测水样份数")
  [^1]: 其中一半是上级资金。
  ![站房里的检测台](附件/站房.jpg)
  以上两张图由监测站提供[^2]。
  [^2]: 拍于枯水期。
分项绩效目标:
  - 标题: 监测
    内容: |
      按季抽检集中供水工程[^3]，结果当月向社会公布。
      [^3]: 枯水期加密。
项目:
  - 名称: 水质检测
    地址: 001
    编码: 99010125P00312010007P
    预算数: 36.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于水样检测。
    绩效目标: 掌握水质。
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 检测水样份数 | 全年检测的水样 | ≥240份 | 计划 |
"""
FILES = {"附件/水样.png": png(size=(4000, 400)), "附件/站房.jpg": jpeg()}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for file, data in FILES.items():
        (folder / "2025" / "sw" / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / "2025" / "sw" / file).write_bytes(data)
    (folder / "2025" / "sw.yaml").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def made(content: Path) -> Written:
    return written(content, "2025/sw")


def imported(data: bytes) -> tuple[Disclosure, dict[str, bytes]]:
    document = read_word("a.docx", data, Problems())
    assert document is not None
    made = read_disclosure(document, families(), id="sw", year=None, problems=Problems())
    assert made is not None
    return made.disclosure, dict(made.pictures)


def remarks(disclosure: Disclosure) -> str:
    return "\n".join(words.text for words in disclosure.all_remarks())


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_holds_real_footnotes_and_the_very_pictures(made: Written) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    notes = archive.read("word/footnotes.xml").decode()
    assert "其中一半是上级资金。" in notes
    assert archive.read("word/document.xml").decode().count("footnoteReference w:id") == 3
    media = {archive.read(n) for n in archive.namelist() if n.startswith("word/media/")}
    assert media == set(FILES.values())
    shapes = docx.Document(io.BytesIO(made.data)).inline_shapes
    assert [shape.width.mm for shape in shapes] == [156, pytest.approx(40 * 25.4 / 96, 0.01)]


def test_a_plain_import_gives_the_same_sections_and_files(made: Written) -> None:
    again, files = imported(made.data)
    assert files == FILES
    assert again.sections == made.disclosure.sections
    assert again.subgoals == made.disclosure.subgoals
    assert not remarks(again)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_import_puts_the_pictures_beside_the_text(
    shape: str, made: Written, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(made.data)
    into = tmp_path / "content2" / "2025" / "sw"
    words = ["import", str(tmp_path / "a.docx"), "--into", str(into), "--shape", shape]
    assert importing.run(make_parser("").parse_args(words)) == DONE
    for file, data in FILES.items():
        assert (into / file).read_bytes() == data
    folder, problems = Folder(tmp_path / "content2"), Problems()
    (found,) = find(folder, problems)
    again = load(folder, found, families(), problems)
    assert again is not None
    assert again.sections == made.disclosure.sections


def test_a_picture_nobody_described_is_to_be_filled_in(made: Written) -> None:
    document = docx.Document(io.BytesIO(made.data))
    about = document.inline_shapes[0]._inline.docPr
    about.set("descr", "图片 1")
    about.set("name", "图片 1")
    again, files = imported(saved(document))
    (first, _) = [p for s in again.sections for p in s.prose if isinstance(p, Picture)]
    assert (first.description.text, first.file) == ("（待填写）", "附件/图1.png")
    assert files["附件/图1.png"] == FILES["附件/水样.png"]


def test_what_has_no_room_for_a_note_leaves_it_as_a_remark(made: Written) -> None:
    """A mark in a heading is taken out of it."""
    document = docx.Document(io.BytesIO(made.data))
    cited = next(p for p in document.paragraphs if p.text.startswith("以上两张图"))
    heading = next(p for p in document.paragraphs if p.text.endswith("供水"))
    (mark,) = [r for r in cited.runs if r._r.xpath("w:footnoteReference")]
    element: etree._Element = heading._p
    element.append(mark._r)
    again, _ = imported(saved(document))
    assert "拍于枯水期" in remarks(again)
    headings = [p for s in again.sections for p in s.prose if isinstance(p, Subheading)]
    assert [heading.words.text for heading in headings] == ["供水"]


# --- import --update ---------------------------------------------------------------------


def updated(content: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    place = content.parent / "changed.docx"
    place.write_bytes(data)
    words = ["import", str(place), "--update", "2025/sw", "--content", str(content), "--write"]
    code = importing.run(make_parser("").parse_args(words))
    return code, capsys.readouterr().out


def untouched(document: Document) -> None:
    """Nothing is changed."""


def text_beside_a_mark(document: Document) -> None:
    run = next(r for p in document.paragraphs for r in p.runs if "用于供水和检测" in r.text)
    run.text = run.text.replace("供水和检测", "供水和水质检测")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (untouched, "全年安排资金[^1]，用于供水和检测"),
        (text_beside_a_mark, "[^1]，用于供水和水质检测"),
    ],
)
def test_text_around_marks_is_taken_back_with_its_marks(
    change: Callable[[Document], None], says: str, content: Path, made: Written,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    document = docx.Document(io.BytesIO(made.data))
    change(document)
    code, out = updated(content, saved(document), capsys)
    assert code == DONE, out
    assert says in (content / "2025" / "sw.yaml").read_text("utf-8")


def other_note(data: bytes) -> bytes:
    return rewritten(data, "word/footnotes.xml", lambda part: part.replace("一半", "三成"))


def test_a_footnote_that_was_changed_is_taken_back(
    content: Path, made: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = updated(content, other_note(made.data), capsys)
    assert code == DONE, out
    assert "[^1]: 其中三成是上级资金。" in (content / "2025" / "sw.yaml").read_text("utf-8")


def other_description(data: bytes) -> bytes:
    return rewritten(data, "word/document.xml", lambda part: part.replace("检测台", "实验台"))


def other_picture(data: bytes) -> bytes:
    """Another picture in the place of one, under its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            is_it = name.endswith(".jpg")
            new.writestr(name, jpeg(size=(50, 50)) if is_it else old.read(name))
    return out.getvalue()


def without_picture(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    paragraph = next(p for p in document.paragraphs if p._p.xpath(".//wp:docPr"))
    _remove(paragraph._p)
    return saved(document)


def without_mark(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    (run, *_) = [r for p in document.paragraphs for r in p.runs
                 if r._r.xpath("w:footnoteReference")]  # fmt: skip
    _remove(run._r)
    return saved(document)


def new_picture(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    below = next(p for p in document.paragraphs if p.text.startswith("以上两张图"))
    below.insert_paragraph_before().add_run().add_picture(io.BytesIO(png(size=(9, 9))))
    return saved(document)


def _remove(element: etree._Element) -> None:
    above = element.getparent()
    assert above is not None
    above.remove(element)


@pytest.mark.parametrize(
    "change", [other_description, other_picture, without_picture, without_mark, new_picture]
)
def test_a_change_of_pictures_and_marks_is_refused_by_name(
    change: Callable[[bytes], bytes], content: Path, made: Written,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    code, out = updated(content, change(made.data), capsys)
    assert code == PROBLEMS
    assert "ZH04" in out
    assert (content / "2025" / "sw.yaml").read_text("utf-8") == TEXT


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return out.getvalue()
