"""What a save makes anew, and in which order: the page on view, its disclosure, the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest

from generator.build import Settings
from generator.preview.aside import Aside
from generator.preview.changes import Change, change
from generator.preview.events import Done, Event, Gone, Made, Pause, Progress, Told, Viewed
from generator.preview.workshop import CONTENT_GONE, SITE, Workshop
from tests.conftest import ROOT, TEMPLATES

JYJ = "2025/jyj"
NYNCJ = "2025/nyncj"


@dataclass
class Trial:
    """A workshop over a copy of some of the sample's disclosures."""

    workshop: Workshop

    @property
    def content(self) -> Path:
        return self.workshop.settings.content

    @property
    def output(self) -> Path:
        return self.workshop.settings.output

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.content / path).read_text("utf-8")
        assert old in text
        (self.content / path).write_text(text.replace(old, new, 1), "utf-8")

    def save(self, *paths: str) -> None:
        self.workshop.take(Change(frozenset(paths)))

    def work(self) -> list[Event]:
        return [*self.steps()]

    def steps(self) -> Iterator[Event]:
        for event in self.workshop.work():
            if isinstance(event, Pause):
                sleep(0.01)
            else:
                yield event


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    aside = Aside()
    yield aside
    aside.end()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, aside: Aside) -> Trial:
    """A workshop that has nothing left to do."""
    folder = tmp_path_factory.mktemp("workshop")
    content = folder / "content"
    (content / "2025").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "站点.yaml", content)
    for base in (JYJ, NYNCJ):
        shutil.copy(ROOT / "content" / f"{base}.yaml", content / "2025")
    settings = Settings(
        content, folder / "out" / "site", (TEMPLATES,), with_pdf=False, public=False
    )
    trial = Trial(Workshop(settings, aside))
    events = trial.work()
    assert isinstance(events[-1], Done)
    return trial


@pytest.fixture
def trial(ready: Trial) -> Iterator[Trial]:
    """The same, and its content as it was afterwards."""
    before = {p: p.read_bytes() for p in ready.content.rglob("*") if p.is_file()}
    yield ready
    now = {p for p in ready.content.rglob("*") if p.is_file()}
    for path in now - before.keys():
        path.unlink()
    for path, data in before.items():
        path.write_bytes(data)
    ready.workshop.viewed = ()
    paths = now | before.keys()
    ready.save(*(p.relative_to(ready.content).as_posix() for p in paths))
    ready.work()


def made(events: list[Event]) -> list[str]:
    """The files that are otherwise than before, in the order in which they were made."""
    return [e.address for e in events if isinstance(e, Made) and e.is_new]


def examined(events: list[Event]) -> list[str]:
    return [e.key for e in events if isinstance(e, Told) and e.folder]


def test_the_preview_has_the_very_files_of_a_build(
    tmp_path: Path, aside: Aside, county: Path
) -> None:
    settings = Settings(
        ROOT / "content", tmp_path / "site", (TEMPLATES,), with_pdf=False, public=False
    )
    Trial(Workshop(settings, aside)).work()
    built = {p.relative_to(county) for p in county.rglob("*") if p.is_file()}
    built -= {Path("manifest.json"), Path("SHA256SUMS")}
    shown = {p.relative_to(settings.output) for p in settings.output.rglob("*") if p.is_file()}
    assert shown == built
    assert [
        p for p in built if (settings.output / p).read_bytes() != (county / p).read_bytes()
    ] == []


def test_the_page_on_view_is_made_before_everything_else(trial: Trial) -> None:
    page = f"{JYJ}/002/index.html"
    trial.workshop.take(Viewed((page,)))
    trial.change(f"{JYJ}.yaml", "部门: 示例县教育局", "部门: 示例县教育和体育局")
    trial.save(f"{JYJ}.yaml")
    events = trial.work()
    assert made(events)[0] == page
    assert examined(events) == [JYJ], "nothing else is examined"
    own = [path for path in made(events) if path.startswith((f"{JYJ}/", f"search/{JYJ}/"))]
    assert made(events)[: len(own)] == own, "the portal comes last"
    assert "index.html" in made(events)


def test_a_page_of_the_portal_on_view_comes_before_its_other_parts(trial: Trial) -> None:
    trial.workshop.take(Viewed(("2025/index.html",)))
    trial.change(f"{JYJ}.yaml", "部门: 示例县教育局", "部门: 示例县教育和体育局")
    trial.save(f"{JYJ}.yaml")
    portal = [path for path in made(trial.work()) if not path.startswith(f"{JYJ}/")]
    assert portal.index("2025/index.html") < portal.index("index.html")


def test_files_saved_together_are_examined_once_each_the_one_on_view_first(trial: Trial) -> None:
    trial.workshop.take(Viewed((f"{NYNCJ}/index.html",)))
    trial.change(f"{JYJ}.yaml", "部门: 示例县教育局", "部门: 示例县教育和体育局")
    trial.change(f"{NYNCJ}.yaml", "部门: 示例县农业农村局", "部门: 示例县农业局")
    trial.save(f"{JYJ}.yaml", f"{NYNCJ}.yaml")
    events = trial.work()
    assert examined(events) == [NYNCJ, JYJ]
    assert sum(isinstance(e, Done) for e in events) == 1


def test_a_save_interrupts_the_work_and_nothing_of_it_is_forgotten(trial: Trial) -> None:
    trial.workshop.take(Viewed((f"{JYJ}/index.html",)))
    trial.change(f"{JYJ}.yaml", "部门: 示例县教育局", "部门: 示例县教育和体育局")
    trial.save(f"{JYJ}.yaml")
    steps = trial.steps()
    first = next(e for e in steps if isinstance(e, Made) and e.is_new)
    assert first.address == f"{JYJ}/index.html"
    trial.change(f"{NYNCJ}.yaml", "部门: 示例县农业农村局", "部门: 示例县农业局")
    trial.save(f"{NYNCJ}.yaml")
    events = trial.work()
    assert examined(events) == [JYJ, NYNCJ]
    assert f"{JYJ}/ledger/index.html" in made(events)


