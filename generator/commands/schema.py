"""`gongkai schema`: what editors need to complete keys and to mark faults while typing."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Final

from ..diagnostics import Problems
from ..editing import patterns, schemas
from ..forms import load_families
from .common import print_findings, template_roots
from .outcomes import DONE, PROBLEMS, Usage

SETTINGS: Final = Path(".vscode/settings.json")
_MARK: Final = "由 gongkai schema 生成，不要手工修改。"


def run(args: argparse.Namespace) -> int:
    problems = Problems()
    families = load_families(template_roots(), problems)
    if problems.has_errors:
        print_findings(problems.found)
        return PROBLEMS
    made = schemas(families)
    for name in made:
        _require_ours(args.output / name)
    for name, schema in made.items():
        text = _as_text({"$comment": _MARK} | schema)
        _replace(args.output / name, text)
    print(f"已写出 {len(made)} 个文件到 {args.output}。")
    files = {name: [p.format(content=args.content.as_posix()) for p in globs]
             for name, globs in patterns(families)}  # fmt: skip
    settings = _settings(args.output, files)
    if not SETTINGS.exists():
        _replace(SETTINGS, settings)
        print(f"已写出编辑器设置 {SETTINGS}。")
    elif SETTINGS.read_text("utf-8", "replace") != settings:
        print(f"{SETTINGS} 已经有了，没有改动；请核对里面有这些设置：\n{settings}", end="")
    return DONE


def _settings(folder: Path, files: dict[str, list[str]]) -> str:
    """The editor's settings; nothing is fetched, and nobody's text is formatted anew."""
    place = folder.as_posix() if folder.is_absolute() else f"./{folder.as_posix()}"
    return _as_text(
        {
            "yaml.schemas": {f"{place}/{name}": globs for name, globs in files.items()},
            "yaml.schemaStore.enable": False,
            "yaml.format.enable": False,
            "[yaml]": {
                "editor.insertSpaces": True,
                "editor.tabSize": 2,
                "editor.quickSuggestions": {"strings": True},
            },
        }
    )


def _as_text(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _require_ours(place: Path) -> None:
    """Usage where a file of that name is not one that this command wrote."""
    if place.exists() and _MARK not in place.read_text("utf-8", "replace"):
        raise Usage(f"{place} 不是 gongkai schema 写的，不会覆盖。用 --output 换一个文件夹。")


def _replace(place: Path, text: str) -> None:
    """Write a file whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
