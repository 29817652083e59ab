"""From a disclosure's mapping to the model, gathering every fault on the way."""

from __future__ import annotations

from collections.abc import Iterable

from ..contents import DisclosureFiles, Listing, read
from ..contents.elsewhere import Elsewhere
from ..diagnostics import Problems
from ..files import Folder
from ..forms import Family
from ..model.disclosure import Disclosure
from .arrange import arranged
from .attachments import AttachmentReader
from .disclosure import DisclosureReader
from .others import NO_OTHERS, Other, Others
from .pictures import PictureReader
from .tables import TableReader

__all__ = ["Others", "arranged", "load", "others"]


def load(
    folder: Folder,
    found: DisclosureFiles,
    families: dict[str, Family],
    problems: Problems,
    others: Others = NO_OTHERS,
) -> Disclosure | None:
    """Read one disclosure; None where its structure leaves nothing to go on with.

    Faults that leave a model are reported too; the caller decides by their level
    whether anything is built from it. `others` are those that it may look at.
    """
    content = read(folder, found, families, problems)
    if content is None:
        return None
    mapping, family = content
    tables = TableReader(folder, found.base, found.files, problems, family.tables)
    pictures = PictureReader(folder, found.base, found.files, problems)
    attachments = AttachmentReader(folder, found.base, found.files, problems)
    elsewhere = Elsewhere(family, families)
    reader = DisclosureReader(
        found, family, problems, tables, pictures, attachments, others, elsewhere
    )
    disclosure = reader.disclosure(mapping)
    tables.report_unused()
    return disclosure


def others(folder: Folder, found: Iterable[DisclosureFiles], families: dict[str, Family]) -> Others:
    """All the disclosures of a content folder; what is read of them counts as the folder's."""

    def read_other(one: DisclosureFiles) -> Other:
        problems = Problems()
        if any(not folder.exists(path) for path in one.files):
            list(folder.walk())  # learns the names on disk, which may not be in NFC
        disclosure = load(folder, one, families, problems)
        return Other(disclosure, not problems.has_faults)

    return Others(Listing(tuple(found)), read_other)
