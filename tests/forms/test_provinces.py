"""The provinces' forms: each says where it comes from, builds, converts, and is read back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.cli import main
from generator.contents import SHAPES, find
from generator.diagnostics import Level, Problems
from generator.files import Folder
from generator.forms import Family, load_families
from generator.importing import import_document
from generator.loader import load
from generator.model.disclosure import Disclosure, Project
from generator.model.evaluation import Evaluation
from generator.sources.word_source import read_word
from generator.writing import write
from tests.conftest import TEMPLATES
from tests.forms.word_forms import Dress, word_file

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(f"{p.parent.name}/{p.stem}" for p in SAMPLES.glob("*/*.yaml"))
# Forms of a whole department that are those of 财政部101号 to the word; without a class of
# indicators that only one of them has, nothing tells them apart.
SAME_FORMS = {("财政部88号", True), ("陕西", True)}


@cache
def families() -> dict[str, Family]:
    problems = Problems()
    found = load_families([TEMPLATES], problems)
    assert not problems.found
    return found


def loaded(content: Path, name: str) -> Disclosure:
    """The disclosure of that name, which must hold no error."""
    folder, problems = Folder(content), Problems()
    found = next(f for f in find(folder, problems) if f.base == name)
    disclosure = load(folder, found, families(), problems)
    assert disclosure is not None
    assert not [d for d in problems.found if d.level is Level.ERROR]
    return disclosure


def sample(name: str) -> Disclosure:
    return loaded(SAMPLES, name)


def content(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / f"{name}.yaml", folder / "content" / f"{name}.yaml")
    return folder / "content"


def test_every_family_form_and_table_says_where_its_labels_come_from() -> None:
    for family in families().values():
        assert family.origin, family.name
        assert all(form.origin for form in family.forms.values()), family.name
        assert all(table.origin for table in family.tables.values())


def test_every_family_but_those_of_the_guide_has_a_sample_and_every_form_is_filled() -> None:
    filled = {
        (d.family, form.form)
        for d in map(sample, NAMES)
        for form in (*((d.overall,) if d.overall else ()), *d.projects)
    }
    known = {(name, form) for name, family in families().items() for form in family.forms}
    in_guide = {"河北", "湖南", "石家庄2020", "绩效自评"}
    missing = {(name, form) for name, form in known - filled if name not in in_guide}
    assert missing == set()


def test_the_samples_are_checked_without_a_finding_and_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content(tmp_path, *NAMES)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--strict"]) == 0
    assert main(["build", "--no-pdf", "--jobs", "1", "--strict"]) == 0
    for name in NAMES:
        page = (tmp_path / "site" / name / "index.html").read_text("utf-8")
        disclosure = sample(name)
        for project in disclosure.projects:
            assert project.name.text in page
            for row in project.indicators.rows:
                assert row.name.text in page


@pytest.mark.parametrize("name", ["2025/hunan2021", "2025/zhejiang", "2024/mof10"])
def test_a_sample_is_printed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    assert main(["build", "--jobs", "1", "--strict"]) == 0
    stem = name.rpartition("/")[2]
    assert (tmp_path / "site" / name / f"{stem}-{name[:4]}.pdf").is_file()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_the_same_in_every_shape(name: str, shape: str, tmp_path: Path) -> None:
    disclosure = sample(name)
    for path, data in write(disclosure, families()[disclosure.family], shape).items():
        place = tmp_path / name[:4] / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    assert loaded(tmp_path, name) == disclosure


def imported(name: str, dress: Dress = Dress.PLAIN) -> tuple[Disclosure, Disclosure]:
    """A sample, and what is read from it as a Word file."""
    disclosure = sample(name)
    problems = Problems()
    data = word_file(disclosure, families()[disclosure.family], dress)
    document = read_word("测试.docx", data, problems)
    assert document is not None
    again = import_document(document, families(), id="a", year=None, problems=problems)
    assert again is not None
    return disclosure, again


def said(project: Project) -> tuple[object, ...]:
    """What must come back of a project: its name, its amounts, its indicators, its scores."""
    amounts = (project.budget, project.fiscal, project.other)
    evaluation = project.evaluation or Evaluation()
    scores = (evaluation.budget, evaluation.spent, evaluation.score, evaluation.total)
    rows = [
        (
            row.level1.text if row.level1 else None, row.level2.text if row.level2 else None,
            row.name.text, row.target.wording,
            row.achievement.score.value if row.achievement else None,
        )
        for row in project.indicators.rows
    ]  # fmt: skip
    long_term = [
        (key, [(row.name.text, row.target.wording) for row in table.rows])
        for key, table in project.long_term
    ]
    values = [amount.value for amount in (*amounts, *scores)]
    return (project.name.text, project.form, values, rows, long_term)


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_in_the_provinces_layout_is_known_as_its_family(name: str) -> None:
    disclosure, again = imported(name)
    assert again.family == disclosure.family


@pytest.mark.parametrize("dress", Dress, ids=lambda dress: dress.name)
@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_in_the_provinces_layout_comes_back(name: str, dress: Dress) -> None:
    disclosure, again = imported(name, dress)
    assert again.family == disclosure.family
    assert (again.year, again.department.text) == (disclosure.year, disclosure.department.text)
    assert [said(p) for p in again.projects] == [said(p) for p in disclosure.projects]
    overall = (again.overall, disclosure.overall)
    assert (overall[0] is None) == (overall[1] is None)
    if overall[0] and overall[1]:
        assert said(overall[0]) == said(overall[1])
    assert list(again.all_remarks()) == []


def alone(disclosure: Disclosure) -> list[Disclosure]:
    """The disclosure with one filled form only, for each kind of form that it has."""
    each = {p.form: replace(disclosure, projects=(p,), overall=None) for p in disclosure.projects}
    whole = [replace(disclosure, projects=())] if disclosure.overall else []
    return [*each.values(), *whole]


@pytest.mark.parametrize("name", NAMES)
def test_one_form_alone_tells_its_family_without_the_title_of_the_text(name: str) -> None:
    for disclosure in alone(sample(name)):
        family = families()[disclosure.family]
        problems = Problems()
        data = word_file(disclosure, replace(family, title="公开表"))
        document = read_word("测试.docx", data, problems)
        assert document is not None
        year = disclosure.year
        again = import_document(document, families(), id="a", year=year, problems=problems)
        assert again is not None
        if (disclosure.family, disclosure.overall is not None) not in SAME_FORMS:
            assert again.family == disclosure.family
