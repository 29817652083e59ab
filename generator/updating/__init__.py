"""What was changed in a disclosure's Word file, brought back into its text files.

`reading` takes the file apart by the names that `outputs/word` gave its places,
`comparing` tells what was changed, place by place, `placing` turns each change into edits
of the text files (`source_rows` those of tables), `edits` applies them, `proving` holds what
the edited files say against Word. Whatever cannot be placed for sure is refused by name.
"""

from .changes import Compared
from .comparing import compare
from .edits import Edit, edited_files
from .placing import place_edits
from .proving import fresh_errors, said_otherwise
from .reading import read_places

__all__ = [
    "Compared",
    "Edit",
    "compare",
    "edited_files",
    "fresh_errors",
    "place_edits",
    "read_places",
    "said_otherwise",
]
