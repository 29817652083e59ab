"""What was changed in Word, place by place, against what the text files say now.

Each name carries a digest of what stood there when the file was written. So three texts
meet: that one, the text of today and the one in Word. Where only Word's is another, it is
a change; where both are, nobody but the author can say which is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..outputs.word.flow import TITLE, Flow, read_mark
from .changes import Compared
from .line_changes import LineChanges
from .reading import ReadLine, ReadPiece, ReadTable
from .table_changes import TableChanges


def compare(flow: Flow, pieces: Sequence[ReadPiece]) -> Compared:
    """What the pieces of a Word file change in a disclosure.

    What the file lacks was taken out of it only where it was written from a text of the same
    structure; else it came into the text later.
    """
    found = Compared()
    marks = (p.mark for p in pieces if isinstance(p, ReadLine))
    title = next((mark for mark in marks if mark is not None and mark.place == TITLE), None)
    own = read_mark(flow.cover[0].mark)
    is_whole = title is None or own is None or title.scope == own.scope
    TableChanges(flow, found, is_whole).compare([p for p in pieces if isinstance(p, ReadTable)])
    LineChanges(flow, found, is_whole).compare(pieces)
    return found
