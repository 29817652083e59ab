"""Nothing public goes, and nothing public changes, without somebody's consent.

A build is held against the site as it stands. What would vanish is an error that
names it and the ways on: 原地址 where it moved, 撤下 in 站点.yaml where the law has it
taken down. What says something else than before without 更正 is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from .. import plan
from ..config import SITE_FILE, Site, Withdrawal
from ..diagnostics import Diagnostic, Level, Rule, RuleBook, Span
from ..jobs import Result
from ..summaries import Withdrawn, records
from ..versions.corrections import Change
from ..versions.published import differences, serial
from .former import Former, Place, PublishedText, read_text

_MOST_CHANGES: Final = 12
_LONGEST_SIDE: Final = 40
_IN_A_TEXT: Final = re.compile(r"(?P<base>\d{4}/[^/]+)(?P<version>/v\d+)?/(?P<rest>.+)")


@dataclass(frozen=True)
class Build:
    """What a build would publish: results that are not blocked, from which files they were
    read (by the results' keys), and folders whose former files stay."""

    results: Sequence[Result]
    sources: Mapping[str, str]
    kept: Sequence[str] = ()
    with_pdf: bool = True

    @cached_property
    def public(self) -> list[Result]:
        """Those that the public is given."""
        return [r for r in self.results if not r.is_draft]

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file of them."""
        return frozenset(f.path for r in self.public for f in r.files)

    @cached_property
    def drafts(self) -> dict[str, str]:
        """The folders of drafts with the file that each is read from."""
        return {r.folder: self.sources[r.key] for r in self.results if r.is_draft}

    @cached_property
    def moved(self) -> dict[str, str]:
        """Former folders (原地址) with the one that took their place."""
        return {old: r.folder for r in self.public for old in r.former_folders}

    def stays(self, path: str) -> bool:
        """Whether a published file stays: where it is, where its disclosure moved to, or
        with the former version of a text that was corrected.

        A page has to answer where it was, be it to lead on.
        """
        if path in self.paths or path.startswith(tuple(f"{folder}/" for folder in self.kept)):
            return True
        match = _IN_A_TEXT.fullmatch(path)
        if match is None or path.endswith(".html"):
            return False
        base, version, rest = match["base"], match["version"] or "", match["rest"]
        now = self.moved.get(base, base) + version
        places = [r.folder for r in self.public if f"{r.folder}/".startswith(f"{now}/")]
        return any(_at(place, base + version, rest) in self.paths for place in places)


def _at(place: str, former: str, rest: str) -> str:
    """Where a file of a former folder stands in another: a PDF bears the name of its text."""
    if f"{former}/{rest}" == plan.pdf_file(*_year_and_id(former)):
        return plan.pdf_file(*_year_and_id(place))
    return f"{place}/{rest}"


def _year_and_id(folder: str) -> tuple[int, str]:
    year, _, id = folder.partition("/")
    return int(year), id


def held_against(
    former: Former, build: Build, place: Place, level: Level, strict: bool
) -> list[Result]:
    """The results, with a finding where a text says something else than is published of it.

    `place` tells where a file of the new site stands. `level` is how grave that is; where
    it stops the build, with `strict` a warning too, the result is blocked.
    """
    stops = level is Level.ERROR or strict
    told: dict[str, Diagnostic] = {}
    made = {f.path: f.sha256 for r in build.public for f in r.files}
    for old in former.texts.values():
        data = f"{old.folder}/data/{plan.DISCLOSURE_JSON}"
        if made.get(data) in former.record.files[data] or not old.is_public:
            continue  # the same to the byte, which is told without reading it; or a draft
        now = _same_text(old, build, place)
        changes = _changes(former, old, now, place) if now is not None else ()
        if now is not None and changes:
            told[now.key] = _uncorrected(old, build.sources[now.key], changes, level)
    return [
        replace(r, diagnostics=(*r.diagnostics, told[r.key]), blocked=r.blocked or stops)
        if r.key in told
        else r
        for r in build.results
    ]


def _same_text(old: PublishedText, build: Build, place: Place) -> Result | None:
    """What a published text is in this build: of the same disclosure the one with as many
    corrections, else the one that stands there now."""
    base = "/".join(old.folder.split("/")[:2])
    now = build.moved.get(base, base)
    texts = [r for r in build.public if f"{r.folder}/".startswith(f"{now}/")]
    alike = (r for r in texts if serial(read_text(place, r.folder)) == serial(old.data))
    return next(alike, next((r for r in texts if r.folder == now), None))


def _changes(former: Former, old: PublishedText, now: Result, place: Place) -> tuple[Change, ...]:
    data = f"{old.folder}/data/{plan.DISCLOSURE_JSON}"
    same = any(f.path == data and f.sha256 in former.record.files[data] for f in now.files)
    if same or not (before := old.data):
        return ()
    return differences(before, read_text(place, now.folder))


def _uncorrected(
    old: PublishedText, source: str, changes: Sequence[Change], level: Level
) -> Diagnostic:
    shown = "；".join(
        f"{'·'.join(filter(None, (c.object, c.what)))}：{_short(c.old)} → {_short(c.new)}"
        for c in changes[:_MOST_CHANGES]
    )
    more = f"；还有 {len(changes) - _MOST_CHANGES} 处" if len(changes) > _MOST_CHANGES else ""
    name = old.folder.split("/")[1]
    return Diagnostic(
        RuleBook.UNCORRECTED.id,
        level,
        f"与已经公开的 {old.folder}/ 有 {len(changes)} 处不同，却没有写更正：{shown}{more}。",
        Span(source),
        hint="误改的改回去；确要改的按更正办：把公开的那份原样留作 "
        f"{name}.v1（再次更正的是 v2），这一份写“状态: 更正”“更正自”“更正日期”“更正说明”。",
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SIDE else f"{text[:_LONGEST_SIDE]}…"


def vanished(former: Former, build: Build, site: Site) -> list[Diagnostic]:
    """What is published and this build would no longer make, each with the ways on."""

    def is_lost(path: str) -> bool:
        return not build.stays(path) and not any(w.covers(path) for w in site.withdrawals)

    found: list[Diagnostic] = []
    for text in _told_once(former, is_lost):
        lost = [path for path in text.files if is_lost(path)]
        if lost and text.is_public:
            found += _lost(text, lost, former.source(text.folder), build)
        elif lost and text.folder not in build.drafts:
            found.append(_draft_gone(text, former.source(text.folder)))
    found += _pointers_lost(former, build, is_lost)
    return found


def _lost(
    text: PublishedText, lost: Sequence[str], source: str, build: Build
) -> Iterator[Diagnostic]:
    """A whole text that went, or the parts of it that did."""
    where = _now(text, build) or source
    came_from = f"，当时的内容是 {source}（文件或文件夹）"
    if text.page in lost and text.folder in build.drafts:
        yield _gone(
            build.drafts[text.folder],
            f"公开过的 {text.folder}/（{text.title}）改成了草案，公众就看不到它了{came_from}。",
            f"改回“状态: 公开”，要修改的写成更正；{_withdraw(text.folder)}",
        )
    elif text.page in lost:
        yield _gone(
            source,
            f"公开过的 {text.folder}/（{text.title}）不见了{came_from}："
            f"它的 {len(lost)} 个网页和文件都会消失。",
            "误删、改名或放错文件夹的，把文件放回去；标识改了的，在新的文件里写"
            f"“原地址: {text.folder.split('/')[1]}”；{_withdraw(text.folder)}",
        )
    else:
        data = [path for path in lost if text.label(path) == "数据文件"]
        for path in lost:
            if path.endswith(".pdf") and text.label(path) == "PDF 全文" and not build.with_pdf:
                yield _gone(
                    where,
                    f"公开过的 {path} 与现在的内容不同了，不生成 PDF 就只能撤下它{came_from}。",
                    "去掉 --no-pdf 再生成；这台机器不能生成 PDF 的，换一台，或把内容改回去。",
                )
            elif path not in data:
                page = path.removesuffix(f"/{plan.HOME}")
                yield _gone(
                    where,
                    f"公开过的 {path}（{text.label(path)}）不见了{came_from}。",
                    "误删的放回去；项目换了地址的，在项目里写"
                    f"“原地址: {page.rpartition('/')[2]}”；{_withdraw(page)}"
                    if path.endswith(".html")
                    else f"误删的放回去；{_withdraw(path)}",
                )
        if data:
            yield _gone(
                where,
                f"公开过的数据文件不见了{came_from}：{'、'.join(data)}。",
                f"把正文里的表、附件放回去，“标识”不要改；{_withdraw(data[0])}",
            )


def _now(text: PublishedText, build: Build) -> str:
    """The file that its disclosure is read from now; empty where there is none."""
    return next((build.sources[r.key] for r in build.public if r.folder == text.folder), "")


def _told_once(former: Former, is_lost: Callable[[str], bool]) -> Iterator[PublishedText]:
    """The texts, but for those that went with the text that corrected them."""
    for text in former.texts.values():
        current = former.texts.get("/".join(text.folder.split("/")[:2]), text)
        if current is text or not is_lost(current.page) or not current.is_public:
            yield text


def _withdraw(address: str) -> str:
    return (
        f"依法撤下的，在 {SITE_FILE} 的“撤下”里加一项“- 地址: {address}”，"
        "下面写“日期”“理由”“依据”。"
    )


def _pointers_lost(
    former: Former, build: Build, is_lost: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """Old addresses that no longer lead on, or no longer say what was taken down."""
    texts, told = former.texts, set[str]()
    again = {r.folder for r in build.public}
    for path, target in sorted(former.pointers.items()):
        folder = "/".join(path.split("/")[:2])
        led_to_draft = target in texts and not texts[target].is_public
        published_again = not target and folder in again
        if folder in told or led_to_draft or published_again or not is_lost(path):
            continue
        told.add(folder)
        if target:
            yield _gone(
                former.source(target),
                f"旧网址 {folder}/ 不再转到 {target}/。",
                f"在 {target} 的文件里保留“原地址: {folder.split('/')[1]}”。",
            )
        else:
            yield _gone(
                SITE_FILE,
                f"{folder}/ 上说明已经撤下的网页不见了。",
                f"保留 {SITE_FILE} 的“撤下”里的这一项。",
            )


def _gone(source: str, message: str, hint: str) -> Diagnostic:
    return _told(RuleBook.VANISHED, source, message, f"{hint}")


def _draft_gone(text: PublishedText, source: str) -> Diagnostic:
    message = f"网站上的草案 {text.folder}/（{text.title}）移除了。"
    return _told(RuleBook.DRAFT_GONE, source, message, "")


def _told(rule: Rule, source: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule.id, rule.level, message, Span(source), hint=hint)


def in_spite(site: Site, results: Iterable[Result], sources: Mapping[str, str]) -> list[Diagnostic]:
    """Withdrawals of what the content still has."""
    found = []
    for withdrawal in site.withdrawals:
        still = next((r for r in results if any(withdrawal.covers(f.path) for f in r.files)), None)
        if still is not None:
            found.append(
                Diagnostic(
                    RuleBook.WITHDRAWN_AND_THERE.id,
                    RuleBook.WITHDRAWN_AND_THERE.level,
                    f"{withdrawal.address} 写了撤下，{sources[still.key]} 却还会生成它。",
                    withdrawal.span,
                    hint="把它移出内容文件夹（草案用 gongkai serve 在别处看）；"
                    "要重新公开的，删去“撤下”里的这一项。",
                )
            )
    return found


def withdrawn(former: Former, site: Site) -> tuple[Withdrawn, ...]:
    """What 站点.yaml takes down, with every old address, and what was known of it."""
    before = {}
    if former.root is not None:
        before = {w.address: w for w in records.read_withdrawn(former.root)}
    return tuple(_withdrawn(former, entry, before.get(entry.address)) for entry in site.withdrawals)


def _withdrawn(former: Former, entry: Withdrawal, known: Withdrawn | None) -> Withdrawn:
    paths = [path for path in former.record.files if entry.covers(path)]
    pages = {f"{entry.address}/{plan.HOME}", *(known.pages if known else ())}
    pages |= {_notice(path) for path in paths if not path.endswith(f"/{records.RECORD}")}
    said = Withdrawn(entry.address, entry.on, entry.reason, entry.basis, tuple(sorted(pages)))
    text = former.texts.get(entry.address)
    if text is not None and former.root is not None:
        return _with_entry(said, former.root, text)
    if known is None:
        return said
    return replace(known, on=entry.on, reason=entry.reason, basis=entry.basis, pages=said.pages)


def _notice(path: str) -> str:
    """The page that answers at a path: a file's own address leads into a folder of its name."""
    return path if path.endswith(f"/{plan.HOME}") else f"{path}/{plan.HOME}"


def _with_entry(said: Withdrawn, root: Path, text: PublishedText) -> Withdrawn:
    """With what the catalogue and the feed told of it."""
    try:
        place = root / text.folder / "data" / records.RECORD
        summary = records.parse(place.read_bytes()).summary
    except (OSError, ValueError):
        return replace(said, title=text.title, department=str(text.data.get("部门") or ""))
    return replace(
        said,
        title=summary.title,
        department=summary.department,
        index_number=summary.index_number,
        written_on=summary.written_on,
        approved_on=summary.approved_on,
        published_on=summary.published_on,
        published_at=summary.published_at,
    )
