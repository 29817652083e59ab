"""`gongkai import`: last year's Word file, or a workbook, as text to go on with."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from ..contents import SHAPES, find
from ..diagnostics import Problems, RuleBook, Span, in_order
from ..files import Folder
from ..forms import Family, load_families
from ..importing import Imported, explain, read_disclosure
from ..keys import IMPORT_ACCOUNT
from ..loader import load
from ..model.disclosure import Disclosure
from ..model.words import DataTable
from ..sources.opening import read_document
from ..sources.word_source import WordDocument
from ..writing import Unwritable, attached_file, write
from .common import print_findings, template_roots
from .outcomes import DONE, PROBLEMS, Usage
from .updating import update

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
# The most families named that a file is as like as its own.
_MOST_ALIKE: Final = 4


def run(args: argparse.Namespace) -> int:
    """Exit code 0 done, 1 problems in the file or a place already taken; Usage for a wrong call."""
    source: Path = args.source
    if not source.is_file():
        raise Usage(f"没有找到文件：{source}")
    if args.update is not None:
        return update(args)
    if args.write:
        raise Usage("--write 要与 --update 合用；不加 --update 的导入本来就写。")
    is_explained_only = args.explain and not _may_be_id(args.into, source)
    id = "" if is_explained_only else _id(args.into, source)
    problems = Problems()
    families = _families(args.form, problems)
    document = _document(source, problems)
    if document is not None and args.explain:
        print("\n".join(explain(document, families.values())))
    if document is not None and is_explained_only:
        print_findings(in_order(problems.found))
        print(f"没有导入：{_how_to_name(source.stem)}")
        return DONE
    made = (
        read_disclosure(document, families, id=id, year=args.year, problems=problems)
        if document is not None
        else None
    )
    if made is not None:
        _check_year_folder(args.into, made.disclosure, source, problems)
    print_findings(in_order(problems.found))
    if made is None or problems.has_faults:
        print("没有导入，没有写任何文件。")
        return PROBLEMS
    disclosure = made.disclosure
    folder = args.into.parent if args.into else Path("content") / str(disclosure.year)
    return _write(made, families[disclosure.family], args.shape, folder)


def _may_be_id(into: Path | None, source: Path) -> bool:
    """Whether a place is named, or the file's own name can be an address."""
    return into is not None or _ID.fullmatch(source.stem) is not None


def _id(into: Path | None, source: Path) -> str:
    """The address that the disclosure will stand under: the last name of the place."""
    id = into.name if into is not None else source.stem
    for suffix in (".yaml", ".md"):
        id = id.removesuffix(suffix) if into is not None else id
    if not _ID.fullmatch(id):
        raise Usage(_how_to_name(id))
    return id


def _how_to_name(id: str) -> str:
    return (
        f"“{id}”不能用作网址里的标识。用 --into 指明，末尾用英文字母和数字，"
        "例如 --into content/2024/scjg。"
    )


def _families(name: str | None, problems: Problems) -> dict[str, Family]:
    """All form families, or the one that was named."""
    every = load_families(template_roots(), problems)
    families = {n: f for n, f in every.items() if not f.inherits}
    if name in every and name not in families:
        raise Usage(f"表式“{name}”的目标取自评价对象，不能从文件导入；照着样子填写即可。")
    if name is None:
        return families
    if name not in families:
        raise Usage(f"没有名为“{name}”的表式。可选：{'、'.join(families)}。")
    return {name: families[name]}


def _document(source: Path, problems: Problems) -> WordDocument | None:
    folder = Folder(source.parent)
    data = folder.read(source.name, problems)
    if data is None:
        return None
    return read_document(source.name, data, problems)


