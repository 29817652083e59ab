"""Projects, gathered from captions, unit lines and tables in the order in which they come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from ..diagnostics import Problems, Span
from ..document.outline import split_number
from ..forms import Family, Form
from ..lexicon.folding import bare
from ..model.tables import Grid
from ..model.words import Words
from .captions import (
    AS_TABLE,
    BEFORE_YEAR,
    CONTINUED,
    CONTINUED_CAPTION,
    FILED_BY,
    INDICATORS_TITLE,
    LONGEST_CAPTION,
    MONEY,
    PAGE,
    TABLE_NUMBER,
    UNIT,
    UNNAMED,
    YEAR,
    Caption,
    caption_patterns,
    filing,
    without,
)
from .cell_grid import CellGrid
from .drafts import Draft
from .identity import office_of_title
from .indicator_columns import Heads
from .labels import Labels, make_labels
from .ledger import Ledger
from .list_head import ListHead
from .list_rows import Group
from .money_units import Source, UnitSaid

# What a caption may say behind the name of a project.
_ENDS: Final = re.compile(r"(?:项目)?(?:支出)?$")
_SAYS: Final = re.compile(r"项目|绩效")


@dataclass
class Pending:
    """What stood above a table and belongs to the project that it begins."""

    begins: bool = False
    caption: Words = Words()
    number: str = ""
    unit_code: Words = Words()
    unit_name: Words = Words()
    money: tuple[UnitSaid, ...] = ()
    printed: list[tuple[Span, str]] = field(default_factory=list)
    title: str = ""

    def says_money(self, unit: str | None, text: str) -> None:
        """Keep the unit of money that a line above the table names; two lines may differ."""
        if unit:
            self.money = (*self.money, UnitSaid(Source.ABOVE, unit, text))

    @property
    def first(self) -> int | None:
        lines = [span.line for span, _ in self.printed]
        lines += [w.span.line for w in (self.caption, self.unit_code) if w]
        return min(lines, default=None)


@dataclass(frozen=True)
class RunningList:
    """The list of projects that was read last: a table without a head may go on with it."""

    form: Form
    head: ListHead
    said: tuple[UnitSaid, ...]
    unit_name: Words = Words()
    whole: Group = field(default_factory=Group)


@dataclass
class Projects:
    """Gathers the projects of a document.

    `of_year` is the year that the file speaks of as a whole, blank where it does not say so.
    `takes_lists` says that it has no form, so that a list of projects is no summary of forms.
    """

    family: Family
    ledger: Ledger
    problems: Problems
    of_year: str = ""
    drafts: list[Draft] = field(default_factory=list)
    numbers: list[tuple[str, Span]] = field(default_factory=list)
    part: str = ""
    parts: list[tuple[str, Span]] = field(default_factory=list)
    pending: Pending = field(default_factory=Pending)
    running: Heads | None = None
    current: Draft | None = None
    labels: dict[str, Labels] = field(init=False)
    captions: list[re.Pattern[str]] = field(init=False)
    filed_by: list[Words] = field(default_factory=list)
    year: int | None = None
    years: list[Words] = field(default_factory=list)
    takes_lists: bool = False
    running_list: RunningList | None = None

    def __post_init__(self) -> None:
        self.labels = {
            name: make_labels(form, self.of_year) for name, form in self.family.forms.items()
        }
        forms = self.family.forms.values()
        self.captions = [pattern for form in forms for pattern in caption_patterns(form)]

    def open_part(self, title: str, span: Span | None = None) -> None:
        """Begin a part; its title is blank for the family's own."""
        self.part = title
        if span is not None:
            self.parts.append((title, span))
        self.current = self.running = None
        self.pending = Pending()

    def may_stand_above(self, text: str) -> bool:
        """Whether a line is one of those that stand above a table."""
        together = "".join(text.split())
        patterns = (MONEY, CONTINUED, FILED_BY, PAGE, YEAR, TABLE_NUMBER)
        if any(p.fullmatch(together) for p in patterns) or self.caption_of(text):
            return True
        return UNIT.fullmatch(text.strip()) is not None

    def line(self, text: str, span: Span, before_table: bool) -> bool:
        """Take a line that stands above a table: caption, unit, 单位：万元, 续表.

        `before_table` says that a table or another such line follows.
        """
        together = "".join(text.split())
        if match := MONEY.fullmatch(together):
            self.pending.says_money(match[1], together)
            self.pending.printed.append((span, text))
            return True
        if before_table and INDICATORS_TITLE.fullmatch(together):
            self.pending.title = together
            self.pending.printed.append((span, text))
            return True
        is_numbered = re.search("表|附件", together) and TABLE_NUMBER.fullmatch(together)
        if before_table and is_numbered:
            self.pending.printed.append((span, text))
            return True
        if CONTINUED.fullmatch(together) or PAGE.fullmatch(together):
            self.ledger.match(span, text)
            return True
        if self.current is not None and (filed := filing(text, self.current.form)):
            self.current.filing.update({key: Words(value, span) for key, value in filed if value})
            self.ledger.match(span, without(text, *(value for _, value in filed)))
            self.current.last = max(self.current.last, span.line)
            return True
        if caption := self.caption_of(text):
            self.caption(caption, text, span)
            return True
        if before_table and (match := YEAR.fullmatch(together)):
            self.years.append(Words(match[1], span))
            return True
        if before_table and (match := UNIT.fullmatch(text.strip())):
            self.pending.unit_code = Words(match["code"], span)
            self.pending.unit_name = Words(match["name"].strip(), span)
            self.pending.printed.append((span, without(text, match["code"], match["name"])))
            self.pending.says_money(match["money"], together)
            return True
        if before_table and (match := FILED_BY.fullmatch(together)):
            self.filed_by.append(Words(match[1], span))
            self.pending.printed.append((span, without(text, match[1])))
            self.pending.says_money(match[2], together)
            return True
        return False

    def unit_within_list(self, words: Words) -> None:
        """Take a unit's name between the rows of a list: the projects below are its."""
        self.filed_by.append(words)
        if self.running_list is not None:
            self.running_list = replace(self.running_list, unit_name=words)

    def other(self) -> None:
        """Other text came between: nothing goes on below it."""
        self.running = self.running_list = None
        self.pending = Pending()

    def caption_of(self, text: str) -> Caption | None:
        """What a caption says; None where the text is none."""
        if len(text) > LONGEST_CAPTION:
            return None
        plain = AS_TABLE.sub("", CONTINUED_CAPTION.sub("", text.strip()).strip())
        plain = BEFORE_YEAR.sub("", plain)
        number, title = split_number(plain)
        together = "".join(title.split())
        match = next((m for p in self.captions if (m := p.fullmatch(together))), None)
        found = match.groupdict("") if match else {}
        if (
            not number
            and (own := office_of_title(together))
            and (said := UNNAMED.fullmatch(own[1]))
        ):
            return Caption("", said["year"] or found.get("year", ""), own[0])
        if (unnamed := UNNAMED.fullmatch(together)) and _SAYS.search(together):
            return Caption("", unnamed["year"] or found.get("year", ""))
        return Caption(found.get("name", ""), found.get("year", "")) if match else None

    def caption(self, caption: Caption, text: str, span: Span) -> None:
        name = caption.name
        if self.current is not None and name and bare(self.current.name.text) == bare(name):
            self.ledger.match(span, text)
            return
        self.running = None
        number, _ = split_number(text.strip())
        before = Pending() if self.pending.begins else self.pending
        printed = [*before.printed, (span, without(text, name, caption.office))]
        if caption.office:
            self.filed_by.append(Words(caption.office, span))
        self.pending = Pending(
            True,
            Words(name, span),
            number,
            before.unit_code,
            before.unit_name,
            before.money,
            printed,
        )
        if caption.year and self.year is None:
            self.year = int(caption.year)

    def form_of(self, grid: Grid) -> Form:
        """The form with the most labels among the cells; the one in hand where none has any."""
        forms = self.family.forms
        counts = {name: self.labels[name].count(grid.cells) for name in forms}
        cell_grid = CellGrid(grid)
        rows = [cell_grid.row(row) for row in range(cell_grid.height)]
        headed = {name for name in forms if any(self.labels[name].heads(row) for row in rows)}
        best = max(forms, key=lambda name: counts[name] + 2 * (name in headed))
        if counts[best]:
            return forms[best]
        own = self.current.form if self.current else forms[self.family.default_form or best]
        return own if own.name in headed or best not in headed else forms[best]

    def begin(self, form: Form, first: int) -> Draft:
        """A new project, with what stood above its table."""
        pending = self.pending
        begun = min(first, pending.first or first)
        self.current = Draft(form, self.part, begun, first, caption=pending.caption)
        self.drafts.append(self.current)
        self.numbers.append((pending.number, pending.caption.span))
        self.running = None
        return self.current

    def settle(self, draft: Draft) -> None:
        """Hand the lines above the table to the project below them."""
        pending, self.pending = self.pending, Pending()
        if pending.unit_code and not draft.unit_code:
            draft.unit_code, draft.unit_name = pending.unit_code, pending.unit_name
        elif pending.unit_code == draft.unit_code and pending.unit_name == draft.unit_name:
            for words in (pending.unit_code, pending.unit_name):
                self.ledger.match(words.span, words.text)
        draft.said += pending.money
        for span, printed in pending.printed:
            self.ledger.match(span, printed)

    def finish(self) -> None:
        """Book the captions whose name the table repeats, and the titles of parts with projects."""
        for draft in self.drafts:
            name = bare(draft.name.text)
            if draft.caption and _core(bare(draft.caption.text)) == _core(name):
                self.ledger.match(draft.caption.span, draft.caption.text)
        shown = {"", *(draft.part for draft in self.drafts)}
        for title, span in self.parts:
            if title in shown:
                self.ledger.match_all(span)


def _core(name: str) -> str:
    """A project's name without what captions say behind it."""
    return _ENDS.sub("", name)
