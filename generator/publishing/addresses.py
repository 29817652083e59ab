"""Which result has which folders of the site: none may have another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import plan
from ..diagnostics import Diagnostic, Level, RuleBook, Span
from ..jobs import Result


def with_clashes(results: Sequence[Result], sources: Mapping[str, str]) -> list[Result]:
    """Two disclosures of one address: both are blocked, and the later one is told of it.

    `sources` are the content files by the keys of the results.
    """
    owners: dict[str, list[str]] = {}
    for result in results:
        for folder in result.folders:
            owners.setdefault(folder.casefold(), []).append(result.key)
    return [_told(result, owners, sources) for result in results]


def _told(
    result: Result, by_folder: Mapping[str, Sequence[str]], sources: Mapping[str, str]
) -> Result:
    shared = [f for f in result.folders if len(by_folder[f.casefold()]) > 1]
    if not shared:
        return result
    owners = by_folder[shared[0].casefold()]
    if result.key == owners[0]:
        return replace(result, blocked=True)
    finding = Diagnostic(
        RuleBook.BAD_NAME.id,
        Level.ERROR,
        f"网址 {shared[0]}/ 已被 {sources[owners[0]]} 占用。",
        Span(sources[result.key]),
        hint="给其中一份换一个标识；同一年里标识不能相同（不分大小写），原地址也算在内。",
    )
    return replace(result, diagnostics=(*result.diagnostics, finding), blocked=True)


def kept_folders(blocked: Sequence[Result]) -> list[str]:
    """Where the earlier files of blocked disclosures stand, those by which they are found too;
    unclear ones keep a whole year."""
    years = (result.key.partition("/")[0] for result in blocked if not result.folder)
    folders = [*(folder for result in blocked for folder in result.folders), *years]
    return [*folders, *map(plan.search_file, folders)]
