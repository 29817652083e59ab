"""The pictures that a disclosure shows, as bytes."""

from __future__ import annotations

from ..diagnostics import Problems
from ..document.layout import Document
from ..files import Folder


def shown_pictures(content: Folder, document: Document) -> dict[str, bytes]:
    """Each picture in the text once, by its name in addresses.

    Faults were told when the text was read; one that is gone since is left out.
    """
    paths = {shown.name: shown.of.path for shown in document.illustrations}
    if any(not content.exists(path) for path in paths.values()):
        list(content.walk())  # so that it knows the names as they are on disk
    read = ((name, content.read(path, Problems())) for name, path in paths.items())
    return {name: data for name, data in read if data is not None}
