"""Whether the folders of a build are those that were meant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .former import Former


class Misplaced(Exception):
    """A folder that cannot have been meant: exit code 2."""


def require_apart(output: Path, content: Path, templates: Iterable[Path]) -> None:
    """Raise Misplaced where the output stands inside the sources, or around them.

    A build would write among what it reads, or the sources would be served.
    """
    place = output.resolve()
    for folder, name in ((content, "内容文件夹"), *((root, "模板文件夹") for root in templates)):
        source = folder.resolve()
        if place == source:
            message = f"输出文件夹 {output} 就是{name}。"
        elif place.is_relative_to(source):
            message = f"输出文件夹 {output} 在{name} {folder} 里面。"
        elif source.is_relative_to(place):
            message = f"输出文件夹 {output} 把{name} {folder} 也包在里面。"
        else:
            continue
        raise Misplaced(f"{message}用 --output 换一个单独的文件夹，例如 site。")


def require_content_of(former: Former, content: Path) -> None:
    """Raise Misplaced where a folder without any content is held against a site that has some."""
    if former.texts:
        raise Misplaced(
            f"{content} 里没有 站点.yaml，也没有一份公开，而 {former.root} 里有 "
            f"{len(former.texts)} 份：像是内容文件夹不对。没有改动任何文件。"
            "用 --content 指明内容文件夹。"
        )
