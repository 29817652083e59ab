"""`gongkai verify`: every file of a site against its record, and against its content."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .. import plan
from ..build import rebuild
from ..outputs.pdf.versions import versions
from ..publishing.former import Former
from ..publishing.record import BUNDLE_MAKER, MANIFEST
from ..publishing.verify import Files, NotASite, Verdict, against, opened, verify
from .common import print_findings, progress_bar, settings, tally, template_roots
from .outcomes import DONE, PROBLEMS, Usage


def run(args: argparse.Namespace) -> int:
    try:
        with opened(args.site) as files:
            verdict = verify(files)
            print("\n".join(_said(verdict, ("改动", "多出", "缺少"))))
            same = _same(files, verdict) if args.content is None else _remade(args, files, verdict)
    except NotASite as fault:
        raise Usage(str(fault)) from fault
    return DONE if same and verdict.is_whole else PROBLEMS


def _said(verdict: Verdict, words: tuple[str, str, str]) -> Iterator[str]:
    for word, paths in zip(words, (verdict.changed, verdict.added, verdict.removed), strict=True):
        yield from (f"{word}：{path}" for path in paths)
    count = len(verdict.record.files)
    differing = len(verdict.changed) + len(verdict.added) + len(verdict.removed)
    yield f"核对了 {count} 个文件：" + (f"{differing} 处不同。" if differing else "全部一致。")


def _same(files: Files, verdict: Verdict) -> bool:
    """Nothing is rebuilt; the record's digest lets somebody else compare it."""
    print(f"清单 {MANIFEST} 的摘要：sha256 {verdict.fingerprint}")
    return True


def _remade(args: argparse.Namespace, files: Files, verdict: Verdict) -> bool:
    """Build the content anew and compare; what was taken down before is taken from the site."""
    if verdict.record.maker == BUNDLE_MAKER:
        raise Usage("打包的 ZIP 里没有整个网站，不能与内容比较；请核对 site 文件夹。")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        place = Path(folder)
        if plan.WITHDRAWN in files.names:
            (place / plan.WITHDRAWN).parent.mkdir(parents=True)
            with files.open(plan.WITHDRAWN) as file:
                (place / plan.WITHDRAWN).write_bytes(file.read())
        chosen = settings(args, place)
        with_pdf = any(p.endswith(".pdf") and "/files/" not in p for p in verdict.record.files)
        chosen = replace(chosen, with_pdf=with_pdf)
        report, rebuilt = rebuild(chosen, Former(place, verdict.record), progress_bar())
    if not rebuilt:
        print_findings(report.diagnostics)
        print(f"内容生成不了，没法比较：{tally(report.diagnostics)}。")
        return False
    remade = against(verdict.record, rebuilt)
    print(f"用 {args.content} 重新生成，与清单比较：")
    print("\n".join(_said(remade, ("内容不同", "清单里没有", "重新生成没有"))))
    if not remade.is_whole and with_pdf:
        _say_other_tools(verdict)
    return remade.is_whole


def _say_other_tools(verdict: Verdict) -> None:
    """Other versions of tools and fonts make other PDFs of the same content."""
    here = versions(template_roots())
    other = [
        f"{name} {was}（这里是 {here.get(name, '没有')}）"
        for name, was in verdict.record.made_with.items()
        if here.get(name) != was
    ]
    if other:
        print(f"生成它的组件和字体版本不同，PDF 会因此不同：{'、'.join(other)}。")
