"""Signs of forms, and the scripts that China writes, are printed in faces that the style names."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Problems, RuleBook
from generator.outputs.pdf import MissingGlyph, PdfFault, render_pdf
from generator.outputs.pdf.report import report
from generator.outputs.pdf.scripts import script_of
from tests.conftest import lacks
from tests.outputs.pdf_reader import Pdf
from tests.outputs.pdf_samples import (
    HEAD,
    MIDDLE,
    PROJECT,
    SCRIPTS,
    SIGNS,
    TEMPLATES,
    make,
    write_content,
)


@pytest.fixture(scope="module", autouse=True)
def faces() -> None:
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    for face in ("Noto Sans Symbols", "Noto Sans Mongolian", "Symbola"):
        if face not in (listed or ""):
            lacks(f"the face {face}")


def printed(words: str) -> str:
    """The text of a PDF that says some words in each of the style's faces."""
    body = "".join(f"<{tag}>{words}</{tag}>" for tag in ("h2", "h3", "p", "h4", "h5"))
    head = '<html lang="zh-CN"><head><meta charset="utf-8"><title>试</title></head>'
    table = f"<table><tr><th>{words}</th><td>{words}</td></tr></table>"
    page = (
        f'<!DOCTYPE html>{head}<body><main id="main"><h1>题</h1>{body}{table}</main></body></html>'
    )
    return Pdf(render_pdf((TEMPLATES,), page.encode(), "0" * 32)).root.whole_text


def test_every_face_of_the_style_has_the_signs_of_forms() -> None:
    text = printed(SIGNS)
    assert {c: text.count(c) for c in SIGNS if text.count(c) < 7} == {}


def test_every_sign_of_gbk_is_printed() -> None:
    """The two-byte zone of GB 18030 but for Chinese characters and what nobody defined."""
    codes = (*range(0xA1, 0x3400), *range(0xFE30, 0xFFE6))
    signs = [chr(n) for n in codes if len(chr(n).encode("gb18030")) == 2]
    text = printed(" ".join(signs))
    assert len(signs) > 600
    assert [c for c in signs if c.strip() and c not in text] == []


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_names_in_the_scripts_that_china_writes_are_printed(words: str) -> None:
    assert set(words) - set(printed(words)) <= {" "}


def test_a_field_case_with_signs_is_printed(
    field_case: Callable[[str], Path], tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(field_case("b20-pdf/emoji-symbols") / "content", content)
    made = make(content, tmp_path / "stage", "2025/czj")
    assert [d for d in made.result.diagnostics if d.rule == RuleBook.MISSING_GLYPH.id] == []
    text = Pdf(made.pdf).root.whole_text
    assert "①②㉑㊣℃㎡‰№☑☐√×→★▲◆、👍工作、km²、CO₂、½" in text


@pytest.mark.parametrize(
    ("character", "package"),
    [("ᠮ", "fonts-noto-core"), ("ئ", "fonts-noto-core"), ("자", "fonts-noto-cjk")],
)
def test_a_script_without_a_face_is_one_error_with_its_package(
    character: str, package: str, tmp_path: Path
) -> None:
    row = "      | 产出指标 | 数量指标 | 件数 | ≥1件 |\n"
    text = HEAD + row + MIDDLE + PROJECT.format(number=1, goals="      好\n", rows="")
    others = [c for n in range(1, 4) if (c := chr(ord(character) + n))]
    words = "".join([character, *others])
    write_content(tmp_path, "2025/shui", text.replace("保障饮水安全", f"保障{words}安全"))
    made = make(tmp_path, tmp_path / "stage", "2025/shui")
    problems = Problems()
    fault = PdfFault([MissingGlyph(c) for c in words])
    report(fault, made.disclosure, problems)
    (found,) = problems.found
    script = script_of(character)
    assert script is not None
    assert script.name in found.message
    assert package in found.hint
    assert words in found.message
    assert found.span.line > 1
