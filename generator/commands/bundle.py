"""`gongkai bundle`: ZIPs of a site that stands as it was published."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ..jobs import Written
from ..publishing.bundle.bundles import Bundles, write_bundle
from ..publishing.former import read_former
from ..publishing.publish import ForeignFile, publish
from ..publishing.record import BUNDLE_MAKER, digest
from ..publishing.stage import stage
from ..publishing.verify import NotASite, opened, verify
from .common import foreign, template_roots
from .outcomes import DONE, ENVIRONMENT, PROBLEMS, Usage


def run(args: argparse.Namespace) -> int:
    site, output = args.site, args.output
    if output.resolve().is_relative_to(site.resolve()):
        raise Usage(f"{output} 在网站 {site} 里面；用 --output 换一个单独的文件夹。")
    try:
        with opened(site) as files:
            verdict = verify(files)
    except NotASite as fault:
        raise Usage(f"{fault}先运行 gongkai build。") from fault
    if verdict.changed or verdict.removed:
        damaged = "、".join((*verdict.changed, *verdict.removed)[:10])
        print(f"没有打包：{site} 不是发布时的样子（{damaged}）。\n改法：重新运行 gongkai build。")
        return PROBLEMS
    bundles = Bundles(read_former(site), site, template_roots())
    try:
        with stage(output) as staged:
            written = tuple(_written(bundles, staged))
            published = publish(staged, output, written, maker=BUNDLE_MAKER)
    except ForeignFile as fault:
        print("\n".join(foreign(fault, output)))
        return ENVIRONMENT
    size = sum(file.size for file in written) / 1024 / 1024
    print(
        f"已打包到 {output}：{len(written)} 个 ZIP，共 {size:.1f} MB，"
        f"写入 {len(published.written)} 个，{published.unchanged} 个未变。"
    )
    return DONE


def _written(bundles: Bundles, staged: Path) -> Iterator[Written]:
    for name, files in bundles.all():
        place = staged / f"{name}.zip"
        write_bundle(place, name, files)
        yield Written(place.name, digest(place), place.stat().st_size)
