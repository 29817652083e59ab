"""Pictures and footnotes are written so that they read back, whatever else the text looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure, Section, SubGoal
from generator.model.words import (
    Footnote,
    Paragraph,
    Picture,
    SectionPiece,
    SectionText,
    Subheading,
    Words,
)
from generator.sources.picture_file import picture_facts
from generator.writing import Unwritable, write
from tests.pictures import jpeg, png
from tests.strategies import data_tables, families, texts, words

FILES = {
    "附件/图.png": png("P"),
    "附件/road (1).jpg": jpeg(size=(30, 50)),
    "附件/“路”.JPEG": jpeg(),
}
MARKS = ("1", "2", "注", "a-b", "*", "１", "^")


def picture(file: str, description: str = "近五年检测的水样", caption: str = "") -> Picture:
    facts = picture_facts(FILES[file])
    return Picture(
        file, Words(description), Words(caption), facts.kind, facts.width, facts.height,
        len(FILES[file]), facts.digest,
    )  # fmt: skip


@st.composite
def noted(draw: st.DrawFn, marks: Sequence[str]) -> Paragraph:
    """A paragraph with these marks anywhere in it, next to one another too."""
    text = draw(words()).text
    places = sorted(draw(st.integers(0, len(text))) for _ in marks)
    notes = tuple(Footnote(mark, draw(words())) for mark in marks)
    for place, note in reversed(list(zip(places, notes, strict=True))):
        text = f"{text[:place]}[^{note.mark}]{text[place:]}"
    return Paragraph(Words(text), notes)


@st.composite
def sections(draw: st.DrawFn) -> SectionText:
    marks = list(draw(st.permutations(MARKS)))
    kinds = draw(st.lists(st.sampled_from("段段段图题表"), min_size=1, max_size=5))
    pieces = list[SectionPiece]()
    for kind in kinds:
        if kind == "段":
            own = [marks.pop() for _ in range(draw(st.integers(0, 2))) if marks]
            pieces.append(draw(noted(own)))
        elif kind == "图":
            file = draw(st.sampled_from(sorted(FILES)))
            said = f"甲{draw(texts(2))}"
            pieces.append(picture(file, said, draw(st.one_of(st.just(""), texts(2)))))
        else:
            pieces.append(Subheading(draw(words())) if kind == "题" else draw(data_tables()))
    return tuple(pieces)


def read_back(files: dict[str, bytes]) -> tuple[Disclosure, set[str]]:
    with TemporaryDirectory() as name:
        shown = {f"julu/{file}": data for file, data in FILES.items()}
        for path, data in (files | shown).items():
            place = Path(name) / "2024" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        problems, content = Problems(), Folder(Path(name))
        (found,) = find(content, problems)
        again = load(content, found, families(), problems)
    assert again is not None, problems.found
    return again, {d.rule for d in problems.found}


def of(prose: SectionText, goal: tuple[Paragraph, ...] = ()) -> Disclosure:
    return Disclosure(
        "julu", 2024, "河北", Words("云溪县水务局"),
        sections=(Section("总体绩效目标", prose),),
        subgoals=(SubGoal(Words("供水"), goal or (Paragraph(Words("按季抽检。")),)),),
    )  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(prose=sections(), goal=noted(("1", "注")))
def test_every_text_with_pictures_and_footnotes_reads_back(
    shape: str, prose: SectionText, goal: Paragraph
) -> None:
    disclosure = of(prose, (goal,))
    try:
        files = write(disclosure, families()["河北"], shape)
    except Unwritable:
        assume(False)
    again, rules = read_back(files)
    assert again == disclosure
    assert not rules & {"YF14", "YF17", "YF18", "WJ10", "WJ15"}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_line_that_needs_protection_keeps_its_footnote(shape: str) -> None:
    note = Footnote("1", Words("用途：见批复"))
    disclosure = of((Paragraph(Words("# 不是标题[^1]"), (note,)),))
    again, rules = read_back(write(disclosure, families()["河北"], shape))
    assert again == disclosure
    assert "YF18" not in rules


def test_what_looks_like_a_mark_stays_text() -> None:
    disclosure = of((Paragraph(Words("见第[^1]条")), Paragraph(Words("![图](附件/图.png)"))))
    text = write(disclosure, families()["河北"], "yaml")["julu.yaml"].decode()
    assert "\\见第[^1]条" in text
    assert read_back({"julu.yaml": text.encode()})[0] == disclosure


@pytest.mark.parametrize(
    "prose",
    [
        (Paragraph(Words("甲[^1]"), (Footnote("1", Words("乙")),)), Paragraph(Words("见[^1]条"))),
        (Paragraph(Words("甲"), (Footnote("1", Words("乙")),)),),
        (Paragraph(Words("甲[^1]"), (Footnote("1", Words("")),)),),
        (Paragraph(Words("甲[^1]"), (Footnote("1", Words("见[^2]")),)),),
        (replace(picture("附件/图.png"), description=Words("甲](乙")),),
        (replace(picture("附件/图.png"), file='附件/"图".png'),),
    ],
)
def test_what_would_read_back_otherwise_is_refused(prose: SectionText) -> None:
    with pytest.raises(Unwritable):
        write(of(prose), families()["河北"], "md")
