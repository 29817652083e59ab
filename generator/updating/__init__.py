"""What was changed in a disclosure's Word file, brought back into its text files.

`reading` takes the file apart by the names that `outputs/word` gave its places,
`comparing` tells what was changed, place by place, `placing` turns each change into edits
of the text files (`source_rows` those of tables), `edits` applies them. Whatever cannot be
placed for sure is refused by name.
"""

from .changes import Compared
from .comparing import compare
from .edits import Edit, edited_files
from .placing import place_edits
from .reading import read_places

__all__ = ["Compared", "Edit", "compare", "edited_files", "place_edits", "read_places"]
