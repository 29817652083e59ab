"""In which unit amounts are that say it neither themselves nor in their table: the document.

A form that the file was recognised by counts in its own unit, as long as the amounts
look like it. The whole document may say one unit in every other place, or name one of the
amounts again with its unit (in a sentence, as a target of cost). Where it does not, the
amounts stay as they are, with an error and a remark: nobody guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import MONEY
from ..model.amounts import parse_amount, to_decimal
from ..model.tables import Grid
from ..model.words import Words
from ..sources.word_source import WordDocument
from .drafts import Draft
from .ledger import Ledger
from .money_units import MoneyUnit, Source, UnitSaid, money_above

_STATED: Final = re.compile(r"(\d[\d,]{0,30}(?:\.\d{1,20})?)\s{0,9}(万元|千元|亿元|元)(?!/|／|每)")
_MOST_NAMED: Final = 3
# A project of a hundred thousand 万元, or of thousands of them without a decimal, is unlikely.
_LARGE: Final = 100_000
_LARGE_WHOLE: Final = 2_000
# So is a project of less than a thousand 元.
_SMALL: Final = 1_000


def tell_units(
    drafts: Sequence[Draft], document: WordDocument, is_on_form: bool, problems: Problems
) -> tuple[Words, ...]:
    """Tell amounts without a unit theirs, as far as the document does; remarks for the rest.

    `is_on_form` says that the file was recognised by the labels of its form.
    """
    torn = tuple(_contradicted(drafts, problems))
    unsure = [(draft, words) for draft in drafts if (words := _unsure(draft))]
    if not unsure:
        return torn
    numbers = {number for _, words in unsure for w in words if (number := to_decimal(w.text))}
    unit = _said(document) or _stated(document, numbers)
    may_be_the_form_s = is_on_form and not _own_units(drafts) - {drafts[0].form.unit}
    left = []
    for draft, words in unsure:
        is_torn = any(draft.unit_of(key).rival for key in draft.money_keys)
        is_likely = may_be_the_form_s and all(_is_likely(draft, amount) for amount in words)
        if unit and not is_torn:
            draft.said.append(UnitSaid(Source.DOCUMENT, unit))
        elif is_likely and not is_torn:
            draft.said.append(UnitSaid(Source.FORM, draft.form.unit))
        else:
            left += [(draft, w) for w in words]
        draft.settle_others()
    return (*torn, *_told(left, problems))


def _own_units(drafts: Sequence[Draft]) -> set[str]:
    """The units that amounts say themselves: where one is not the form's, no other may be."""
    keys = [(d, f.key) for d in drafts for f in d.form.fields if f.kind == MONEY]
    amounts = (parse_amount(draft.line(key), draft.form.unit) for draft, key in keys)
    return {amount.unit for amount in amounts if amount.unit}


def _is_likely(draft: Draft, amount: Words) -> bool:
    """Whether an amount looks like one of its form's unit.

    So large a number of 万元 would be one of 元, so small a number of 元 one of 万元.
    """
    number = to_decimal(amount.text) or Decimal(0)
    if draft.form.unit == "元":
        return number >= _SMALL
    is_whole = "." not in amount.text
    return number < (_LARGE_WHOLE if is_whole else _LARGE)


def _unsure(draft: Draft) -> list[Words]:
    """The amounts of fields and other columns, but for nought, of which nothing says the unit."""
    units = [(draft.line(key), draft.unit_of(key)) for key in draft.money_keys]
    others = [(words, unit) for words, unit in draft.other_money if to_decimal(words.text)]
    return [words for words, unit in (*units, *others) if unit.by is None]


def _told(left: Sequence[tuple[Draft, Words]], problems: Problems) -> Iterator[Words]:
    """An error and a remark for all amounts that lack a unit."""
    if left:
        form = left[0][0].form
        other = "万元" if form.unit == "元" else "元"
        yield _tell(
            left,
            f"没有写明金额的单位，照原样写入，现在按{form.unit}印",
            f"对照原件核对：确实是{form.unit}的，删去这条待核；是{other}的，在金额后面写上“{other}”。",
            problems,
        )


def _contradicted(drafts: Sequence[Draft], problems: Problems) -> Iterator[Words]:
    """An error and a remark for each two places that name different units, with both places."""
    torn: dict[str, list[tuple[Draft, Words]]] = {}
    for draft in drafts:
        own = ((draft.line(key), draft.unit_of(key)) for key in draft.money_keys)
        for words, unit in (*own, *draft.other_money):
            if unit.contradiction and to_decimal(words.text):
                torn.setdefault(unit.contradiction, []).append((draft, words))
    for said, amounts in torn.items():
        yield _tell(
            amounts,
            f"有两处写明单位，互相矛盾：{said}。照原样写入",
            "对照原件核对，在金额后面写上单位，再删去这条待核。",
            problems,
        )


def _tell(
    amounts: Sequence[tuple[Draft, Words]], said: str, hint: str, problems: Problems
) -> Words:
    words = amounts[0][1]
    every = list(dict.fromkeys(d.name.text for d, _ in amounts))
    names = "、".join(f"“{name}”" for name in every[:_MOST_NAMED] if name)
    count = f"等 {len(every)} 个项目" if len(every) > _MOST_NAMED else ""
    message = f"{names}{count}的金额（例如 {words.text}）{said}。"
    problems.add(RuleBook.NO_UNIT, words.span, message, hint, text=words.text)
    return Words(message.rstrip("。") + "，请核对。", words.span)


def note_units(drafts: Sequence[Draft], ledger: Ledger) -> None:
    """Record of each amount what decided its unit, for the account."""
    for draft in drafts:
        for of in draft.form.fields:
            words = draft.line(of.key)
            amount = parse_amount(words, draft.form.unit)
            if of.kind != MONEY or amount.value is None:
                continue
            if draft.lacks_unit(of.key):
                unit = draft.unit_of(of.key)
                ledger.money[words.span.line] = unit.unit if unit.is_sure else draft.form.unit
                _note(ledger, words, unit)
            elif amount.unit:
                ledger.note(words.span, f"单位是{amount.unit}，金额自己写明")
        for words, unit in draft.other_money:
            _note(ledger, words, unit)


def _note(ledger: Ledger, words: Words, unit: MoneyUnit) -> None:
    ledger.note(words.span, unit.shown if unit.is_sure else f"{unit.shown}，照原样写入")


def _said(document: WordDocument) -> str:
    """The one unit that every line of the document that names one names."""
    found = set()
    for text in _texts(document):
        if unit := money_above(text):
            found.add(unit)
    return found.pop() if len(found) == 1 else ""


def _stated(document: WordDocument, numbers: set[Decimal]) -> str:
    """The one unit with which the document says any of these amounts again."""
    found = set()
    for text in _texts(document):
        for number, unit in _STATED.findall(text):
            if to_decimal(number) in numbers:
                found.add(unit)
    return found.pop() if len(found) == 1 else ""


def _texts(document: WordDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text
