"""`gongkai new`: the first file of a disclosure, or last year's made ready for this year."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..contents import SHAPES, find
from ..diagnostics import Level, Problems, in_order
from ..files import Folder
from ..forms import Family, load_families
from ..loader import load, others
from ..model.disclosure import Disclosure
from ..starting.blank import start
from ..starting.renewal import Renewed, renew
from ..writing import Unwritable, write
from .common import print_findings, template_roots
from .outcomes import DONE, PROBLEMS, Usage

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 done, 1 where a file is in the way or last year's has faults; Usage for a
    wrong call."""
    problems = Problems()
    families = load_families(template_roots(), problems)
    former = _former(args.source, families) if args.source else None
    if isinstance(former, int):
        return former
    department = _department(args) if former is None else ""
    year = _year(args, former)
    family = _family(args, families) if former is None else families[former.family]
    id = _id(args, former)
    folder = args.into.parent if args.into else Path("content") / str(year)
    taken = [p for end in ("", ".yaml", ".md") if (p := folder / f"{id}{end}").exists()]
    if taken:
        print(f"{taken[0]} 已经存在，没有覆盖。换一个位置（--into），或先把它移走。")
        return PROBLEMS
    if former is None:
        files, renewed = start(family, department, year, id, args.shape), None
    else:
        renewed = renew(former, family, year, id)
        try:
            files = write(renewed.disclosure, family, args.shape)
        except Unwritable as fault:
            print_findings([fault.finding])
            return PROBLEMS
    _put(files, folder)
    print("\n".join(_told(folder, id, args.shape, renewed)))
    return DONE


def _put(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _told(folder: Path, id: str, shape: str, renewed: Renewed | None) -> list[str]:
    endings = {"yaml": f"{id}.yaml", "md": f"{id}.md", "folder": f"{id}/"}
    lines = [f"已新建：{folder / endings[shape]}（{SHAPES[shape]}，草案）"]
    if renewed is not None:
        if renewed.emptied:
            lines.append(f"  清空了：{'、'.join(renewed.emptied)}。")
        remarks = list(renewed.disclosure.all_remarks())
        lines += [f"  {remark.text}" for remark in remarks]
        if remarks:
            lines.append(
                f"  共 {len(remarks)} 条“待核”写在文件里，改好一条删一条；没有删完不能公开。"
            )
    elif shape != "yaml":
        lines.append("  要写哪些内容、怎么写，见 gongkai form 加表式的名字。")
    return [*lines, "  gongkai check 列出还缺什么；gongkai serve 边写边看。"]


def _former(source: Path, families: dict[str, Family]) -> Disclosure | int:
    """The disclosure that is carried over; an exit code where it cannot be read."""
    place = source if source.exists() else _with_ending(source)
    if place is None or not _YEAR.fullmatch(place.parent.name):
        raise Usage(f"没有找到上年的公开：{source}。写成 content/2024/shuiwu 这样。")
    folder, problems = Folder(place.parent.parent), Problems()
    name = f"{place.parent.name}/{place.name.removesuffix('.yaml').removesuffix('.md')}"
    every = find(folder, Problems())
    found = next((f for f in every if f.base == name), None)
    if found is None:
        raise Usage(f"{source} 不是一份公开。写成 content/2024/shuiwu 这样。")
    disclosure = load(folder, found, families, problems, others(folder, every, families))
    if disclosure is None:
        print_findings(d for d in in_order(problems.found) if d.level is Level.ERROR)
        print("上年的公开读不出来，没有新建。")
        return PROBLEMS
    if disclosure.inherits:
        raise Usage("绩效自评跟着它所评价的公开写，不从上年的自评开始。")
    return disclosure


def _with_ending(source: Path) -> Path | None:
    places = (source.with_name(f"{source.name}{end}") for end in (".yaml", ".md"))
    return next((place for place in places if place.exists()), None)


def _department(args: argparse.Namespace) -> str:
    return args.department or _asked("部门全称", "云溪县水务局", "--department")


def _year(args: argparse.Namespace, former: Disclosure | None) -> int:
    folder = args.into.parent.name if args.into else ""
    if args.year is not None:
        if _YEAR.fullmatch(folder) and folder != str(args.year):
            raise Usage(f"--year 是 {args.year}，--into 却在 {folder} 文件夹里。")
        return int(args.year)
    if _YEAR.fullmatch(folder):
        return int(folder)
    if former is not None:
        return former.year + 1
    sample = str(datetime.date.today().year + 1)
    return int(_asked("预算年度", sample, "--year", _fault_of_year))


def _fault_of_year(text: str) -> str:
    return "" if _YEAR.fullmatch(text) else f"年度要写成四位数，例如 2025，而不是“{text}”。"


def _id(args: argparse.Namespace, former: Disclosure | None) -> str:
    if args.into:
        name = args.into.name.removesuffix(".yaml").removesuffix(".md")
    elif former is not None:
        name = former.name
    else:
        what = "网址里的名称（英文字母和数字，以后不要改）"
        return _asked(what, "shuiwu", "--into", _fault_of_id)
    if fault := _fault_of_id(name):
        raise Usage(fault)
    return str(name)


def _fault_of_id(name: str) -> str:
    if _ID.fullmatch(name):
        return ""
    return (
        f"“{name}”不能用作网址里的名称。只用英文字母、数字和连字符，"
        "例如 --into content/2025/shuiwu。"
    )


def _family(args: argparse.Namespace, families: dict[str, Family]) -> Family:
    usable = {name: family for name, family in families.items() if not family.inherits}

    def fault(name: str) -> str:
        if name in usable:
            return ""
        if name in families:
            return f"表式“{name}”的目标取自评价对象；照《作者指南》的“绩效自评”一节写。"
        return f"没有名为“{name}”的表式。可选：{'、'.join(usable)}。"

    if not args.form:
        return usable[_asked(f"表式（{'、'.join(usable)}）", "河北", "--form", fault)]
    if told := fault(args.form):
        raise Usage(told)
    return usable[args.form]


def _asked(what: str, sample: str, option: str, fault: Callable[[str], str] = lambda _: "") -> str:
    """The answer of somebody at a terminal; where there is none, the option is missing.

    Asked again until the answer has no `fault`; Usage where no more is typed.
    """
    missing = Usage(f"缺少 {option}（{what}），例如 {option} {_sample(option, sample)}。")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise missing
    while True:
        try:
            answer = input(f"{what}，例如 {sample}：").strip()
        except EOFError:
            print()
            raise missing from None
        if answer and not (told := fault(answer)):
            return answer
        if answer:
            print(told)


def _sample(option: str, sample: str) -> str:
    return f"content/2025/{sample}" if option == "--into" else sample
