"""Random edits of a project, and odd ways to build it: what is made step by step must be what
is made at once. `python -m tests.edits 100 7` makes a hundred with the seed 7.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import generator.steps  # noqa: F401 (loaded once, not by every build that is forked)
from generator.build import Report, Settings, build
from tests.conftest import ROOT, TEMPLATES
from tests.evaluations import EVALUATED, EVALUATION
from tests.invalid_cases import SETTINGS
from tests.test_build import DRAFT, PROJECT, digests, quiet, write
from tests.versions.test_corrections import CURRENT, FORMER

Undo = Callable[[], object]
Edit = Callable[[], Undo]
Way = Callable[[Settings], Report]

# Of the sample: every shape that a disclosure comes in, corrections, two years of one
# department, an evaluation with what it evaluates, attachments, tables in files, drafts.
SAMPLE = ("站点.yaml", "2024/jyj.v1.yaml", "2024/jyj.yaml", "2025/jyj.yaml", "2024/scjg.md",
          "2024/scjg-zp.yaml", "2025/ggfw", "2025/nyncj.yaml", "2024/jtj.md", "2025/jtj",
          "2025/wjj", "2025/scjg.md")  # fmt: skip
_WAIVED = "| JX035 | 农机购置与应用补贴·补贴机具核验率 | ≥100% | ≤100% |"
# As much in small.
SMALL = {
    "站点.yaml": SETTINGS,
    "2024/a.yaml": (DRAFT + PROJECT).replace("2025", "2024"),
    "2025/a.v1.yaml": FORMER,
    "2025/a.yaml": CURRENT.replace("按季", "按月"),
    "2024/ju.yaml": EVALUATED,
    "2024/ju-zp.yaml": EVALUATION,
    "2025/b/部门.yaml": DRAFT.replace("开展。\n", "开展。\n  ![水样逐年增加](附件/tu.png)\n")
                        + "附件:\n  - 标题: 批复\n    文件: pifu.pdf\n",
    "2025/b/附件/pifu.pdf": "%PDF-1.4",
    "2025/b/项目.csv": "名称,编码,预算数,用途\n抽检,99010125P00312010007P,36.00,用于抽检。\n",
    "2025/c.yaml": DRAFT + PROJECT.replace("检查次数 | ≥4次", "合格率 | ≥100%"),
    "2025/m.md": "---\n部门: 某处\n年度: 2025\n表式: 河北\n状态: 草案\n---\n"
                 "## 总体绩效目标\n全年 12 项工作有序开展。\n",
}  # fmt: skip
_FORMS_OF_SMALL = ("hebei", "self-evaluation")  # all of them take half of a build's time
_WAIVED_IN_SMALL = "| JX035 | 抽检·合格率 | ≥100% | ≤100% |"
_WAIVERS = """
豁免: |
  | 规则 | 对象 | 左 | 右 | 理由 |
  |---|---|---|---|---|
