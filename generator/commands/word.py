"""`gongkai word`: a disclosure as the Word file that leaders sign."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from pathlib import Path

from .. import plan
from ..contents import HEAD_FILE
from ..department.examining import Examined, examine
from ..department.pictures import shown_pictures
from ..diagnostics import in_order
from ..files import Folder
from ..jobs import Context, Job
from ..outputs.word import Flow, flow_of, word_file
from ..outputs.word.findings import comments_on
from ..preparing import Settings, prepare
from .common import content_folder, print_findings, tally, template_roots
from .outcomes import DONE, PROBLEMS, Usage


def run(args: argparse.Namespace) -> int:
    """Exit code 0 done, 1 where the content cannot be read or the place is taken."""
    context = context_of(content_folder(args))
    examined = examine(job_of(args.disclosure, context))
    flow = flow_from(examined, context)
    disclosure = examined.disclosure
    if flow is None or disclosure is None or examined.document is None:
        print_findings(examined.diagnostics)
        print("没有写 Word 文件：先改正上面的错误。")
        return PROBLEMS
    said = comments_on(flow, examined.diagnostics) if args.findings else {}
    shown = shown_pictures(Folder(context.content), examined.document)
    data = word_file(context.templates, disclosure, flow, said, shown)
    target: Path = args.output or Path(f"{disclosure.id.replace('/', '-')}-{disclosure.year}.docx")
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        print(f"{target} 已经存在，没有覆盖。把它移走，或用 --output 换一个名字。")
        return PROBLEMS
    print(f"已写成：{target}。")
    if examined.diagnostics:
        where = "写成批注" if args.findings else "加上 --findings 可以写成批注"
        print(f"检查出 {tally(examined.diagnostics)}（{where}）。")
    return DONE


def context_of(content: Path) -> Context:
    """What is needed to examine a disclosure of a content folder.

    Faults of the settings, the forms or other disclosures are told and stop nothing, as those
    of the disclosure itself: the Word file is for looking over, not for the public.
    """
    settings = Settings(content=content, output=Path(), templates=template_roots())
    prepared = prepare(settings, Path())
    if prepared.problems.has_errors:
        print_findings(in_order(prepared.problems.found))
    return prepared.context


def job_of(name: str, context: Context) -> Job:
    """The job of a disclosure by its name, or by the path of its file or folder; Usage where
    there is none."""
    wanted, root = Path(name), context.content.resolve()
    if wanted.resolve().is_relative_to(root):
        wanted = wanted.resolve().relative_to(root)
    base = wanted.as_posix().removesuffix(f"/{HEAD_FILE}")
    for ending in (".yaml", ".md"):
        base = base.removesuffix(ending)
    found = {one.base: one for one in context.found}
    if base in found:
        return Job(found[base], context)
    near = get_close_matches(base, found, 3, 0.3)
    hint = f"是不是 {'、'.join(near)}？" if near else "写成 年度/标识，例如 2025/scjg。"
    raise Usage(f"{context.content} 里没有“{name}”这份公开。{hint}")


def flow_from(examined: Examined, context: Context) -> Flow | None:
    """The disclosure in the order in which Word holds it; None where it could not be read."""
    disclosure, document = examined.disclosure, examined.document
    if disclosure is None or document is None:
        return None
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    return flow_of(disclosure, document, f"{context.site.url or '本网站 '}{page}")
