"""The versions of one disclosure: which text a correction corrects, and which one stands now.

`scjg.v1.yaml` and `scjg.yaml` are two versions of one disclosure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..contents import DisclosureFiles
from ..diagnostics import Problems, RuleBook
from ..document.figures import Figures, settled
from ..document.layout import Document, lay_out
from ..document.outline import make_outline
from ..forms import Family, family_of
from ..loader import Others, arranged
from ..loader.corrections import is_version
from ..model.disclosure import Disclosure
from .corrections import Corrected, Edition, corrected


@dataclass(frozen=True, slots=True)
class Lineage:
    """What came before a text and what came after: `formers` the nearest first.

    `successor` is the text that corrects this one, `current` the one that stands
    now where this one does not any more.
    """

    formers: tuple[Disclosure, ...] = ()
    successor: Disclosure | None = None
    current: Disclosure | None = None

    @property
    def is_replaced(self) -> bool:
        """Whether a later text took its place; a correction that is still a draft did not."""
        return self.current is not None


def find_lineage(
    own: DisclosureFiles, disclosure: Disclosure, known: Others, problems: Problems
) -> Lineage:
    """Find a disclosure's other versions; what does not fit together is reported."""
    if not (own.version or disclosure.correction):
        return Lineage()
    beside = [f for f in known.listing.versions(own) if f != own]
    read = {found.version: known.read(found).disclosure for found in beside}
    others = {version: d for version, d in read.items() if d is not None}
    formers = _formers(disclosure, others)
    _check_former(disclosure, own, {own.version, *read}, formers, problems)
    if not own.version:
        return Lineage(formers)
    later = [d for d in others.values() if d.correction.of.text == own.version]
    if not later:
        if len(others) == len(read):  # one that cannot be read may be the one that corrects it
            _report_unnamed(own, problems)
        return Lineage(formers)
    return Lineage(formers, later[0], _standing(later[0], list(others.values())))


def _formers(disclosure: Disclosure, others: Mapping[str, Disclosure]) -> tuple[Disclosure, ...]:
    """The chain of corrected texts; versions only ever go down."""
    found: list[Disclosure] = []
    seen = {disclosure.version, ""}
    version = disclosure.correction.of.text
    while version in others and version not in seen:
        seen.add(version)
        found.append(others[version])
        version = found[-1].correction.of.text
    return tuple(found)


def _standing(successor: Disclosure, others: Sequence[Disclosure]) -> Disclosure | None:
    """The last published text of those that follow; None while the next is a draft."""
    standing: Disclosure | None = None
    following: Disclosure | None = successor
    seen: set[str] = set()
    while following is not None and not following.is_draft and following.version not in seen:
        seen.add(following.version)
        standing, version = following, following.version
        following = next((d for d in others if version and d.correction.of.text == version), None)
    return standing


def _check_former(
    disclosure: Disclosure,
    own: DisclosureFiles,
    named: set[str],
    formers: Sequence[Disclosure],
    problems: Problems,
) -> None:
    """What a correction corrects is there, was public, and stands at the same address."""
    of = disclosure.correction.of
    if not is_version(of.text):
        return  # nothing, or reported where it was read
    if of.text not in named:
        problems.add(
            RuleBook.FORMER_MISSING,
            of.span,
            f"找不到更正前的文本 {own.year}/{own.name}.{of.text}。",
            f"把更正前的文件原样留着，改名为 {own.name}.{of.text}，原来的后缀不变。",
        )
    if not formers:
        return  # not there, or with faults of its own, which its own job reports
    former = formers[0]
    if former.is_draft:
        problems.add(
            RuleBook.FORMER_DRAFT,
            of.span,
            f"更正前的文本 {own.name}.{of.text} 是草案，没有公开过。",
            "草案直接改；公开过的，把当时的状态和公开日期写回去。",
        )
    if former.name != disclosure.name:
        problems.add(
            RuleBook.CORRECTION,
            of.span,
            f"更正前后的标识不同：{former.name} 和 {disclosure.name}。",
            "两份写同一个标识；网址不因更正而改变。",
        )
    on, before = disclosure.correction.on, former.correction.on or former.published_on
    if on and before and on < before:
        problems.add(
            RuleBook.CORRECTION,
            of.span,
            f"更正日期 {on} 早于更正前文本的日期 {before}。",
            "改正日期。",
        )


def _report_unnamed(own: DisclosureFiles, problems: Problems) -> None:
    problems.add(
        RuleBook.FORMER_UNNAMED,
        own.span,
        f"没有一份文本更正自 {own.version}。",
        f"在 {own.name} 里写“更正自: {own.version}”；不是更正前的文本，就改名或移走。",
        text="",
    )


def history(
    lineage: Lineage, disclosure: Disclosure, document: Document, families: Mapping[str, Family]
) -> tuple[Corrected, ...]:
    """Every correction that led to this text, the latest first."""
    editions = [Edition(disclosure, document)]
    editions += [Edition(d, _laid_out(d, families)) for d in lineage.formers]
    return tuple(corrected(former, current) for current, former in pairwise(editions))


def _laid_out(disclosure: Disclosure, families: Mapping[str, Family]) -> Document:
    """A former text as it is printed; its faults are its own job's to report."""
    family = family_of(disclosure, families)
    disclosure = arranged(settled(disclosure, families), family)
    outline = make_outline(disclosure, family, Problems())
    fill = Figures(disclosure, outline, Problems()).fill
    return lay_out(disclosure, family, outline, fill)