"""
_PAGES = ("pages", "parts", "print", "styles", "scripts", "charts")
_TEXTS = (".yaml", ".md", ".csv")


def png(width: int) -> bytes:
    """A grey picture of a given width."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = zlib.compress((b"\0" + b"\x80" * width) * 200)
    head = struct.pack(">IIBBBBB", width, 200, 8, 0, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def cache_of(output: Path) -> Path:
    return output.with_name(f".{output.name}.cache")


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@dataclass
class Changing:
    """A project whose files are edited at random; every edit can be taken back.

    `own` are the templates of the site, before those that all sites have. A finding of the
    file `waivable` is `waived` by this row.
    """

    root: Path
    chance: random.Random
    waivable: str
    waived: str

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def own(self) -> Path:
        return self.root / "own"

    @property
    def settings(self) -> Settings:
        """What is published is held against nothing: the edits take away whatever they like."""
        return Settings(
            self.content, self.root / "site", (self.own, self.templates), with_pdf=False,
            public=False,
        )  # fmt: skip

    @property
    def kinds(self) -> Mapping[str, Edit]:
        """Everything that may be changed, by its name; what comes back undoes it."""
        return {
            "a digit": self.digit, "a line": self.line, "a form": self.form,
            "the settings": self.set_otherwise, "a template": self.template,
            "a file renamed": self.renamed, "a file deleted": self.deleted,
            "a file copied": self.copied, "a form of the site": self.own_form,
            "a template of the site": self.own_template, "an attachment": self.attachment,
            "an attachment renamed": self.attachment_renamed, "a picture": self.picture,
            "a waiver": self.waiver, "an evaluation": self.evaluation,
            "what is evaluated": self.evaluated, "a department renamed": self.department_renamed,
            "a year moved": self.year_moved, "a year deleted": self.year_deleted,
            "times moved": self.touched,
            "the same size and time": self.alike, "the same, another file": self.alike_elsewhere,
            "what is published": self.published, "the cache": self.cache,
        }  # fmt: skip

    def edits(self) -> Iterator[tuple[str, Edit]]:
        """One after another, the text of a disclosure more often than others."""
        kinds = dict(self.kinds)
        while True:
            name = self.chance.choice(("a digit", "a line", *kinds))
            yield name, kinds[name]

    def digit(self) -> Undo:
        """A digit of a disclosure is another one."""
        return self.put(*self.with_other_digit(self.texts()))

    def line(self) -> Undo:
        """A line is there twice, or not at all."""
        place, text = self.drawn(self.texts(), bool)
        lines = text.splitlines(keepends=True)
        at = self.chance.randrange(len(lines))
        lines[at : at + 1] = self.chance.choice(([], [lines[at]] * 2))
        return self.put(place, "".join(lines))

    def form(self) -> Undo:
        places = sorted((self.templates / "forms").rglob("*.yaml"))
        place = self.chance.choice([*places, *sorted((self.templates / "tables").glob("*.yaml"))])
        return self.put(place, self.other_words(place.read_text("utf-8")))

    def other_words(self, text: str) -> str:
        return self.chance.choice(
            (text + "# 注\n", text.replace("绩效", "成效", 1), text.replace("标题", "题", 1))
        )

    def set_otherwise(self) -> Undo:
        place = self.content / "站点.yaml"
        number = self.chance.randrange(1000)
        return self.put(place, place.read_text("utf-8").replace("名称: ", f"名称: 第{number}", 1))

    def template(self) -> Undo:
        place = self.page()
        return self.put(place, self.restyled(place))

    def page(self) -> Path:
        files = (p for f in _PAGES for p in sorted((self.templates / f).rglob("*")))
        return self.chance.choice([p for p in files if p.suffix in (".j2", ".css", ".js")])

    def restyled(self, place: Path) -> str:
        text = place.read_text("utf-8")
        note = "{# 注 #}\n" if place.suffix == ".j2" else "/* 注 */\n"
        return self.chance.choice((f"{text}{note}", text.replace("目录", "目次")))

    def own_template(self) -> Undo:
        """A page of the site's own hides that of all sites; or no longer does."""
        own = [p for f in _PAGES for p in sorted((self.own / f).rglob("*")) if p.is_file()]
        if own and self.chance.random() < 0.4:
            return self.aside(self.chance.choice(own))
        place = self.page()
        return self.put(self.own / place.relative_to(self.templates), self.restyled(place))

    def own_form(self) -> Undo:
        """The same of the folder of a form, or of the file of a statutory table."""
        kind = self.chance.choice(("forms", "tables"))
        own = sorted((self.own / kind).glob("*"))
        if own and self.chance.random() < 0.4:
            return self.aside(self.chance.choice(own))
        place = self.chance.choice(sorted((self.templates / kind).iterdir()))
        new = self.own / place.relative_to(self.templates)
        if new.exists():
            return lambda: None
        new.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if place.is_dir() else shutil.copy)(place, new)
        file = self.chance.choice(sorted(new.glob("*.yaml"))) if new.is_dir() else new
        file.write_text(self.other_words(file.read_text("utf-8")), "utf-8")
        return partial(_remove, new)

    def renamed(self) -> Undo:
        place = self.disclosure()
        return self.moved(place, self.new_name(place, "x"))

    def deleted(self) -> Undo:
        return self.aside(self.disclosure())

    def copied(self) -> Undo:
        place = self.disclosure()
        new = self.new_name(place, "y")
        if new.exists():
            return lambda: None
        (shutil.copytree if place.is_dir() else shutil.copy)(place, new)
        return partial(_remove, new)

    def attachment(self) -> Undo:
        """Another file of the same name."""
        place = self.attached()
        if place is None:
            return lambda: None
        before = place.read_bytes()
        place.write_bytes(before + b"\n%%%d" % self.chance.randrange(1000))
        return partial(place.write_bytes, before)

    def attachment_renamed(self) -> Undo:
        place = self.attached()
        if place is None:
            return lambda: None
        new = place.with_stem(f"a{self.chance.randrange(1000)}")
        head = place.parents[1] / "部门.yaml"
        text = head.read_text("utf-8").replace(f"文件: {place.name}", f"文件: {new.name}")
        return _all_of(self.put(head, text), self.moved(place, new))

    def attached(self) -> Path | None:
        return self.chance.choice([None, *sorted(self.content.glob("20*/*/附件/*.pdf"))][-1:])

    def picture(self) -> Undo:
        """A picture in the text is another one."""
        places = sorted(self.content.glob("20*/*/附件/*.png"))
        if not places:
            return lambda: None
        place = self.chance.choice(places)
        before = place.read_bytes()
        place.write_bytes(png(self.chance.randrange(300, 600)))
        return partial(place.write_bytes, before)

    def waiver(self) -> Undo:
        """A finding is waived, for another reason, or no longer."""
        place = self.content / self.waivable
        if not place.exists():
            return lambda: None
        head, waived, _ = place.read_text("utf-8").partition(_WAIVERS)
        other = f"{head}{_WAIVERS}  {self.waived} 理由{self.chance.randrange(1000)} |\n"
        return self.put(place, self.chance.choice((head, other)) if waived else other)

    def evaluation(self) -> Undo:
        """A 绩效自评 says another figure."""
        return self.put(*self.with_other_digit(self.evaluations()))

    def evaluated(self) -> Undo:
        """What a 绩效自评 looks at says another figure."""
        names = [
            line.partition("评价对象: ")[2] for p in self.evaluations()
            for line in p.read_text("utf-8").splitlines() if line.startswith("评价对象: ")
        ]  # fmt: skip
        found = [p for p in self.texts() if any(f"/{name}." in p.as_posix() for name in names)]
        return self.put(*self.with_other_digit(found))

    def evaluations(self) -> list[Path]:
        return [p for p in self.texts() if "\n评价对象: " in p.read_text("utf-8")]

    def department_renamed(self) -> Undo:
        """A department has another name wherever it is named."""
        names = [
            line.partition(":")[2].strip() for p in self.texts()
            for line in p.read_text("utf-8").splitlines() if line.startswith("部门:")
        ]  # fmt: skip
        name = self.chance.choice(sorted(set(names)))
        new = f"{name[:-1]}{self.chance.choice('局委办处')}"
        found = [(p, p.read_text("utf-8")) for p in self.texts()]
        return _all_of(*(self.put(p, t.replace(name, new)) for p, t in found if name in t))

    def year_moved(self) -> Undo:
        """All of a year is of the next."""
        place = max(self.content.glob("20*"))  # of the earlier one it may be in the way
        new = place.with_name(str(int(place.name) + 1))
        undo = self.moved(place, new)
        texts = [(p, p.read_text("utf-8")) for p in self.texts() if new in p.parents]
        years = re.compile(rf"(?<=年度: ){place.name}|\b{place.name}(?=-\d\d-)")
        return _all_of(undo, *(self.put(p, years.sub(new.name, t)) for p, t in texts))

    def year_deleted(self) -> Undo:
        years = sorted(self.content.glob("20*"))
        return self.aside(self.chance.choice(years)) if len(years) > 1 else lambda: None

    def touched(self) -> Undo:
        """Files have other times, in the future too, and say what they said."""
        files = [p for f in (self.content, self.templates, self.own, self.root / "site")
                 for p in sorted(f.rglob("*")) if p.is_file()]  # fmt: skip
        for place in self.chance.sample(files, 20):
            moment = time.time() + self.chance.choice((-(10**7), -3600, 0, 3600, 10**7))
            os.utime(place, (moment, moment))
        return lambda: None

    def alike(self) -> Undo:
        """A digit is another one, and the file is as large and as old as it was."""
        place, text = self.with_other_digit(self.texts())
        status = place.stat()
        undo = self.put(place, text)
        os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
        return undo

    def alike_elsewhere(self) -> Undo:
        """The same by another file in its place, as `cp -p` and archives put it there."""
        place, text = self.with_other_digit(self.texts())
        status, before = place.stat(), place.read_bytes()
        new = place.with_name(f".{place.name}.new")
        new.write_text(text, "utf-8")
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.replace(new, place)
        return partial(place.write_bytes, before)

    def published(self) -> Undo:
        """Somebody changes a page that is published, or deletes a file."""
        files = sorted(p for p in (self.root / "site").rglob("*") if p.is_file())
        place = self.chance.choice(files)
        status = place.stat()
        if self.chance.random() < 0.5 and place.name not in ("manifest.json", "SHA256SUMS"):
            place.unlink()
        elif place.suffix == ".html":
            place.write_bytes(place.read_bytes().replace(b"<p>", b"<p >"))
            os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns - 10**9))
        return lambda: None

    def cache(self) -> Undo:
        """Somebody deletes the cache, cuts it, or a disk damages some of it."""
        place = cache_of(self.root / "site")
        if not place.exists():
            return lambda: None
        data = bytearray(place.read_bytes())
        match self.chance.randrange(4):
            case 0:
                place.unlink()
            case 1:
                place.write_bytes(cut(bytes(data)))
            case 2:
                for _ in range(5):
                    data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
                place.write_bytes(data)
            case _:
                lines = bytes(data).split(b"\n")
                head, rest = lines[:1], lines[1:]
                self.chance.shuffle(rest)
                place.write_bytes(b"\n".join([*head, *rest[: len(rest) // 2]]))
        return lambda: None

    def disclosure(self) -> Path:
        return self.chance.choice(sorted(self.content.glob("20*/*")))

    def new_name(self, place: Path, letter: str) -> Path:
        return place.with_name(f"{letter}{self.chance.randrange(100)}{''.join(place.suffixes)}")

    def texts(self) -> list[Path]:
        return [p for p in sorted(self.content.glob("20*/**/*")) if p.suffix in _TEXTS]

    def with_other_digit(self, places: Iterable[Path]) -> tuple[Path, str]:
        place, text = self.drawn(places, _has_digit)
        at = self.chance.choice([n for n, sign in enumerate(text) if sign in "0123456789"])
        other = (int(text[at]) + self.chance.randrange(1, 10)) % 10
        return place, f"{text[:at]}{other}{text[at + 1 :]}"

    def drawn(self, places: Iterable[Path], is_fit: Callable[[str], bool]) -> tuple[Path, str]:
        """A file whose text is fit for the edit; the settings where there is none."""
        texts = [(p, p.read_text("utf-8")) for p in sorted(places)]
        settings = self.content / "站点.yaml"
        fit = [(p, text) for p, text in texts if is_fit(text)]
        return self.chance.choice(fit or [(settings, settings.read_text("utf-8"))])

    def put(self, place: Path, text: str) -> Undo:
        before = place.read_bytes() if place.exists() else None
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        return partial(_remove, place) if before is None else partial(place.write_bytes, before)

    def moved(self, place: Path, new: Path) -> Undo:
        if new.exists():
            return lambda: None
        place.rename(new)
        return partial(os.rename, new, place)

    def aside(self, place: Path) -> Undo:
        return self.moved(place, Path(tempfile.mkdtemp(dir=self.root)) / place.name)

    @property
    def ways(self) -> Mapping[str, Way]:
        """How a build may come about, by its name; every other time by itself."""
        return {
            "one build": afresh, "two at once": self.twice, "another one": afresh,
            "one that is killed, and another": self.killed, "a third": afresh,
            "one that is blocked, and another": self.blocked,
        }  # fmt: skip

    def twice(self, settings: Settings) -> Report:
        """Two builds of the same output at once."""
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(1, context) as one, ProcessPoolExecutor(1, context) as other:
            first, second = one.submit(_built, settings), other.submit(_built, settings)
            first.result()
            return second.result()

    def killed(self, settings: Settings) -> Report:
        """A build that is killed at some moment, and one after it."""
        process = multiprocessing.get_context("fork").Process(target=_built, args=(settings,))
        process.start()
        process.join(self.chance.uniform(0, 2))
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        return afresh(settings)

    def blocked(self, settings: Settings) -> Report:
        """A department has an error and the others are published; then it has none."""
        files = sorted(self.content.glob("20*/*.yaml"))
        if not files:
            return afresh(settings)
        place = self.chance.choice(files)
        undo = self.put(place, f"{place.read_text('utf-8')}\n没有这个键: 甲\n")
        afresh(replace(settings, keep_going=True))
        undo()
        return afresh(settings)


def _has_digit(text: str) -> bool:
    return any(sign in "0123456789" for sign in text)


def _remove(place: Path) -> None:
    shutil.rmtree(place) if place.is_dir() else place.unlink()


def _all_of(*undo: Undo) -> Undo:
    """What takes all of these back, the last first."""

    def back() -> None:
        for step in reversed(undo):
            step()

    return back


def _built(settings: Settings) -> Report:
    return build(settings, quiet)


def afresh(settings: Settings) -> Report:
    """Build in a process that has not read any template yet, as a command does."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_built, settings).result()


def sample(root: Path, seed: int) -> Changing:
    """A project with disclosures of the sample content, and all templates."""
    for name in SAMPLE:
        target = root / "content" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / "content" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return _project(root, seed, "2025/nyncj.yaml", _WAIVED)


def small(root: Path, seed: int) -> Changing:
    """A project of the smallest disclosures that have as much to change."""
    write(root / "content", SMALL)
    (root / "content/2025/b/附件/tu.png").write_bytes(png(300))
    project = _project(root, seed, "2025/c.yaml", _WAIVED_IN_SMALL)
    for place in (root / "templates/forms").iterdir():
        if place.name not in _FORMS_OF_SMALL:
            shutil.rmtree(place)
    return project


def _project(root: Path, seed: int, waivable: str, waived: str) -> Changing:
    shutil.copytree(TEMPLATES, root / "templates")
    (root / "own/pages").mkdir(parents=True)
    return Changing(root, random.Random(seed), waivable, waived)


@dataclass
class Tally:
    """What came of the edits: how many of each kind were made, and how many of them could be
    published; how many disclosures were not rendered again."""

    made: Counter[str] = field(default_factory=Counter)
    published: Counter[str] = field(default_factory=Counter)
    spared: int = 0


def edits_give_what_a_clean_build_gives(
    project: Changing, edits: Iterable[tuple[str, Edit]], apart: int = 1
) -> Tally:
    """Edit, build upon what there is in one way after another, build from nothing, compare.

    Where edits are `apart`, only every so many are compared; all are built upon. What cannot
    be published is taken back, and of the rest some, at random.
    """
    settings, tally = project.settings, Tally()
    clean = replace(settings, output=project.root / "clean")
    assert afresh(settings).published is not None
    for number, ((kind, edit), (way, make)) in enumerate(
        zip(edits, cycle(project.ways.items()), strict=False), 1
    ):
        told = (number, kind, way)
        undo = edit()
        stepwise = make(settings)
        is_published = stepwise.published is not None
        tally.made[kind] += 1
        tally.published[kind] += is_published
        if not is_published or number % apart == 0:
            shutil.rmtree(clean.output, ignore_errors=True)
            cache_of(clean.output).unlink(missing_ok=True)
            whole = afresh(clean)
            assert stepwise.diagnostics == whole.diagnostics, told
            assert (whole.published is not None) == is_published, told
            if is_published:
                assert _differing(settings.output, clean.output) == [], told
            tally.spared += len(whole.work.rendered) - len(stepwise.work.rendered)
        if not is_published or project.chance.random() < 0.3:
            undo()
    assert litter(settings.output) == []
    return tally


def _differing(one: Path, other: Path) -> list[str]:
    """The files that two sites do not have in common to the byte."""
    return sorted({path for path, _ in digests(one).items() ^ digests(other).items()})


def litter(output: Path) -> list[str]:
    """What builds left beside their output, but for what they remember."""
    return [p.name for p in output.parent.glob(f".{output.name}.*") if p != cache_of(output)]


def main(number: int, seed: int) -> None:
    """Make so many edits, and say how many of each kind were made and published."""
    with tempfile.TemporaryDirectory() as folder:
        project = sample(Path(folder), seed)
        tally = edits_give_what_a_clean_build_gives(project, islice(project.edits(), number))
    for kind, made in sorted(tally.made.items()):
        print(f"{kind}: {made}, published {tally.published[kind]}")
    total, published = sum(tally.made.values()), sum(tally.published.values())
    print(f"seed {seed}: {total} edits, {published} published, {tally.spared} renderings spared")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
