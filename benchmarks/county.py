"""A county to measure with: real disclosures, or the sample content, over and over.

    python benchmarks/county.py FOLDER [--departments 80] [--tables 19] [--real FOLDER]

Writes a content folder of so many departments with so many tables each, all public: what
the rules find in the texts is answered by waivers, since real texts have their faults. The
real ones are Word files in $GONGKAI_REAL or beside the repository; without them the
departments of the sample content stand in.
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator.build import Report, Settings, check  # noqa: E402
from generator.checks.waivers import as_rows  # noqa: E402
from generator.cli import main as gongkai  # noqa: E402
from generator.contents import find  # noqa: E402
from generator.diagnostics import Level, Problems  # noqa: E402
from generator.files import Folder  # noqa: E402
from generator.forms import Family, load_families  # noqa: E402
from generator.loader import load  # noqa: E402
from generator.model.disclosure import (  # noqa: E402
    Approval,
    Correction,
    Disclosure,
    Project,
    Status,
    Waiver,
)
from generator.model.evaluation import Kind  # noqa: E402
from generator.model.words import Words  # noqa: E402
from generator.writing import write  # noqa: E402

TEMPLATES: Final = (ROOT / "templates",)
YEAR: Final = 2025
DEPARTMENTS: Final = 80
TABLES: Final = 19
# Findings of these rules can be answered by waivers.
ANSWERED: Final = "JX"
SITE: Final = """\
名称: 示例县预算绩效公开
域名: www.example.gov.cn
标识码: 1234567890
主办单位: 示例县财政局
联系电话: 0000-0000000
备案号: 示例备案号
网址: https://www.example.gov.cn/yjsgk/
索引号前缀: 示例
"""


def real_folder() -> Path:
    """Where the real disclosures are, if they are anywhere."""
    return Path(os.environ.get("GONGKAI_REAL") or ROOT.parent / "shared" / "real")


def models(real: Path, families: dict[str, Family]) -> list[Disclosure]:
    """The disclosures that the county is made of."""
    files = sorted(real.glob("*.docx")) if real.is_dir() else []
    if not files:
        return [d for d in _loaded(ROOT / "content", families) if not d.attachments]
    with tempfile.TemporaryDirectory() as imported:
        for file in files:
            _import(file, Path(imported))
        return _loaded(Path(imported), families)


def _import(file: Path, content: Path) -> None:
    """Import a Word file into the folder of its year, as an author would."""
    text = content / f"{file.stem}.yaml"
    with redirect_stdout(io.StringIO()):
        status = gongkai(["import", str(file), "--into", str(text.with_suffix(""))])
    assert status == 0, file
    year = next(line for line in text.read_text("utf-8").splitlines() if line.startswith("年度"))
    folder = content / year.partition(":")[2].strip()
    folder.mkdir(exist_ok=True)
    text.rename(folder / text.name)


def _loaded(content: Path, families: dict[str, Family]) -> list[Disclosure]:
    """The budgets of a content folder that have projects."""
    folder = Folder(content)
    read = (load(folder, found, families, Problems()) for found in find(folder, Problems()))
    return [d for d in read if d and d.kind is Kind.BUDGET and d.projects]


def departments(real: Sequence[Disclosure], count: int, tables: int) -> Iterator[Disclosure]:
    """So many public disclosures, each with so many projects of the ones that it is made of."""
    for number, one in enumerate(islice(cycle(real), count), 1):
        name = Words(f"示例县第{number}局")
        yield replace(
            one,
            id=f"d{number:04}",
            year=YEAR,
            department=name,
            title=Words(),
            status=Status.PUBLIC,
            approved_on=datetime.date(YEAR, 2, 10),
            approval=Approval(Words("局长办公会"), datetime.date(YEAR, 2, 12)),
            published_on=datetime.date(YEAR, 2, 21),
            correction=Correction(),
            former_ids=(),
            projects=tuple(_repeated(one.projects, tables)),
            overall=_without_remarks(one.overall) if one.overall else None,
            waivers=(),
            remarks=(),
        )


def _repeated(projects: Sequence[Project], count: int) -> Iterator[Project]:
    """So many projects under names and addresses of their own; the first of each keeps its
    name, which the text refers to."""
    used = set[str]()
    for number, one in enumerate(islice(cycle(projects), count), 1):
        name = f"{one.name.text}（{number}）" if one.name.text in used else one.name.text
        used.add(name)
        yield replace(
            _without_remarks(one),
            name=Words(name),
            code=Words(),
            address=f"{number:03}",
            address_given=True,
            former_addresses=(),
        )


def _without_remarks(project: Project) -> Project:
    return replace(project, remarks=())


def write_county(content: Path, count: int, tables: int, real: Path) -> None:
    """Write the content folder, with a waiver for whatever the rules find.

    Raises ValueError where that is not enough, as when the text speaks of a project that so
    few tables leave out.
    """
    families = load_families(TEMPLATES, Problems())
    drawn = models(real, families)
    with tempfile.TemporaryDirectory() as trial:  # a department of each model, to be answered
        first = list(departments(drawn, len(drawn), tables))
        _write(Path(trial), first, families)
        report = check(Settings(Path(trial), Path(trial) / "site", TEMPLATES), _quiet)
        for one in report.diagnostics:
            if one.level is Level.ERROR and not one.rule.startswith(ANSWERED):
                raise ValueError(f"{tables} 个项目的部门有没法豁免的错误：{one.message}")
        answers = [_answers(report, disclosure) for disclosure in first]
    answered = zip(departments(drawn, count, tables), cycle(answers), strict=False)
    _write(content, (replace(d, waivers=w) for d, w in answered), families)


def _answers(report: Report, disclosure: Disclosure) -> tuple[Waiver, ...]:
    result = next(r for r in report.results if r.key == f"{YEAR}/{disclosure.id}")
    return tuple(
        Waiver(Words(rule), Words(object), Words(left), Words(right), Words("照原件公开"))
        for rule, object, left, right in as_rows(result.comparisons)
    )


def _write(content: Path, disclosures: Iterable[Disclosure], families: dict[str, Family]) -> None:
    (content / str(YEAR)).mkdir(parents=True, exist_ok=True)
    (content / "站点.yaml").write_text(SITE, "utf-8")
    for one in disclosures:
        for name, data in write(one, families[one.family], "yaml").items():
            (content / str(YEAR) / name).write_bytes(data)


def _quiet(done: int, total: int, name: str) -> None:
    """Nobody watches."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--departments", type=int, default=DEPARTMENTS)
    parser.add_argument("--tables", type=int, default=TABLES)
    parser.add_argument("--real", type=Path, default=real_folder())
    given = parser.parse_args()
    write_county(given.folder, given.departments, given.tables, given.real)


if __name__ == "__main__":
    main()
