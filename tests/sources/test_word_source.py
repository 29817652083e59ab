"""Word files as paragraphs and grids: nothing lost, nothing read that was deleted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import mammoth
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems, RuleBook
from generator.model.tables import Grid
from generator.sources import package
from generator.sources.word_source import WordDocument, read_word
from generator.sources.word_styles import numeral
from generator.sources.word_text import WordParagraph
from tests.importing.word_files import element, fields_table, new, one_grid, read, saved


def texts(document: WordDocument) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, WordParagraph) and b.text.strip()]


def first_grid(document: WordDocument) -> Grid:
    return next(b for b in document.blocks if isinstance(b, Grid))


def refused(data: bytes) -> list[str]:
    """The rules that a file is refused by."""
    problems = Problems()
    assert read_word("坏.docx", data, problems) is None
    assert all(d.message and d.hint for d in problems.found)
    return [d.rule for d in problems.found]


def with_part(document: bytes, name: str, data: bytes) -> bytes:
    """A document with one part replaced."""
    old = zipfile.ZipFile(io.BytesIO(document))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for info in old.infolist():
            archive.writestr(info.filename, data if info.filename == name else old.read(info))
    return buffer.getvalue()


def test_paragraphs_come_with_line_breaks_outline_and_weight() -> None:
    document = new()
    document.add_heading("总体绩效目标", 2)
    paragraph = document.add_paragraph()
    paragraph.add_run("加强监管。").bold = True
    paragraph.add_run("一是\n二是")
    heading, body = (b for b in read(saved(document)).blocks if isinstance(b, WordParagraph))
    assert heading.outline == 1
    assert (body.text, body.lead, body.bold) == ("加强监管。一是\n二是", 5, False)


def test_merged_cells_are_one_cell_with_their_spans() -> None:
    document = new()
    fields_table(document)
    cells = {c.text: c for c in first_grid(read(saved(document))).cells}
    assert (cells["99010125P00312010007P"].colspan, cells["99010125P00312010007P"].rowspan) == (
        2,
        1,
    )
    assert cells["预算规模及资金用途"].rowspan == 2
    assert cells["用于全县集中供水工程水样采集和检测。"].colspan == 6
    assert cells["12月底"].column == 5


def test_the_lines_of_a_cell_are_its_paragraphs_and_breaks() -> None:
    document = new()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "第一行\n第二行"
    cell.add_paragraph("第三行")
    assert first_grid(read(saved(document))).cells[0].lines == ("第一行", "第二行", "第三行")


def test_content_controls_links_and_smart_tags_are_read() -> None:
    document = new()
    document.add_paragraph("前")._p.append(
        element("<w:sdt><w:sdtContent><w:r><w:t>控件里</w:t></w:r></w:sdtContent></w:sdt>")
    )
    document.element.body.insert(
        1,
        element(
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>整段</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    document.add_paragraph()._p.append(
        element("<w:hyperlink><w:smartTag><w:r><w:t>链接</w:t></w:r></w:smartTag></w:hyperlink>")
    )
    assert texts(read(saved(document))) == ["前控件里", "整段", "链接"]


def test_a_cell_inside_a_content_control_is_read() -> None:
    document = new()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "项目编码"
    table.cell(0, 1).text = "X1"
    row, cell = table._tbl.tr_lst[0], table.cell(0, 1)._tc
    control = element("<w:sdt><w:sdtContent/></w:sdt>")
    row.replace(cell, control)
    control[0].append(cell)
    assert [c.text for c in first_grid(read(saved(document))).cells] == ["项目编码", "X1"]


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ('<w:ins w:id="1"><w:r><w:t>新的</w:t></w:r></w:ins>', "插入"),
        ('<w:del w:id="1"><w:r><w:delText>旧的</w:delText></w:r></w:del>', "删除"),
        ('<w:moveTo w:id="1"><w:r><w:t>移来</w:t></w:r></w:moveTo>', "移动"),
    ],
)
def test_tracked_changes_are_refused_with_their_text(mark: str, kind: str) -> None:
    document = new()
    document.add_paragraph("正文")._p.append(element(mark))
    problems = Problems()
    assert read_word("修订.docx", saved(document), problems) is None
    (found,) = problems.found
    assert found.rule == RuleBook.REVISIONS.id
    assert kind in found.message
    assert found.text in mark


def test_a_tracked_row_is_refused_too() -> None:
    document = new()
    table = document.add_table(rows=1, cols=1)
    table._tbl.tr_lst[0].insert(0, element('<w:trPr><w:ins w:id="1"/></w:trPr>'))
    assert refused(saved(document)) == [RuleBook.REVISIONS.id]


def test_the_table_of_contents_is_marked_and_its_field_code_is_no_text() -> None:
    document = new()
    first = document.add_paragraph()._p
    for xml in (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText> TOC \\o </w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        "<w:r><w:t>一、总体绩效目标 1</w:t></w:r>",
    ):
        first.append(element(xml))
    last = document.add_paragraph("二、分项绩效目标 2")._p
    last.append(element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
    document.add_paragraph("正文")
    blocks = [b for b in read(saved(document)).blocks if isinstance(b, WordParagraph)]
    assert [(b.text, b.in_contents) for b in blocks] == [
        ("一、总体绩效目标 1", True), ("二、分项绩效目标 2", True), ("正文", False),
    ]  # fmt: skip


def test_a_field_without_an_end_swallows_nothing() -> None:
    document = new()
    first = document.add_paragraph()._p
    first.append(element('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'))
    first.append(element("<w:r><w:instrText>TOC</w:instrText></w:r>"))
    first.append(element('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'))
    document.add_paragraph("正文")
    blocks = [b for b in read(saved(document)).blocks if isinstance(b, WordParagraph)]
    assert not any(b.in_contents for b in blocks)


def list_definition(format: str, pattern: str) -> str:
    return (
        '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
    )


@pytest.mark.parametrize(
    ("format", "pattern", "expected"),
    [
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("chineseCountingThousand", "（%1）", ["（一）甲", "（二）乙"]),
        ("japaneseCounting", "第%1部分", ["第一部分 甲", "第二部分 乙"]),
        ("bullet", "\uf0b7", ["•甲", "•乙"]),
    ],
)
def test_automatic_numbers_are_written_out(format: str, pattern: str, expected: list[str]) -> None:
    document = new()
    root = document.part.numbering_part.element
    root.insert(0, element(list_definition(format, pattern)))
    root.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text in "甲乙":
        document.add_paragraph(text)._p.insert(
            0,
            element('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'),
        )
    assert texts(read(saved(document))) == expected


def test_an_unknown_number_format_is_reported() -> None:
    document = new()
    root = document.part.numbering_part.element
    root.insert(0, element(list_definition("hindiVowels", "%1")))
    root.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    xml = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
    document.add_paragraph("甲")._p.insert(0, element(xml))
    problems = Problems()
    read(saved(document), problems)
    assert [d.rule for d in problems.found] == [RuleBook.NOT_PLACED.id]


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
)
def test_chinese_numerals(n: int, text: str) -> None:
    assert numeral("chineseCounting", n) == text


def test_what_stands_outside_the_text_becomes_notes() -> None:
    document = new()
    paragraph = document.add_paragraph("正文")._p
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    paragraph.append(element(f"<w:r><w:pict>{box}</w:pict></w:r>"))
    paragraph.append(element("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的字</w:t></w:r>"))
    document.sections[0].header.paragraphs[0].text = "云溪县水务局"
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = "— 1 —"
    notes = [w.text for w in read(saved(document)).notes]
    assert notes == ["文本框：框里的字", "隐藏文字：藏着的字", "页眉：云溪县水务局"]


def test_a_picture_is_noted() -> None:
    document = new()
    document.add_paragraph("正文")._p.append(element("<w:r><w:drawing/></w:r>"))
    assert [w.text for w in read(saved(document)).notes] == ["图片或图形，没有导入"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, word: str) -> None:
    problems = Problems()
    assert read_word("x.docx", data, problems) is None
    (found,) = problems.found
    assert word in found.message


def test_a_document_type_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:body/>&a;</w:document>'
    assert refused(with_part(saved(new()), "word/document.xml", bomb)) == [RuleBook.UNREADABLE.id]


def test_broken_xml_is_refused() -> None:
    assert refused(with_part(saved(new()), "word/document.xml", b"<w:document>")) == ["WJ01"]


def test_bounds_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    document = new()
    one_grid(document)
    monkeypatch.setattr(package, "NODES_A_BYTE", 0)
    for limit in (
        "UNPACKED_LIMIT", "PART_LIMIT", "NODES_IN_ANY_CASE", "XML_DEPTH_LIMIT", "ENTRY_LIMIT",
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(package, limit, 4)
            assert refused(saved(document)) == [RuleBook.TOO_LARGE.id]


def test_a_table_of_endless_columns_is_refused() -> None:
    document = new()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0)._tc.insert(0, element('<w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr>'))
    assert refused(saved(document)) == [RuleBook.TABLE_TOO_LARGE.id]


SMALL = new()
SMALL.add_heading("总体绩效目标", 2)
one_grid(SMALL)
SMALL_DATA = saved(SMALL)
SMALL_XML = zipfile.ZipFile(io.BytesIO(SMALL_DATA)).read("word/document.xml")


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_give_a_document_or_a_diagnostic(data: bytes, as_package: bool) -> None:
    problems = Problems()
    found = read_word("x.docx", b"PK\x03\x04" + data if as_package else data, problems)
    assert found is not None or problems.has_errors


@given(st.lists(st.tuples(st.integers(0, len(SMALL_DATA) - 1), st.integers(0, 255)), max_size=8))
def test_a_package_with_broken_bytes_never_raises(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL_DATA)
    for at, byte in changes:
        data[at] = byte
    problems = Problems()
    assert read_word("x.docx", bytes(data), problems) is not None or problems.has_errors


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SMALL_XML)),
            st.integers(0, 40),
            st.sampled_from([b"", b"<w:ins/>", b"<w:tc>", b"</w:p>", b'"', b"-9", b"&#x85;"]),
        ),
        max_size=3,
    )
)
def test_a_part_with_broken_xml_never_raises(cuts: list[tuple[int, int, bytes]]) -> None:
    xml = SMALL_XML
    for at, length, added in cuts:
        xml = xml[:at] + added + xml[at + length :]
    problems = Problems()
    data = with_part(SMALL_DATA, "word/document.xml", xml)
    assert read_word("x.docx", data, problems) is not None or problems.has_errors


@pytest.mark.parametrize("name", ["julu-2024", "linwu-2021", "gaoxin-2020"])
def test_an_independent_reader_finds_the_same_text(real: Path, name: str) -> None:
    data = (real / f"{name}.docx").read_bytes()
    ours = sorted(
        line
        for block in read(data).blocks
        for text in (
            [block.text] if isinstance(block, WordParagraph) else (c.text for c in block.cells)
        )
        for line in ["".join(text.split())]
        if line
    )
    html = mammoth.convert_to_html(io.BytesIO(data)).value
    assert "".join(sorted("".join(ours))) == "".join(sorted("".join(_visible(html).split())))


def _visible(html: str) -> str:
    from lxml import html as reader

    return str(reader.fromstring(f"<div>{html}</div>").text_content())


def test_a_table_that_only_frames_others_is_opened() -> None:
    document = new()
    frame = document.add_table(rows=2, cols=1)
    frame.cell(0, 0).text = "水质检测绩效目标表"
    inner = frame.cell(1, 0).add_table(rows=2, cols=2)
    for cell, text in zip(inner._cells, ("项目编码", "123", "项目名称", "水质检测"), strict=True):
        cell.text = text
    frame.cell(1, 0).add_paragraph("注：县级资金。")
    found = read(saved(document))
    assert texts(found) == ["水质检测绩效目标表", "注：县级资金。"]
    assert [cell.text for cell in first_grid(found).cells] == [
        "项目编码", "123", "项目名称", "水质检测",
    ]  # fmt: skip
    assert found.notes == ()


def test_a_running_head_that_repeats_a_line_of_the_text_is_no_note() -> None:
    document = new()
    document.add_paragraph("云溪县水务局2025年部门预算绩效文本")
    header = document.sections[0].header.paragraphs[0]
    header.text = "云溪县水务局 2025年部门预算绩效文本"
    document.sections[0].footer.paragraphs[0].text = "内部资料"
    assert [str(note) for note in read(saved(document)).notes] == ["页脚：内部资料"]