def _check_year_folder(
    into: Path | None, disclosure: Disclosure, source: Path, problems: Problems
) -> None:
    """A place in another year's folder would be refused by every later build."""
    if into is None or not _YEAR.fullmatch(into.parent.name):
        return
    if into.parent.name != str(disclosure.year):
        problems.add(
            RuleBook.WRONG_YEAR,
            Span(source.name),
            f"文件是 {disclosure.year} 年的，却要写进 {into.parent.name} 文件夹。",
            f"改成 --into {into.parent.parent / str(disclosure.year) / into.name}。",
            text="",
        )


def _write(made: Imported, family: Family, shape: str, folder: Path) -> int:
    """Write the files, all or none, where nothing of that name stands, and the account."""
    disclosure, account = made.disclosure, made.account
    places = [folder / f"{disclosure.id}{ending}" for ending in ("", ".yaml", ".md")]
    taken = [place for place in places if place.exists()]
    if taken:
        print(f"{taken[0]} 已经存在，没有覆盖。换一个位置（--into），或先把它移走。")
        return PROBLEMS
    try:
        files = write(disclosure, family, shape)
    except Unwritable as fault:
        print_findings([fault.finding])
        print("没有写任何文件。")
        return PROBLEMS
    files |= {attached_file(disclosure, name): data for name, data in made.pictures.items()}
    target = _put(files, folder, disclosure, family)
    if target is None:
        print("写出的内容读回来与原文件不同，没有写任何文件。请把这份文件交给维护人员。")
        return PROBLEMS
    print(f"已导入：{target}（{SHAPES[shape]}，草案）")
    book = folder / f"{disclosure.id}{IMPORT_ACCOUNT}"
    book.write_bytes(account.csv())
    print(f"  {_summary(made)}")
    if made.alike:
        alike = "、".join(made.alike[:_MOST_ALIKE])
        print(f"  表式按“{family.name}”写，也像 {alike}；要换的，加上 --form 再导入一次。")
    print(f"  {account.summary}逐条见 {book}")
    return DONE


def _put(
    files: dict[str, bytes], folder: Path, disclosure: Disclosure, family: Family
) -> Path | None:
    """Write beside the target first and read it back; then put it in place at once, the
    pictures of a single file before it.

    None, with nothing written, where what is read back is not the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = next(iter(files)).split("/")[0]
    tops = dict.fromkeys(name.split("/")[0] for name in files)
    hidden = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    year = hidden / str(disclosure.year)
    try:
        for name, data in files.items():
            path = year / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if _read_back(hidden, family) != [disclosure]:
            return None
        for top in reversed(tops):
            os.replace(year / top, folder / top)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return folder / target


def _read_back(root: Path, family: Family) -> list[Disclosure | None]:
    folder, problems = Folder(root), Problems()
    found = find(folder, problems)
    return [load(folder, item, {family.name: family}, problems) for item in found]


def _summary(made: Imported) -> str:
    disclosure, account = made.disclosure, made.account
    forms = (*([disclosure.overall] if disclosure.overall else []), *disclosure.projects)
    rows = sum(len(form.indicators.rows) for form in forms)
    own = sum(len(g.indicators.rows) for g in disclosure.subgoals)
    pieces = (piece for section in disclosure.sections for piece in section.prose)
    tables = sum(isinstance(piece, DataTable) for piece in pieces)
    remarks = len(list(disclosure.all_remarks()))
    goals = f"{len(disclosure.subgoals)} 条分项绩效目标" + (f"（{own} 行指标）" if own else "")
    gaps = f"{len(account.gaps)} 处没有去处，请报告" if account.gaps else "金额对不上，请报告"
    kept = "没有待核内容" if account.closes else gaps
    kept = f"{remarks} 条待核，请逐条处理" if remarks else kept
    whole = "部门整体的表 1 张，" if disclosure.overall else ""
    other = f"{tables} 张其他表格，" if tables else ""
    other += f"{len(made.pictures)} 个图片文件，" if made.pictures else ""
    projects = f"{len(disclosure.projects)} 个项目，{rows} 行绩效指标"
    return f"{whole}{projects}，{goals}，{other}{kept}。"
