"""What must not be published is told as a fault; a PDF fetches nothing it may not have."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from generator.diagnostics import RuleBook
from generator.outputs.pdf import MissingGlyph, PdfFault, render_pdf
from tests.outputs.pdf_samples import HEAD, MIDDLE, PROJECT, TEMPLATES, make, write_content

UNKNOWN, OTHER_UNKNOWN = "\U0001f0ff", "\U0001f0fe"  # characters that no font has


def page(body: str, style: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>试</title>{style}'
        f'</head><body><main id="main"><h1>标题</h1><p>正文</p>{body}</main></body></html>'
    ).encode()


def fault(html: bytes, roots: tuple[Path, ...] = (TEMPLATES,)) -> PdfFault:
    with pytest.raises(PdfFault) as caught:
        render_pdf(roots, html, "0" * 32)
    return caught.value


def test_a_plain_page_is_no_fault() -> None:
    assert render_pdf((TEMPLATES,), page(""), "0" * 32).startswith(b"%PDF-1.7")


def test_a_character_without_a_glyph_is_a_fault() -> None:
    assert fault(page(f"<p>前{UNKNOWN}后</p>")).glyphs == (MissingGlyph(UNKNOWN),)


def test_several_characters_without_glyphs_are_no_fault_of_the_templates_too() -> None:
    """WeasyPrint complains of the font where it has no number left for a second one."""
    found = fault(page(f"<p>前{UNKNOWN}{OTHER_UNKNOWN}后</p>"))
    assert {glyph.character for glyph in found.glyphs} == {UNKNOWN, OTHER_UNKNOWN}
    assert found.complaints == ()


def test_a_character_from_a_foreign_face_is_a_fault() -> None:
    style = '<style>p { font-family: "Noto Serif CJK SC" } h1 { font-family: "无此字体" }</style>'
    glyphs = fault(page("", style)).glyphs
    assert {g.character for g in glyphs} == {"标", "题"}
    assert all(g.font for g in glyphs)


def test_missing_glyphs_are_told_where_they_were_typed(tmp_path: Path) -> None:
    row = "      | 产出指标 | 数量指标 | 件数 | ≥1件 |\n"
    text = HEAD + row + MIDDLE + PROJECT.format(number=1, goals="      好\n", rows="")
    lines = text.replace("保障饮水安全", f"保障{UNKNOWN}安全").splitlines()
    write_content(tmp_path, "2025/shui", "\n".join(lines) + "\n")
    made = make(tmp_path, tmp_path / "stage", "2025/shui")
    found = [d for d in made.result.diagnostics if d.rule == RuleBook.MISSING_GLYPH.id]
    assert made.result.blocked
    (diagnostic,) = found
    number = next(n for n, line in enumerate(lines, 1) if UNKNOWN in line)
    assert (diagnostic.span.line, diagnostic.span.column) == (number, 5)
    assert diagnostic.text == lines[number - 1]
    assert "U+1F0FF" in diagnostic.message


SVG_REACHING_OUT = """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"
 xmlns:xlink="http://www.w3.org/1999/xlink"><image width="9" height="9"
 xlink:href="file:///etc/passwd"/></svg>"""
BOMB = base64.b64encode(zlib.compress(bytes(2**20))).decode()

REFUSED = {
    "a file outside": '<img alt="图" src="file:///etc/passwd">',
    "a file above": '<img alt="图" src="../../pyproject.toml">',
    "the network": '<img alt="图" src="http://127.0.0.1:9/x.png">',
    "a redirect": '<img alt="图" src="https://127.0.0.1:9/redirect?to=file:///etc/passwd">',
    "another scheme": '<img alt="图" src="ftp://127.0.0.1/x.png">',
    "data": f'<img alt="图" src="data:image/png;base64,{BOMB}">',
    "an encoded path": '<img alt="图" src="file:///%65tc/passwd">',
    "a host": '<img alt="图" src="file://server/share/x.png">',
    "nothing": '<img alt="图" src="no-such.png">',
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_may_not_be_fetched_is_a_fault(body: str) -> None:
    (complaint,) = fault(page(body)).complaints
    assert "Refused" in complaint
    assert "root:" not in complaint


@pytest.mark.parametrize(
    "style",
    [
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "<style>h1 { background: url(file:///etc/hostname) }</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/hostname) }"
        " h1 { font-family: x, 'Noto Serif CJK SC' }</style>",
    ],
)
def test_styles_fetch_nothing_either(style: str) -> None:
    assert any("Refused" in c or "cannot be loaded" in c for c in fault(page("", style)).complaints)


def test_nothing_is_attached_by_the_page_itself() -> None:
    found = fault(page("", '<link rel="attachment" href="file:///etc/passwd">'))
    assert any("Refused" in c for c in found.complaints)


def with_template(folder: Path, name: str, data: bytes) -> tuple[Path, ...]:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return (TEMPLATES, folder)


def test_a_picture_among_the_templates_cannot_reach_out(tmp_path: Path) -> None:
    roots = with_template(tmp_path, "logo.svg", SVG_REACHING_OUT.encode())
    url = (tmp_path / "logo.svg").as_uri()
    found = fault(page(f'<img alt="图" src="{url}">'), roots)
    assert any("Refused" in c for c in found.complaints)


def test_a_link_out_of_the_templates_is_refused(tmp_path: Path) -> None:
    roots = with_template(tmp_path / "theme", "a.txt", b"")
    (tmp_path / "theme" / "logo.png").symlink_to("/etc/hostname")
    url = (tmp_path / "theme" / "logo.png").as_uri()
    (complaint,) = fault(page(f'<img alt="图" src="{url}">'), roots).complaints
    assert "Refused" in complaint


def test_a_template_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    roots = with_template(tmp_path, "big.png", bytes(9 * 2**20))
    url = (tmp_path / "big.png").as_uri()
    (complaint,) = fault(page(f'<img alt="图" src="{url}">'), roots).complaints
    assert "too large" in complaint


def test_a_link_to_nowhere_is_a_fault() -> None:
    assert any("nowhere" in c for c in fault(page('<p><a href="#nowhere">去</a></p>')).complaints)
