"""The folder shape: a head file, a file a section, and projects in files or tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..forms import Family
from ..keys import (
    ADDED,
    ATTACHMENTS,
    PROJECT_TABLES,
    PROJECTS,
    SUBGOALS,
    subgoal_shape,
)
from ..model.words import Words
from ..sources.markdown_source import (
    DocumentShape,
    ItemShape,
    read_item,
    read_items,
    read_prose,
    read_sections,
)
from ..sources.nodes import Entry, Mapping, Node, Scalar
from .disclosure_files import HEAD_FILE, DisclosureFiles, choose_family, yaml_file
from .elsewhere import Elsewhere
from .folder_projects import LEADING_DIGITS, ProjectReader, by_number

_TABLE_FILES: Final = {
    f"{stem}{end}" for stem in (PROJECTS, *PROJECT_TABLES) for end in (".csv", ".xlsx")
}


@dataclass
class FolderReader:
    """Gathers the files of the folder shape into one mapping."""

    folder: Folder
    found: DisclosureFiles
    family: Family
    problems: Problems
    shape: DocumentShape
    entries: list[Entry] = field(default_factory=list)

    def put(self, key: str, value: Node, span: Span) -> None:
        earlier = next((e for e in self.entries if e.key.text == key), None)
        if earlier is None:
            self.entries.append(Entry(Words(key, span), value))
            return
        self.problems.add(
            RuleBook.DUPLICATE_KEY,
            span,
            f"“{key}”给了两次，另一处在 {earlier.key.span}。",
            "只留一处。",
            text="",
        )

    def read(self) -> Mapping:
        tables: dict[str, str] = {}
        projects: list[str] = []
        statutory: list[str] = []
        plan = self.family.tables_section
        for path in self.found.files:
            name = PurePosixPath(path.removeprefix(f"{self.found.base}/"))
            if name.name == HEAD_FILE and len(name.parts) == 1:
                continue
            if name.parts[0] == PROJECTS and len(name.parts) == 2:
                projects.append(path)
            elif str(name) in _TABLE_FILES:
                self.table_file(tables, name.stem, path)
            elif plan and name.parts[0] == plan.key and len(name.parts) == 2 and _is_table(name):
                statutory.append(path)
            elif not self.is_for_loader(name):
                self.section(path, name)
        reader = ProjectReader(self.folder, self.family, self.problems, self.shape)
        items = reader.read(projects, tables)
        if items is not None:
            self.put(PROJECTS, items, items.span)
        if plan and statutory and not any(e.key.text == plan.key for e in self.entries):
            self.put(plan.key, self.statutory(statutory), Span(statutory[0]))
        return Mapping(tuple(self.entries), self.found.span)

    def statutory(self, paths: list[str]) -> Scalar:
        """The section of statutory tables, as an author would type it for these files."""
        lines: list[Words] = []
        for path in sorted(paths, key=by_number):
            name = PurePosixPath(path).stem
            match = LEADING_DIGITS.fullmatch(name)
            file = path.removeprefix(f"{self.found.base}/")
            for text in ("```表", f"表: {match[2] if match else name}", f"文件: {file}", "```"):
                lines.append(Words(text, Span(path)))
        return Scalar(tuple(lines), Span(paths[0]), is_block=True)

    def is_for_loader(self, name: PurePosixPath) -> bool:
        """Tables that prose names, and attachments: the loader holds them against the text."""
        if name.parts[0] == ATTACHMENTS:
            return len(name.parts) == 2
        return _is_table(name)

    def table_file(self, tables: dict[str, str], stem: str, path: str) -> None:
        if stem in tables:
            self.problems.add(
                RuleBook.TWO_SHAPES,
                Span(path),
                f"“{stem}”既有 CSV 又有 XLSX。",
                "只留一个。",
                text="",
            )
            return
        tables[stem] = path

    def section(self, path: str, name: PurePosixPath) -> None:
        """A section file such as `01-总体绩效目标.md`, or the whole department's form."""
        match = LEADING_DIGITS.fullmatch(name.stem)
        key = match[2] if match else name.stem
        plan = next((s for s in self.family.sections() if s.key == key), None)
        chapters = [c.title for c in self.family.chapters if c.title and c.parts]
        overall = next(iter(self.shape.items.values()), None)
        if len(name.parts) == 1 and overall is not None and key == overall.heading:
            self.overall(path, overall)
        elif len(name.parts) > 1 or name.suffix != ".md" or not (plan or key in chapters):
            self.unused(path, [*(s.key for s in self.family.sections()), *chapters])
        elif (source := self.folder.text(path, self.problems)) is None:
            return
        elif plan is None:
            for entry in read_sections(source, self.shape, self.problems):
                self.put(entry.key.text, entry.value, entry.key.span)
        elif plan.kind == SUBGOALS:
            self.put(key, read_items(source, subgoal_shape(), self.problems), Span(path))
        else:
            self.put(key, read_prose(source, self.problems), Span(path))

    def overall(self, path: str, shape: ItemShape) -> None:
        value: Mapping | None = None
        if path.endswith(".yaml"):
            value = yaml_file(self.folder, path, self.problems)
        elif source := self.folder.text(path, self.problems):
            value = read_item(source, shape, self.problems)
        if value is not None:
            self.put(shape.heading, value, Span(path))

    def unused(self, path: str, sections: list[str]) -> None:
        self.problems.add(
            RuleBook.UNUSED_FILE,
            Span(path),
            "没有任何内容用到这个文件。",
            f"可以有的：{HEAD_FILE}、" + "、".join(f"{key}.md" for key in sections)
            + "、项目/、项目.csv、绩效指标.csv。"
            f"表式里没有的章节，先列在 {HEAD_FILE} 的“{ADDED}”里。",
            text="",
        )  # fmt: skip


def read_folder(
    folder: Folder, found: DisclosureFiles, families: dict[str, Family], problems: Problems
) -> tuple[Mapping, Family] | None:
    """The folder's mapping, 部门.yaml first, and its family."""
    head_path = f"{found.base}/{HEAD_FILE}"
    if head_path not in found.files:
        problems.add(
            RuleBook.MISSING_KEY,
            found.span,
            f"文件夹 {found.base}/ 里没有 {HEAD_FILE}。",
            f"新建 {HEAD_FILE}，写上“部门: …”“年度: …”“表式: …”等。",
            text="",
        )
        return None
    head = yaml_file(folder, head_path, problems)
    family = choose_family(head, families, problems) if head else None
    if head is None or family is None:
        return None
    shape = Elsewhere(family, families).shape()
    reader = FolderReader(folder, found, family, problems, shape, list(head.entries))
    return reader.read(), family


def _is_table(name: PurePosixPath) -> bool:
    return name.suffix in (".csv", ".xlsx")
