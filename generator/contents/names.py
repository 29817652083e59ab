"""Names of files that not every system can hold: contents and sites are copied to Windows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..limits import NAME_LIMIT

# Names of devices on Windows, whatever ending follows.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_REFUSED: Final = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')


def fault_of(name: str) -> str:
    """Why a file or folder may not bear this name; empty where it may."""
    if _DEVICE.match(name):
        return "是 Windows 保留的设备名"
    if name.endswith((".", " ")):
        return "以句点或空格结尾，Windows 会悄悄去掉"
    if match := _REFUSED.search(name):
        return f"里有 Windows 不允许的字符“{match[0]}”"
    size = len(name.encode("utf-8", "surrogateescape"))
    return f"有 {size} 个字节，超过 {NAME_LIMIT} 个" if size > NAME_LIMIT else ""


def report_names(paths: Iterable[str], problems: Problems) -> None:
    """Report names that cannot stand everywhere, and paths that differ in letter case alone."""
    told: set[str] = set()
    first: dict[str, str] = {}
    for path in paths:
        for part in path.split("/"):
            fault = fault_of(part)
            if fault and part not in told:
                told.add(part)
                problems.add(
                    RuleBook.BAD_NAME,
                    Span(path),
                    f"名称“{part[:40]}”{fault}。",
                    "换一个名称：内容和网站会复制到 Windows 的机器上。",
                    text="",
                )
        earlier = first.setdefault(path.casefold(), path)
        if earlier != path:
            problems.add(
                RuleBook.BAD_NAME,
                Span(path),
                f"与 {earlier} 只差字母大小写，在 Windows 上是同一个文件。",
                "给其中一个换一个名称。",
                text="",
            )
