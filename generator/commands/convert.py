"""`gongkai convert`: a disclosure from one of its three shapes into another.

Nothing is put in place before it has been read back and found the same.
"""

from __future__ import annotations

import argparse
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..contents import HEAD_FILE, SHAPES, DisclosureFiles, find
from ..diagnostics import Diagnostic, Level, Problems, RuleBook, in_order
from ..files import Folder
from ..forms import Family, load_families
from ..loader import Others, load, others
from ..model.disclosure import Disclosure
from ..model.words import Picture
from ..writing import Unwritable, attached_file, write
from ..writing.comments import comment_lines
from .common import print_findings, template_roots
from .outcomes import DONE, ENVIRONMENT, PROBLEMS, Usage

# Errors whose place in the model still says all that was typed.
_KEPT: Final = frozenset(
    rule.id
    for rule in (
        RuleBook.MISSING_KEY,
        RuleBook.NOT_FILLED,
        RuleBook.BAD_AMOUNT,
        RuleBook.BAD_NUMBER,
        RuleBook.GOAL_OR_TEXT,
        RuleBook.NOT_PUBLISHABLE,
        RuleBook.CORRECTION,
    )
)


@dataclass(frozen=True)
class _Source:
    """A disclosure with the folder that it was read from."""

    folder: Folder
    found: DisclosureFiles
    family: Family
    disclosure: Disclosure
    others: Others

    @property
    def year_folder(self) -> Path:
        return self.folder.root / str(self.found.year)

    @property
    def pictures(self) -> dict[str, str]:
        """The files of the pictures in the text, by what they are called in the next shape."""
        d = self.disclosure
        shown = (p for s in d.sections for p in s.prose if isinstance(p, Picture))
        return {attached_file(d, p.file): p.path for p in shown}

    def has(self, name: str) -> bool:
        """Whether a picture stands already where the next shape looks for it."""
        return self.pictures.get(name) == f"{self.found.year}/{name}"


class _Faulty(Exception):
    """The content does not let itself be converted."""

    def __init__(self, findings: Iterable[Diagnostic], message: str) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 done, 1 problems in the content; Usage is raised for a wrong call."""
    families = _families()
    try:
        return _convert(args, families)
    except _Faulty as fault:
        print_findings(fault.findings)
        print(f"没有转换：{fault}原来的文件没有改动。")
        return PROBLEMS


def _convert(args: argparse.Namespace, families: dict[str, Family]) -> int:
    place = _place(args.source)
    found = _found(place)
    target = args.output or place.parent
    if args.output is None and found.shape == args.to:
        raise Usage(f"{args.source} 已经是“{SHAPES[args.to]}”这种写法。")
    if args.output is not None and args.output.resolve() == place.parent.resolve():
        raise Usage(
            f"{args.output} 就是原来的文件夹，同一份公开不能有两种写法。"
            "去掉 --output，用新的取代旧的。"
        )
    source, findings = _load(place, found, families)
    if not args.drop_comments:
        _refuse_comments(source)
    files = _written(source, args.to) | _carried(source)
    _compare(source, files, families, findings)
    if args.output is None:
        files = {name: data for name, data in files.items() if not source.has(name)}
    taken = [name for name in files if (target / name).exists()]
    if taken:
        raise Usage(f"{target / taken[0]} 已经存在，不会覆盖。移走它，或用 --output 换一个文件夹。")
    print_findings(findings)
    return _put(source, files, target, replaces=args.output is None)


def _families() -> dict[str, Family]:
    problems = Problems()
    families = load_families(template_roots(), problems)
    if problems.has_errors:
        raise _Faulty(in_order(problems.found), "表式定义有误。")
    return families


def _place(source: Path) -> Path:
    """The disclosure's own file or folder, inside a folder named after a year."""
    if not source.exists():
        raise Usage(f"没有找到 {source}。")
    place = source.absolute()
    if place.name == HEAD_FILE:
        place = place.parent
    if not place.is_dir() and place.suffix not in (".yaml", ".md"):
        raise Usage(f"{source} 不是一份公开：要一个 .yaml 文件、一个 .md 文件，或一个文件夹。")
    if not (place.parent.name.isascii() and place.parent.name.isdigit()):
        raise Usage(
            f"{source} 不在以年份命名的文件夹里。给出一份公开，例如 content/2025/scjg.yaml。"
        )
    return place


