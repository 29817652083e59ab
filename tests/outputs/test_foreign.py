"""No template and no theme has a page fetch anything from another host."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Settings, build, check
from generator.diagnostics import Problems
from generator.outputs.foreign import report_foreign
from tests.conftest import ROOT, TEMPLATES


def found(folder: Path, name: str, text: str) -> list[str]:
    place = folder / "templates" / name
    place.parent.mkdir(parents=True)
    place.write_text(text, "utf-8")
    problems = Problems()
    report_foreign([folder / "templates"], problems)
    return [f"{d.rule} {d.span}" for d in problems.found]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("styles/site/theme.css", "a {\n  background: url(https://example.com/a.png);\n}"),
        ("styles/site/theme.css", "\n@import '//example.com/a.css';"),
        ("pages/home.html.j2", "<p>\n<img alt='' src=\"http://example.com/a.png\">"),
        ("parts/head.html.j2", "\n<link rel=stylesheet href='https://example.com/a.css'>"),
        ("parts/head.html.j2", "\n<script src=//example.com/a.js></script>"),
        ("scripts/lists.js", "\nfetch('https://example.com/a.json')"),
    ],
)
def test_what_a_page_would_fetch_elsewhere_is_an_error_with_its_place(
    tmp_path: Path, name: str, text: str
) -> None:
    [said] = found(tmp_path, name, text)
    assert said.startswith(f"LJ03 templates/{name}:2:")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parts/footer.html.j2", '<a href="https://example.com/">备案</a>'),
        ("charts/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(#a)"/></svg>'),
        ("styles/site/theme.css", "/* https://example.com */ a { background: url(a.png); }"),
    ],
)
def test_a_link_that_a_reader_follows_may_lead_anywhere(
    tmp_path: Path, name: str, text: str
) -> None:
    assert found(tmp_path, name, text) == []


def test_what_is_hidden_or_behind_a_link_is_looked_at_too(tmp_path: Path) -> None:
    """A page may include it all the same."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "a.html.j2").write_text("<img src='https://example.com/a.png'>", "utf-8")
    own = tmp_path / "templates" / "parts" / ".own"
    own.mkdir(parents=True)
    (own / "b.html.j2").write_text("<img src='https://example.com/b.png'>", "utf-8")
    (tmp_path / "templates" / "shared").symlink_to(shared)
    (shared / "back").symlink_to(shared)
    problems = Problems()
    report_foreign([tmp_path / "templates"], problems)
    assert [d.span.path for d in problems.found] == [
        "templates/parts/.own/b.html.j2", "templates/shared/a.html.j2",
    ]  # fmt: skip


def test_our_own_templates_call_nobody() -> None:
    problems = Problems()
    report_foreign([TEMPLATES], problems)
    assert problems.found == []


def test_such_a_theme_keeps_a_site_from_being_built(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "2025").mkdir(parents=True)
    for name in ("站点.yaml", "2025/jyj.yaml"):
        (content / name).write_bytes((ROOT / "content" / name).read_bytes())
    theme = tmp_path / "templates" / "styles" / "site" / "theme.css"
    theme.parent.mkdir(parents=True)
    theme.write_text("@font-face { src: url(https://example.com/a.woff2); }", "utf-8")
    roots = (tmp_path / "templates", TEMPLATES)
    settings = Settings(content, tmp_path / "site", roots, with_pdf=False)
    assert "LJ03" in {d.rule for d in check(settings, lambda *_: None).diagnostics}
    assert build(settings, lambda *_: None).published is None
