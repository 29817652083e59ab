"""What a text says now against what of it is published, by the data of both.

`disclosure.json` holds every figure and word of a text, the figures in prose filled
in. Its looks, its form and the order of things are no part of the comparison, nor
is what is computed from the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from .corrections import NONE, Change

Data = Mapping[str, object]

COVER: Final = "封面"
HISTORY: Final = "更正记录"
# What a text is, how it is laid out, and what is computed of the rest.
_NOT_SAID: Final = frozenset(
    {"标识", "版本", "年度", "表式", "状态", "单位", "项目预算合计", "有预算数的项目数",
     "合计说明", "数字来源", HISTORY}
)  # fmt: skip
# Parts of an indicator's target, which is there whole; a file is told by its digest.
_PARTS: Final = frozenset(
    {
        "种类",
        "计算符号",
        "数值",
        "计量单位",
        "实际数值",
        "实际计量单位",
        "字节",
        "表头行数",
        "宽",
        "高",
    }
)
_WORDING: Final = "原文"
_ROWS: Final = "行"
_LISTS: Final = ("正文", "分项绩效目标", "项目", "整体", "附件")
# What a row of a list is known by, the first that it has.
_NAMED_BY: Final = ("图", "脚注", "地址", "三级指标", "标题", "股室", "事项")


def differences(old: Data, new: Data) -> tuple[Change, ...]:
    """What `new` says otherwise than `old`, both as `disclosure.json` has them.

    A key that `old` does not have at all was not published by the version that wrote it.
    """
    said = [key for key in new if key in old and key not in _NOT_SAID]
    cover = [key for key in said if key not in _LISTS]
    changes = [c for key in cover for c in _compared(COVER, key, old[key], new[key])]
    for key in said:
        if key == "正文":
            old_parts, new_parts = _mapping(old[key]), _mapping(new[key])
            for name in dict.fromkeys((*new_parts, *old_parts)):
                changes += _compared(name, "", old_parts.get(name), new_parts.get(name))
        elif key == "项目":
            changes += _projects(old[key], new[key])
        elif key in _LISTS:
            changes += _compared(key, "", old[key], new[key])
    return tuple(changes)


def says_the_same(old: object, new: Data) -> bool:
    """Whether nothing of `old` became untrue: its words, its state, its corrections."""
    return (
        isinstance(old, Mapping)
        and old.keys() == new.keys()
        and all(old[key] == new[key] for key in ("状态", HISTORY))
        and not differences(old, new)
    )


def serial(data: Data) -> int:
    """Which version of its text this is: 1 for the first, 2 for its correction."""
    history = _sequence(data.get(HISTORY))
    of = str(_mapping(history[0]).get("更正自", "")) if history else ""
    return int(of[1:]) + 1 if of[1:].isdecimal() else 1


def _projects(old: object, new: object) -> Iterator[Change]:
    olds, news = _by_name(_mappings(old)), _by_name(_mappings(new))
    for address in dict.fromkeys((*news, *olds)):
        was, now = olds.get(address), news.get(address)
        name = str((now or was or {}).get("名称", ""))
        if was is None or now is None:
            summary = f"{name}，绩效指标 {len(_sequence((now or was or {}).get('绩效指标')))} 条"
            yield Change(name, "整个项目", NONE if was is None else summary,
                         summary if was is None else NONE)  # fmt: skip
        else:
            yield from _of_mappings(name, "", was, now)


def _compared(object: str, what: str, old: object, new: object) -> Iterator[Change]:
    """The differences of two values of any shape; an empty one takes the other's shape."""
    if (old or "") == (new or ""):
        return
    shape = new or old
    if isinstance(shape, Mapping):
        if _WORDING in shape:
            yield from _of_texts(object, what, old, new)
        else:
            yield from _of_mappings(object, what, _mapping(old), _mapping(new))
    elif isinstance(shape, list):
        yield from _of_lists(object, what, _sequence(old), _sequence(new))
    else:
        yield from _of_texts(object, what, old, new)


def _of_texts(object: str, what: str, old: object, new: object) -> Iterator[Change]:
    was, now = _text(old), _text(new)
    if was != now:
        yield Change(object, what, was or NONE, now or NONE)


def _of_mappings(object: str, what: str, old: Data, new: Data) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        if key not in _PARTS:
            label = key if key != _ROWS else ""
            yield from _compared(object, _joined(what, label), old.get(key), new.get(key))


def _of_lists(
    object: str, what: str, old: Sequence[object], new: Sequence[object]
) -> Iterator[Change]:
    """Paragraphs by their text, rows by what names them; where they stand does not count."""
    yield from _of_paragraphs(object, what, _strings(old), _strings(new))
    olds, news = _by_name(_mappings(old)), _by_name(_mappings(new))
    old_rows, new_rows = _table(old), _table(new)
    yield from _of_rows(object, what, olds, news)
    yield from _of_rows(object, what, old_rows, new_rows)


def _of_rows(
    object: str, what: str, old: Mapping[str, Data], new: Mapping[str, Data]
) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            yield Change(object, _joined(what, name), _text(was) or NONE, _text(now) or NONE)
        else:
            yield from _of_mappings(object, _joined(what, name), was, now)


def _of_paragraphs(
    object: str, what: str, old: Iterable[str], new: Iterable[str]
) -> Iterator[Change]:
    were, are = Counter(old), Counter(new)
    gone, come = list((were - are).elements()), list((are - were).elements())
    for was, now in zip_longest(gone, come, fillvalue=NONE):
        yield Change(object, what, was, now)


def _by_name(rows: Iterable[Data]) -> dict[str, Data]:
    """Rows by what names them; those of one name are counted."""
    found: dict[str, Data] = {}
    for row in rows:
        name = next((str(row[key]) for key in _NAMED_BY if row.get(key)), "")
        count, free = 1, name
        while free in found:
            count += 1
            free = f"{name}（{count}）"
        found[free] = row
    return found


def _table(rows: Sequence[object]) -> dict[str, Data]:
    """A table's rows by their first text, each as its cells by the heads above them."""
    lines = [[_text(cell) for cell in row] for row in rows if isinstance(row, list)]
    if not lines:
        return {}
    heads, found = lines[0], dict[str, Data]()
    for line in lines:
        name = next((cell for cell in line if cell), "")
        count, free = 1, name
        while free in found:
            count += 1
            free = f"{name}（{count}）"
        found[free] = {
            f"{head or '列'}（{n}）" if head in heads[:n] else head or f"第 {n + 1} 列": cell
            for n, (head, cell) in enumerate(zip_longest(heads, line, fillvalue=""))
        }
    return found


def _joined(*labels: str) -> str:
    return "·".join(label for label in labels if label)


def _text(value: object) -> str:
    """A value on one line; of a mapping or list what it holds."""
    if isinstance(value, Mapping):
        if _WORDING in value:
            return str(value[_WORDING])
        return "；".join(filter(None, (_text(v) for k, v in value.items() if k not in _PARTS)))
    if isinstance(value, list):
        return "；".join(filter(None, map(_text, value)))
    return "" if value is None else str(value)


def _mapping(value: object) -> Data:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mappings(value: object) -> list[Data]:
    return [item for item in _sequence(value) if isinstance(item, Mapping)]


def _strings(values: Sequence[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