def _found(place: Path) -> DisclosureFiles:
    """Which files make up the disclosure."""
    problems = Problems()
    shape = "folder" if place.is_dir() else place.suffix.removeprefix(".")
    stem = unicodedata.normalize("NFC", place.name if place.is_dir() else place.stem)
    base = f"{place.parent.name}/{stem}"
    for found in find(Folder(place.parent.parent), problems):
        if (found.base, found.shape) == (base, shape):
            return found
    own = [d for d in in_order(problems.found) if _concerns(d, base)]
    if own:
        raise _Faulty(own, "文件有问题。")
    raise Usage(f"{place} 里没有可以转换的公开。")


def _concerns(finding: Diagnostic, base: str) -> bool:
    """Whether it is about this disclosure; of twins only one is where the finding stands."""
    is_twin = finding.rule == RuleBook.TWO_SHAPES.id and f"{base}（" in finding.message
    return is_twin or finding.span.path.startswith((f"{base}/", f"{base}."))


def _load(
    place: Path, found: DisclosureFiles, families: dict[str, Family]
) -> tuple[_Source, list[Diagnostic]]:
    """The disclosure, with the findings that do not stand in the way."""
    folder, problems = Folder(place.parent.parent), Problems()
    known = others(folder, find(folder, Problems()), families)  # learns the names on disk, too
    disclosure = load(folder, found, families, problems, known)
    findings = in_order(problems.found)
    grave = [d for d in findings if d.level is Level.ERROR and d.rule not in _KEPT]
    if disclosure is None or grave:
        raise _Faulty(findings, "先改正上面的错误，否则会丢失内容。")
    return _Source(folder, found, families[disclosure.family], disclosure, known), findings


def _refuse_comments(source: _Source) -> None:
    lost = RuleBook.COMMENTS_LOST
    comments = [
        Diagnostic(lost.id, lost.level, "这行批注会丢失。", line.span, line.text)
        for line in comment_lines(source.folder, source.found)
    ]
    if comments:
        raise _Faulty(
            comments,
            f"有 {len(comments)} 行批注，换写法后会丢失；确定不要了，加上 --drop-comments。",
        )


def _written(source: _Source, shape: str) -> dict[str, bytes]:
    try:
        return write(source.disclosure, source.family, shape)
    except Unwritable as fault:
        raise _Faulty([fault.finding], f"写不成“{SHAPES[shape]}”这种写法。") from None


def _carried(source: _Source) -> dict[str, bytes]:
    """The pictures in the text, which go along."""
    read = ((name, source.folder.read(p, Problems())) for name, p in source.pictures.items())
    return {name: data for name, data in read if data is not None}


