"""更正自, 更正日期, 更正说明: that a text corrects a former one."""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..model.disclosure import Correction, Status
from ..sources.keys import Keys

OF, ON, WHY = "更正自", "更正日期", "更正说明"
VERSION: Final = re.compile(r"v[1-9]\d?")


def is_version(text: str) -> bool:
    """Whether a text names a version: v1, v2, …"""
    return bool(VERSION.fullmatch(text))


def read_correction(keys: Keys, status: Status, own_version: str, problems: Problems) -> Correction:
    """The correction that the text makes; `own_version` (v2) where it was corrected itself.

    A draft may lack the date; what is published needs all three.
    """
    correction = Correction(keys.text(OF), keys.text(WHY), keys.date(ON))
    if status is Status.CORRECTION:
        _require_all(keys, problems)
    elif status is Status.PUBLIC and correction:
        problems.add(
            RuleBook.CORRECTION,
            keys.span("状态"),
            f"写了“{OF}”，状态却是“{status}”。",
            f"改成：状态: {Status.CORRECTION}",
        )
    if correction:
        _check_version(keys, own_version, problems)
    elif status is not Status.CORRECTION and (correction.reason or correction.on):
        key = WHY if correction.reason else ON
        problems.add(
            RuleBook.CORRECTION,
            keys.span(key),
            f"写了“{key}”，但没有写“{OF}”。",
            f"加一行：{OF}: v1；不是更正的，删去“{key}”。",
        )
    return correction


def _require_all(keys: Keys, problems: Problems) -> None:
    examples = {OF: "v1", ON: "年-月-日", WHY: "为什么更正"}
    for key, example in examples.items():
        if not keys.text(key):
            problems.add(
                RuleBook.NOT_PUBLISHABLE,
                keys.span("状态"),
                f"状态是“{Status.CORRECTION}”，但没有写“{key}”。",
                f"加一行：{key}: {example}",
            )


def _check_version(keys: Keys, own: str, problems: Problems) -> None:
    """A version is v1, v2, …; a text corrects one that is older than itself."""
    words = keys.text(OF)
    if not is_version(words.text):
        message = f"“{OF}”不是版本：{words.text}"
        hint = "写成 v1、v2 等：把更正前的文件改名，例如 scjg.v1.yaml，再写“更正自: v1”。"
    elif own and int(words.text[1:]) >= int(own[1:]):
        message = f"{own} 不能更正自 {words.text}。"
        hint = "更正自比它早的版本：v2 更正自 v1。"
    else:
        return
    problems.add(RuleBook.CORRECTION, words.span, message, hint)
