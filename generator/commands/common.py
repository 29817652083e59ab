"""What the commands share: where things stand, how findings are printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..build import Progress, Report, Settings
from ..diagnostics import Diagnostic, Level, as_record, as_text, counts, display_width
from ..environment import EnvironmentFault
from ..publishing.publish import ForeignFile
from .outcomes import Usage


def content_folder(args: argparse.Namespace) -> Path:
    """The content folder of the command line; Usage where there is none."""
    folder: Path = args.content
    if not folder.is_dir():
        raise Usage(f"没有找到内容文件夹：{folder}。请进入项目文件夹再运行，或用 --content 指明。")
    return folder


def template_roots() -> tuple[Path, ...]:
    """The project's templates, then those that the installed package carries."""
    package = Path(__file__).resolve().parents[1]
    roots = (Path("templates"), package / "_templates", package.parent / "templates")
    found: dict[Path, Path] = {}
    for root in roots:
        if any((root / part).is_dir() for part in ("forms", "pages", "tables")):
            found.setdefault(root.resolve(), root)
    if not found:
        raise EnvironmentFault("没有找到模板文件夹 templates/。", "重新安装 gongkai。")
    return tuple(found)


def settings(args: argparse.Namespace, output: Path) -> Settings:
    return Settings(
        content=content_folder(args),
        output=output,
        templates=template_roots(),
        jobs=getattr(args, "jobs", 1),
        strict=getattr(args, "strict", False),
        with_pdf=not getattr(args, "no_pdf", False),
        keep_going=getattr(args, "keep_going", False),
        scheduler=getattr(args, "scheduler", None) or "",
    )


def progress_bar() -> Progress:
    """A bar on a terminal; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, total, name: None

    def show(done: int, total: int, name: str) -> None:
        filled = 24 * done // max(total, 1)
        line = f"[{'█' * filled}{'░' * (24 - filled)}] {done}/{total} {name}"
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{line}{' ' * max(0, 70 - display_width(line))}{end}")
        sys.stderr.flush()

    return show


def say(text: str) -> None:
    """What a command waits for, while it does."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_findings(found: Iterable[Diagnostic]) -> None:
    """Every finding with its place, line, caret and hint."""
    for diagnostic in found:
        print("\n".join(as_text(diagnostic)))
        print()


def foreign(fault: ForeignFile, output: Path) -> Iterator[str]:
    """What to say where files that we did not write are in the way."""
    shown = "、".join(fault.paths[:5])
    what = "不是 gongkai 生成的同名文件、文件夹或链接"
    yield f"错误：{output} 里有{what}：{shown}。没有改动任何文件。"
    yield "改法：把它们移走，或换一个输出文件夹。"


def tally(found: Iterable[Diagnostic]) -> str:
    """`3 个错误，1 个警告，0 个提示`."""
    return "，".join(f"{number} 个{level}" for level, number in counts(found).items())


def as_json(report: Report, files: int) -> str:
    """The report as `check --format json` prints it."""
    numbers = counts(report.diagnostics)
    summary = {
        "disclosures": len(report.results),
        "files": files,
        "errors": numbers[Level.ERROR],
        "warnings": numbers[Level.WARNING],
        "notes": numbers[Level.NOTE],
    }
    records = [as_record(d) for d in report.diagnostics]
    return json.dumps({"diagnostics": records, "summary": summary}, ensure_ascii=False, indent=1)