def test_what_reads_the_same_is_not_made_again(trial: Trial) -> None:
    trial.save(f"{JYJ}.yaml", f"{NYNCJ}.yaml")
    events = trial.work()
    assert (examined(events), made(events)) == ([], [])


def test_a_comment_changes_no_page(trial: Trial) -> None:
    path = trial.content / f"{JYJ}.yaml"
    path.write_text(f"# 给自己看的\n{path.read_text('utf-8')}", "utf-8")
    trial.save(f"{JYJ}.yaml")
    events = trial.work()
    assert (examined(events), made(events)) == ([JYJ], [])


def test_what_cannot_be_read_keeps_the_pages_that_stood(trial: Trial) -> None:
    trial.change(f"{JYJ}.yaml", "年度: 2025", "年度：2025")
    trial.save(f"{JYJ}.yaml")
    told = next(e for e in trial.work() if isinstance(e, Told) and e.key == JYJ)
    assert told.blocked
    assert "全角冒号" in told.findings[0].diagnostic.message
    assert "示例县教育局" in (trial.output / JYJ / "index.html").read_text("utf-8")
    assert "示例县教育局" in (trial.output / "2025/index.html").read_text("utf-8")


def test_what_is_taken_away_leaves_the_preview_and_its_lists(trial: Trial) -> None:
    (trial.content / f"{NYNCJ}.yaml").unlink()
    trial.save(f"{NYNCJ}.yaml")
    events = trial.work()
    assert Gone(NYNCJ) in events
    assert not (trial.output / NYNCJ / "index.html").exists()
    assert "农业农村局" not in (trial.output / "2025/index.html").read_text("utf-8")


def test_two_of_one_address_are_both_told(trial: Trial) -> None:
    text = (trial.content / f"{JYJ}.yaml").read_text("utf-8")
    (trial.content / "2025/other.yaml").write_text(f"标识: jyj\n{text}", "utf-8")
    trial.save("2025/other.yaml")
    told = {e.key: e for e in trial.work() if isinstance(e, Told)}
    assert told[JYJ].blocked
    assert "已被" in told["2025/other"].findings[-1].diagnostic.message


def test_a_stray_file_is_told_of_and_gone_with_it(trial: Trial) -> None:
    stray = trial.content / "2025" / "备忘.txt"
    stray.write_text("x")
    trial.save("2025/备忘.txt")
    told = [e for e in trial.work() if isinstance(e, Told) and e.key == SITE]
    assert [f.diagnostic.span.path for f in told[-1].findings] == ["2025/备忘.txt"]
    stray.unlink()
    trial.save("2025/备忘.txt")
    told = [e for e in trial.work() if isinstance(e, Told) and e.key == SITE]
    assert told[-1].findings == ()


def test_a_finding_names_the_cells_that_it_speaks_of(trial: Trial) -> None:
    trial.save(f"{NYNCJ}.yaml")
    trial.change(f"{NYNCJ}.yaml", "≥98% | |", "≥98% | 监测计划 |")
    trial.save(f"{NYNCJ}.yaml")
    told = next(e for e in trial.work() if isinstance(e, Told) and e.key == NYNCJ)
    page = (trial.output / NYNCJ / "index.html").read_text("utf-8")
    assert told.findings
    for finding in told.findings:
        assert finding.anchors
        assert all(f'id="{anchor}"' in page for anchor in finding.anchors), finding


def test_settings_of_the_site_concern_every_disclosure(trial: Trial) -> None:
    trial.change("站点.yaml", "名称: ", "名称: 新")
    trial.save("站点.yaml")
    events = trial.work()
    assert sorted(examined(events)) == [JYJ, NYNCJ]
    progress = [(e.done, e.total) for e in events if isinstance(e, Progress)]
    assert progress == [(0, 2), (1, 2), (2, 2)]


def test_without_its_content_the_work_says_so(trial: Trial) -> None:
    elsewhere = trial.content.with_name("elsewhere")
    trial.content.rename(elsewhere)
    trial.save(f"{JYJ}.yaml")
    try:
        with pytest.raises(type(CONTENT_GONE)):
            trial.work()
    finally:
        elsewhere.rename(trial.content)
    trial.save(f"{JYJ}.yaml")
    assert isinstance(trial.work()[-1], Done)


@pytest.mark.parametrize(
    ("path", "work", "styles", "prints"),
    [
        ("content/2025/jyj.yaml", True, False, False),
        ("content/站点.yaml", True, False, True),
        ("templates/forms/hebei/项目.yaml", True, False, True),
        ("templates/pages/disclosure.html.j2", True, False, True),
        ("templates/scripts/toolbar.js", True, False, True),
        ("templates/styles/site/theme.css", False, True, False),
        ("templates/styles/preview.css", False, True, False),
        ("templates/styles/print.css", False, False, True),
        ("templates/print/base.css", False, False, True),
        ("templates/report/sheet.html.j2", False, False, False),
        ("templates/preview/panel.html.j2", False, False, False),
        ("elsewhere/notes.txt", False, False, False),
    ],
)
def test_a_save_touches_what_is_made_of_it(
    path: str, work: bool, styles: bool, prints: bool
) -> None:
    settings = Settings(Path("content"), Path("site"), (Path("templates"),))
    told = change([path], settings)
    assert (told.is_of_work, told.is_of_styles, told.is_of_prints) == (work, styles, prints)
