"""Nothing is made twice, and what is made step by step is what is made at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from generator.build import Report, Settings, build
from tests.conftest import ROOT, TEMPLATES
from tests.pictures import png
from tests.test_build import DRAFT, PROJECT, digests, quiet, run, write

# Files of the sample that look at one another: corrections, an evaluation, two years of one
# department; and every shape that a disclosure comes in.
FEW = ("站点.yaml", "2024/jyj.v1.yaml", "2024/jyj.yaml", "2025/jyj.yaml", "2025/jtj")
SAMPLE = (*FEW, "2024/scjg.md", "2024/scjg-zp.yaml", "2024/jtj.md", "2025/scjg.md")
Edit = Callable[[], Callable[[], object]]
TWO = {"2025/a.yaml": DRAFT + PROJECT, "2025/b.yaml": DRAFT}


def cache_of(output: Path) -> Path:
    return output.with_name(f".{output.name}.cache")


def test_nothing_is_made_and_nothing_written_where_nothing_changed(tmp_path: Path) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    first = run(content, site)
    assert first.work.rendered == ("2025/a", "2025/b")
    times = {p: p.stat().st_mtime_ns for p in (*site.rglob("*"), cache_of(site))}
    second = run(content, site)
    assert second.work == replace(second.work, examined=(), rendered=(), pdfs=(), parts=())
    assert second.diagnostics == first.diagnostics
    assert second.published is not None
    assert (second.published.written, second.published.removed) == ((), ())
    run(content, site)
    assert {p: p.stat().st_mtime_ns for p in site.rglob("*") if p in times} == {
        p: t for p, t in times.items() if p != cache_of(site)
    }


def test_an_edit_makes_that_department_and_what_lists_it(tmp_path: Path) -> None:
    public = {f"{year}/{name}.yaml": DRAFT.replace("2025", str(year)) for year in (2024, 2025)
              for name in "ab"}  # fmt: skip
    content, site = write(tmp_path / "content", public), tmp_path / "site"
    run(content, site)
    write(content, {"2024/a.yaml": public["2024/a.yaml"].replace("按季", "按月")})
    report = run(content, site)
    assert report.work.rendered == ("2024/a", "2025/a"), "the next year is compared with it"
    # The record of a draft holds nothing of its text: no list says anything else of it.
    assert report.work.parts == ()
    write(content, {"2024/a.yaml": public["2024/a.yaml"].replace("某局", "新局")})
    assert set(run(content, site).work.parts) == {
        "portal/search",
        "portal/site",
        "portal/year/2024",
    }


def test_a_pdf_is_laid_out_again_only_where_what_it_prints_changed(tmp_path: Path) -> None:
    own = tmp_path / "templates/pages/project.html.j2"
    own.parent.mkdir(parents=True)
    shutil.copy(TEMPLATES / "pages/project.html.j2", own)
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    settings = Settings(content, site, (tmp_path / "templates", TEMPLATES))
    first = build(settings, quiet)
    assert first.work.pdfs == ("2025/a", "2025/b")
    own.write_text(own.read_text("utf-8").replace("<article>", '<article class="own">'), "utf-8")
    second = build(settings, quiet)
    assert second.work.rendered == ("2025/a", "2025/b")
    assert second.work.pdfs == ()
    write(content, {"2025/a.yaml": TWO["2025/a.yaml"].replace("按季", "按月")})
    assert build(settings, quiet).work.pdfs == ("2025/a",)
    (site / "2025/a/a-2025.pdf").write_bytes(b"damaged")
    assert build(settings, quiet).work.pdfs == ("2025/a",)
    assert (site / "2025/a/a-2025.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_is_part_of_what_a_disclosure_is_made_from(tmp_path: Path) -> None:
    shown = DRAFT.replace("总体绩效目标: |", "总体绩效目标: |\n  ![检测站](附件/站.png)")
    content, site = write(tmp_path / "content", TWO | {"2025/a.yaml": shown}), tmp_path / "site"
    place = content / "2025" / "a" / "附件" / "站.png"
    place.parent.mkdir(parents=True)
    place.write_bytes(png())
    run(content, site)
    (former,) = (site / "2025/a/files").iterdir()
    assert run(content, site).work.rendered == ()
    place.write_bytes(png(size=(50, 50)))
    assert run(content, site).work.rendered == ("2025/a",)
    (now,) = (site / "2025/a/files").iterdir()
    assert now.name != former.name
    assert now.read_bytes() == place.read_bytes()
    assert now.name in (site / "2025/a/index.html").read_text("utf-8")


def test_errors_are_told_before_anything_is_rendered(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {**TWO, "2025/c.yaml": DRAFT + "未知: 甲\n"})
    report = run(content, tmp_path / "site")
    assert report.published is None
    assert report.work.examined == ("2025/a", "2025/b", "2025/c")
    assert report.work.rendered == ()
    write(content, {"2025/c.yaml": DRAFT})
    again = run(content, tmp_path / "site")
    assert again.work.examined == ("2025/c",), "what was sound is examined once"
    assert again.work.rendered == ("2025/a", "2025/b", "2025/c")


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[:-400] + bytes(255 - byte for byte in data[-400:])


def _of_another_version(data: bytes) -> bytes:
    return data.replace(b"gongkai cache ", b"gongkai cache 9", 1)


@pytest.mark.parametrize(
    "damage", [_cut, _flipped, _of_another_version, lambda _: b"", lambda _: b"\xff\0[[[\n" * 9]
)
def test_a_damaged_cache_costs_work_and_nothing_else(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    run(content, site)
    before, cache = digests(site), cache_of(site)
    cache.write_bytes(damage(cache.read_bytes()))
    report = run(content, site)
    assert report.published is not None
    assert report.published.written == ()
    assert digests(site) == before


def test_a_file_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    """Its job is not remembered: what keeps it from being read is none of the content."""
    content, site = write(tmp_path / "content", {"2025/b.yaml": DRAFT}), tmp_path / "site"
    (tmp_path / "elsewhere.yaml").write_text(DRAFT, "utf-8")
    (content / "2025/a.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert run(content, site).published is None
    assert run(content, site).work.examined == ("2025/a",)


@dataclass
class Changing:
    """A project whose files are edited at random; every edit can be taken back."""

    root: Path
    chance: random.Random

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def ways(self) -> tuple[Edit, ...]:
        """Everything that may be changed, each once; what comes back undoes it."""
        return (self.text, self.line, self.form, self.settings, self.template,
                self.renamed, self.deleted, self.copied)  # fmt: skip

    def edits(self) -> Iterator[Edit]:
        """One after another, the text of a disclosure more often than others."""
        while True:
            yield self.chance.choice((self.text, *self.ways))

    def text(self) -> Callable[[], object]:
        """A digit of a disclosure is another one."""
        place, text = self.drawn(lambda text: any(map(str.isdecimal, text)))
        at = self.chance.choice([n for n, sign in enumerate(text) if sign.isdecimal()])
        return self.put(place, f"{text[:at]}{self.chance.randrange(10)}{text[at + 1 :]}")

    def line(self) -> Callable[[], object]:
        """A line is there twice, or not at all."""
        place, text = self.drawn(bool)
        lines = text.splitlines(keepends=True)
        at = self.chance.randrange(len(lines))
        lines[at : at + 1] = self.chance.choice(([], [lines[at]] * 2))
        return self.put(place, "".join(lines))

    def form(self) -> Callable[[], object]:
        places = sorted((self.templates / "forms").rglob("*.yaml"))
        place = self.chance.choice([*places, *sorted((self.templates / "tables").glob("*.yaml"))])
        text = place.read_text("utf-8")
        return self.put(place, self.chance.choice(
            (text + "# 注\n", text.replace("绩效", "成效", 1), text.replace("标题", "题", 1))
        ))  # fmt: skip

    def settings(self) -> Callable[[], object]:
        place = self.content / "站点.yaml"
        number = self.chance.randrange(1000)
        return self.put(place, place.read_text("utf-8").replace("名称: ", f"名称: 第{number}", 1))

    def template(self) -> Callable[[], object]:
        folders = ("pages", "parts", "print", "styles", "scripts", "charts")
        places = [
            p for f in folders for p in sorted((self.templates / f).rglob("*")) if p.is_file()
        ]
        place = self.chance.choice([p for p in places if p.suffix in (".j2", ".css", ".js")])
        text = place.read_text("utf-8")
        note = "{# 注 #}\n" if place.suffix == ".j2" else "/* 注 */\n"
        return self.put(place, self.chance.choice((f"{text}{note}", text.replace("目录", "目次"))))

    def renamed(self) -> Callable[[], object]:
        place = self.disclosure()
        new = place.with_name(f"x{self.chance.randrange(100)}{''.join(place.suffixes)}")
        if new.exists():
            return lambda: None
        place.rename(new)
        return partial(os.rename, new, place)

    def deleted(self) -> Callable[[], object]:
        place = self.disclosure()
        aside = Path(tempfile.mkdtemp(dir=self.root)) / place.name
        place.rename(aside)
        return partial(os.rename, aside, place)

    def copied(self) -> Callable[[], object]:
        place = self.disclosure()
        new = place.with_name(f"y{self.chance.randrange(100)}{''.join(place.suffixes)}")
        if new.exists():
            return lambda: None
        (shutil.copytree if place.is_dir() else shutil.copy)(place, new)
        return lambda: shutil.rmtree(new) if new.is_dir() else new.unlink()

    def disclosure(self) -> Path:
        return self.chance.choice(sorted(self.content.glob("20*/*")))

    def drawn(self, is_fit: Callable[[str], bool]) -> tuple[Path, str]:
        """A file of some disclosure whose text is fit for the edit."""
        files = [p for p in sorted(self.content.glob("20*/**/*")) if p.suffix in (".yaml", ".md")]
        texts = ((p, p.read_text("utf-8")) for p in files)
        return self.chance.choice([(p, text) for p, text in texts if is_fit(text)])

    def put(self, place: Path, text: str) -> Callable[[], object]:
        before = place.read_bytes()
        place.write_text(text, "utf-8")
        return partial(place.write_bytes, before)

    def disturb(self, site: Path) -> None:
        """Now and then somebody deletes the cache, cuts it, or changes what is published."""
        files = sorted(p for p in site.rglob("*") if p.is_file())
        match self.chance.randrange(8):
            case 0:
                cache_of(site).unlink(missing_ok=True)
            case 1 if cache_of(site).exists():
                cache_of(site).write_bytes(_cut(cache_of(site).read_bytes()))
            case 2:
                place = self.chance.choice(files)
                if place.name not in ("manifest.json", "SHA256SUMS"):
                    place.unlink()
            case 3:
                place = self.chance.choice(files)
                status = place.stat()
                if place.suffix == ".html":
                    place.write_bytes(place.read_bytes().replace(b"<p>", b"<p >"))
                os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns - 10**9))


def _built(settings: Settings) -> Report:
    return build(settings, quiet)


def afresh(settings: Settings) -> Report:
    """Build in a process that has not read any template yet, as a command does."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_built, settings).result()


