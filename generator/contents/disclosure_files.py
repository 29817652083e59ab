"""The files of one disclosure, and what all shapes share in reading them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ..config import SITE_FILE
from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..forms import Family
from ..model.words import Words
from ..sources.keys import did_you_mean
from ..sources.nodes import Mapping, Scalar
from ..sources.yaml_source import read_yaml
from .added import added_to

HEAD_FILE: Final = "部门.yaml"
SHAPES: Final = {"yaml": "YAML 文件", "md": "Markdown 文件", "folder": "文件夹"}
YEAR: Final = re.compile(r"(?:19|20)\d\d")
_STEM: Final = re.compile(r"(?P<name>.+)\.(?P<version>v[1-9]\d?)")


@dataclass(frozen=True, slots=True)
class DisclosureFiles:
    """The files of one disclosure; `base` is its path without the ending.

    `scjg.v1.yaml` is the first version of what `scjg.yaml` corrects: the same
    `name`, and a `version`.
    """

    year: int
    stem: str
    shape: str
    files: tuple[str, ...]

    @property
    def base(self) -> str:
        return f"{self.year}/{self.stem}"

    @property
    def name(self) -> str:
        match = _STEM.fullmatch(self.stem)
        return match["name"] if match else self.stem

    @property
    def version(self) -> str:
        """v1 for a former version; empty for the text that stands now."""
        match = _STEM.fullmatch(self.stem)
        return match["version"] if match else ""

    @property
    def span(self) -> Span:
        head = f"{self.base}/{HEAD_FILE}"
        return Span(head if head in self.files else self.files[0])


def report_unused(path: str, problems: Problems) -> None:
    """Report a file that nothing reads, with what may stand there instead."""
    name = PurePosixPath(path)
    if len(name.parts) == 1 and name.suffix == ".yaml":
        hint = did_you_mean(name.name, [SITE_FILE])
    elif not YEAR.fullmatch(name.parts[0]):
        hint = "各年的内容放在以年份命名的文件夹里，例如 2025/。"
    else:
        hint = "公开内容的文件名以 .yaml 或 .md 结尾，或是一个文件夹；其他文件请移走。"
    problems.add(RuleBook.UNUSED_FILE, Span(path), "没有任何内容用到这个文件。", hint, text="")


def yaml_file(folder: Folder, path: str, problems: Problems) -> Mapping | None:
    """The mapping that a YAML file holds; an empty file is a fault."""
    source = folder.text(path, problems)
    if source is None:
        return None
    before = len(problems.found)
    mapping = read_yaml(source, problems)
    if mapping is None and len(problems.found) == before:
        problems.add(
            RuleBook.EMPTY_FILE, Span(path), "文件里没有内容。", "写上内容，或删去文件。", ""
        )
    return mapping


def choose_family(
    mapping: Mapping, families: dict[str, Family], problems: Problems
) -> Family | None:
    """The family that `表式` names, with the sections that 另加章节 adds."""
    entry = mapping.get("表式")
    name = entry.value.words if entry and isinstance(entry.value, Scalar) else Words()
    if name.text in families:
        family = families[name.text]
        # A family's own faults are reported once.
        return None if family.is_faulty else added_to(family, mapping, problems)
    if not name:
        problems.add(
            RuleBook.MISSING_KEY,
            entry.key.span if entry else mapping.span,
            "缺少“表式”，不知道按哪种表来读。",
            f"加一行，例如 表式: {next(iter(families), '')}；gongkai form 列出全部表式。",
        )
        return None
    problems.add(
        RuleBook.BAD_CHOICE,
        name.span,
        f"没有名为“{name.text}”的表式。",
        f"{did_you_mean(name.text, families)}gongkai form 列出全部表式。",
    )
    return None