def _compare(
    source: _Source,
    files: dict[str, bytes],
    families: dict[str, Family],
    findings: Iterable[Diagnostic],
) -> None:
    """Read the files back in a folder of their own; a difference is a fault."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        year = root / str(source.found.year)
        for path, data in files.items():
            _create(year / path, data)
        folder, problems = Folder(root), Problems()
        again = [load(folder, f, families, problems, source.others) for f in find(folder, problems)]
    fresh = _errors(problems.found) - _errors(findings)
    if again == [source.disclosure] and not fresh:
        return
    added = [d for d in in_order(problems.found) if d.rule in fresh]
    parts = _differences(source.disclosure, again[0] if again else None)
    named = f"：{'、'.join(parts)}" if parts else ""
    difference = Diagnostic(
        RuleBook.NOT_THE_SAME.id,
        RuleBook.NOT_THE_SAME.level,
        f"写出的内容读回来与原来不同{named}。",
        source.found.span,
        hint="原来的文件照旧可用；请把这份文件连同这条信息发给维护人员。",
    )
    raise _Faulty([*added, difference], "换写法后内容会变。")


def _errors(findings: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(d.rule for d in findings if d.level is Level.ERROR)


def _differences(left: Disclosure, right: Disclosure | None) -> list[str]:
    """The parts of a disclosure that differ, in Chinese; the projects by name."""
    if right is None:
        return []
    named = (
        ("文件头", _head(left) != _head(right)),
        ("正文", left.sections != right.sections),
        ("分项绩效目标", left.subgoals != right.subgoals),
        ("部门整体的表", left.overall != right.overall),
        ("待核", left.remarks != right.remarks),
        ("项目个数", len(left.projects) != len(right.projects)),
    )
    parts = [name for name, differs in named if differs]
    pairs = zip(left.projects, right.projects, strict=False)
    return parts + [f"项目“{a.name}”" for a, b in pairs if a != b]


def _head(d: Disclosure) -> tuple[object, ...]:
    return (
        d.id, d.year, d.family, d.kind, d.evaluates, d.department, d.status, d.title,
        d.unit_code, d.unit_name, d.compiled_by, d.reviewed_by, d.approved_on, d.approval,
        d.written_on, d.published_on, d.published_at, d.correction, d.index_number,
        d.former_ids, d.filing, d.added,
    )  # fmt: skip


def _put(source: _Source, files: dict[str, bytes], target: Path, replaces: bool) -> int:
    """Write all files or none; then take away the old ones."""
    created: list[Path] = []
    try:
        for name, data in files.items():
            _create(target / name, data)
            created.append(target / name)
        kept = _take_away(source) if replaces else []
    except OSError as error:
        for path in created:
            path.unlink(missing_ok=True)
        _prune(created, target)
        print(f"环境问题：{error.strerror or error}（{error.filename or target}）")
        print("改法：关闭正在使用这些文件的程序，检查写入权限和磁盘空间，再试一次。")
        print("没有改动任何文件。")
        return ENVIRONMENT
    print(f"已写成：{'、'.join(_shown(target, files))}。读回核对，内容与原来相同。")
    if replaces:
        old = f"{source.found.base}（{SHAPES[source.found.shape]}）"
        print(f"原来的 {old}已由它取代，旧文件已移除。")
    else:
        print("原来的文件没有改动。")
    for path in kept:
        print(f"提示：{path} 没能删掉，可以手工删除；它不影响生成。")
    return DONE


def _shown(target: Path, files: dict[str, bytes]) -> list[str]:
    """The file or the folder that was written, as seen from where the command runs."""
    tops = dict.fromkeys(target / name.split("/")[0] for name in files)
    here = Path.cwd()
    return [str(p.relative_to(here) if p.is_relative_to(here) else p) for p in tops]


def _create(path: Path, data: bytes) -> None:
    """A new file; nothing is left of it where the disk is full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except OSError:
            file.close()
            path.unlink(missing_ok=True)
            raise


def _take_away(source: _Source) -> list[Path]:
    """Remove the files of the old shape; all of them or, where one is held fast, none.

    They first move into a hidden folder, which the content passes over. What is
    there beside them (an editor's leftovers) stays. Returns what could not be
    deleted after all.
    """
    folder, year = source.folder, source.year_folder
    hidden = Path(tempfile.mkdtemp(prefix=".convert-", dir=year))
    moved: list[tuple[Path, Path]] = []
    try:
        kept = {path for name, path in source.pictures.items() if source.has(name)}
        for number, name in enumerate(n for n in source.found.files if n not in kept):
            old = folder.locate(name) or folder.root / name
            old.rename(hidden / str(number))
            moved.append((old, hidden / str(number)))
    except OSError:
        for old, new in moved:
            new.rename(old)
        hidden.rmdir()
        raise
    _prune([old for old, _ in moved], year)
    try:
        for _, new in moved:
            new.unlink()
        hidden.rmdir()
    except OSError:
        return [hidden]
    return []


def _prune(files: Iterable[Path], top: Path) -> None:
    """Remove the folders that held these files, below `top`, where they are empty now."""
    inside = top.resolve()
    parents = {p for f in files for p in f.resolve().parents if inside in p.parents}
    for folder in sorted(parents, key=lambda p: len(p.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
