"""What stands in the content folder: which files make up which disclosure.

A disclosure comes in one of three shapes (one YAML file, one Markdown file, a
folder); `read` gives the same mapping for all of them. Whatever its shape, what it
attaches and the pictures in its text stand in `scjg/附件/`.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from ..config import SITE_FILE
from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..forms import Family
from ..keys import ATTACHMENTS, IMPORT_ACCOUNT
from ..limits import FILE_COUNT_LIMIT
from ..sources.markdown_source import front_matter_end, read_document
from ..sources.nodes import Mapping
from ..sources.yaml_source import read_yaml
from .disclosure_files import (
    HEAD_FILE,
    SHAPES,
    YEAR,
    DisclosureFiles,
    choose_family,
    report_unused,
    yaml_file,
)
from .elsewhere import Elsewhere
from .folder import read_folder
from .listing import Listing
from .names import report_names

__all__ = ["HEAD_FILE", "SHAPES", "DisclosureFiles", "Listing", "find", "read"]


def find(folder: Folder, problems: Problems) -> list[DisclosureFiles]:
    """The disclosures of a content folder, by year and name; every stray file is reported."""
    groups: dict[tuple[int, str, str], list[str]] = {}
    paths = list(folder.walk())
    report_names(paths[:FILE_COUNT_LIMIT], problems)
    for number, path in enumerate(paths, 1):
        if number > FILE_COUNT_LIMIT:
            problems.add(
                RuleBook.TOO_LARGE,
                Span(path),
                f"内容文件夹里的文件超过 {FILE_COUNT_LIMIT} 个，其余的没有读。",
                "检查 --content 指的是不是内容文件夹；无关的文件请移走。",
                text="",
            )
            break
        place = _place(path)
        if place is not None:
            groups.setdefault(place, []).append(path)
        elif path != SITE_FILE and not _is_account(path):
            report_unused(path, problems)
    _join_attached(groups)
    found = [
        DisclosureFiles(year, stem, shape, tuple(files))
        for (year, stem, shape), files in groups.items()
    ]
    return _without_twins(sorted(found, key=lambda f: (f.year, f.stem, f.shape)), problems)


def _is_account(path: str) -> bool:
    """Whether a file is the account that an import left beside its disclosure."""
    parts = path.split("/")
    in_year = len(parts) == len(("2025", "scjg.csv")) and YEAR.fullmatch(parts[0]) is not None
    return in_year and path.endswith(IMPORT_ACCOUNT)


def _place(path: str) -> tuple[int, str, str] | None:
    """Year, stem and shape of the disclosure that a file belongs to."""
    parts = path.split("/")
    if len(parts) < 2 or not YEAR.fullmatch(parts[0]):
        return None
    name = PurePosixPath(parts[1])
    if len(parts) > 2:
        return int(parts[0]), parts[1], "folder"
    if name.suffix in (".yaml", ".md"):
        return int(parts[0]), name.stem, name.suffix[1:]
    return None


def _join_attached(groups: dict[tuple[int, str, str], list[str]]) -> None:
    """A folder that holds 附件 alone belongs to the file of its name beside it."""
    for place in [place for place in groups if place[2] == "folder"]:
        year, stem, _ = place
        beside = (year, stem, "yaml"), (year, stem, "md")
        files = [groups[file] for file in beside if file in groups]
        if len(files) == 1 and all(path.split("/")[2] == ATTACHMENTS for path in groups[place]):
            files[0] += groups.pop(place)


def _without_twins(found: list[DisclosureFiles], problems: Problems) -> list[DisclosureFiles]:
    """Leave out a disclosure that is there in two shapes, or twice but for letter case."""
    by_name: dict[tuple[int, str], list[DisclosureFiles]] = {}
    for item in found:
        by_name.setdefault((item.year, item.stem.casefold()), []).append(item)
    single = []
    for twins in by_name.values():
        if len(twins) == 1:
            single += twins
            continue
        named = "、".join(f"{t.base}（{SHAPES[t.shape]}）" for t in twins)
        for twin in twins[1:]:
            problems.add(
                RuleBook.TWO_SHAPES,
                twin.span,
                f"同一份公开写了 {len(twins)} 遍：{named}。",
                "只留一种写法，其余移走。",
                text="",
            )
    return single


def read(
    folder: Folder, found: DisclosureFiles, families: dict[str, Family], problems: Problems
) -> tuple[Mapping, Family] | None:
    """The disclosure's mapping and its family; None where either cannot be told."""
    match found.shape:
        case "yaml":
            head = yaml_file(folder, found.files[0], problems)
            family = choose_family(head, families, problems) if head else None
            return (head, family) if head and family else None
        case "md":
            return _markdown(folder, found, families, problems)
        case _:
            return read_folder(folder, found, families, problems)


def _markdown(
    folder: Folder, found: DisclosureFiles, families: dict[str, Family], problems: Problems
) -> tuple[Mapping, Family] | None:
    """Front matter first: how the headings are read depends on the family it names."""
    source = folder.text(found.files[0], problems)
    if source is None:
        return None
    if not any(line.strip() for line in source.lines):
        problems.add(RuleBook.EMPTY_FILE, found.span, "文件里没有内容。", "写上内容，或删去文件。")
        return None
    if source.lines[0].rstrip() != "---":
        problems.add(
            RuleBook.FRONT_MATTER,
            found.span,
            "缺少文件头。",
            "在文件最前面写一行“---”，下面写“部门: …”等键，再以一行“---”结束。",
        )
        return None
    end = front_matter_end(source)
    front = read_yaml(source, Problems(), 1, end)
    family = choose_family(front or Mapping((), found.span), families, problems)
    if family is None:
        read_yaml(source, problems, 1, end)
        return None
    return read_document(source, Elsewhere(family, families).shape(), problems), family