def sample(root: Path, names: Iterable[str], seed: int) -> Changing:
    """A project with these disclosures of the sample content, and all templates."""
    for name in names:
        target = root / "content" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / "content" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(TEMPLATES, root / "templates")
    return Changing(root, random.Random(seed))


def edits_give_what_a_clean_build_gives(
    project: Changing, edits: Iterable[Edit]
) -> tuple[int, int]:
    """Edit, build upon what there is, build from nothing, compare; gives how many edits were
    published, and how many disclosures were not rendered again, all in all."""
    site, clean = project.root / "site", project.root / "clean"
    # What is published is held against nothing: the edits take away whatever they like.
    settings = Settings(project.content, site, (project.templates,), with_pdf=False, public=False)
    assert afresh(settings).published is not None
    published = spared = 0
    for number, edit in enumerate(edits):
        undo = edit()
        project.disturb(site)
        shutil.rmtree(clean, ignore_errors=True)
        cache_of(clean).unlink(missing_ok=True)
        stepwise, whole = afresh(settings), afresh(replace(settings, output=clean))
        assert stepwise.diagnostics == whole.diagnostics, (number, edit)
        assert (stepwise.published is None) == (whole.published is None), (number, edit)
        if whole.published is None:
            undo()
            continue
        assert digests(site) == digests(clean), (number, edit)
        published += 1
        spared += len(whole.work.rendered) - len(stepwise.work.rendered)
    return published, spared


def test_edits_of_every_kind_give_what_a_clean_build_gives(tmp_path: Path) -> None:
    project = sample(tmp_path, FEW, seed=1)
    published, spared = edits_give_what_a_clean_build_gives(project, project.ways)
    assert published
    assert spared


@pytest.mark.edits
def test_a_hundred_random_edits_give_what_a_clean_build_gives(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown where it fails
    project = sample(tmp_path, SAMPLE, seed)
    published, spared = edits_give_what_a_clean_build_gives(project, islice(project.edits(), 100))
    assert published > 50
    assert spared > 100
