"""Word files of disclosures, for the tests: of the sample county, and of real ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.commands.word import flow_from
from generator.department.examining import Examined, examine
from generator.department.pictures import shown_pictures
from generator.diagnostics import Problems
from generator.document.figures import Figures, settled
from generator.document.layout import lay_out
from generator.document.outline import make_outline
from generator.files import Folder
from generator.forms import Family
from generator.importing import import_document
from generator.jobs import Job
from generator.loader import arranged
from generator.model.disclosure import Disclosure
from generator.outputs.word import Flow, Line, Table, flow_of, word_file
from generator.preparing import Settings, prepare
from generator.sources.word_source import read_word
from tests.conftest import TEMPLATES
from tests.outputs.pdf_samples import import_real

ROOTS = (TEMPLATES,)
WEB = "本网站 "


@dataclass(frozen=True)
class Written:
    """A disclosure with its Word file."""

    disclosure: Disclosure
    flow: Flow
    data: bytes
    examined: Examined
    families: dict[str, Family]
    pictures: dict[str, bytes]


def written(content: Path, key: str) -> Written:
    context = prepare(Settings(content, Path(), ROOTS), Path()).context
    found = next(one for one in context.found if one.base == key)
    examined = examine(Job(found, context))
    flow = flow_from(examined, context)
    assert flow is not None
    assert examined.disclosure is not None
    assert examined.document is not None
    shown = shown_pictures(Folder(content), examined.document)
    data = word_file(ROOTS, examined.disclosure, flow, pictures=shown)
    return Written(examined.disclosure, flow, data, examined, context.families, shown)


@cache
def written_real(file: Path) -> Written:
    """A real disclosure, by way of the importer; made once for all that read it."""
    with TemporaryDirectory() as name:
        return written(Path(name), import_real(file, Path(name)))


def printed(flow: Flow) -> list[str]:
    """Every line and cell of the body, in order."""
    found: list[str] = []
    for piece in flow.body:
        if isinstance(piece, Line):
            found += [] if piece.picture else [piece.label + piece.right]
        elif isinstance(piece, Table):
            found += [cell.text for cell in piece.grid.cells]
    return found


def imported_again(made: Written) -> tuple[Disclosure, Flow]:
    """What a plain import reads out of the Word file, and how that prints."""
    document = read_word("a.docx", made.data, Problems())
    assert document is not None
    usable = {name: family for name, family in made.families.items() if not family.inherits}
    d = made.disclosure
    again = import_document(document, usable, id=d.id, year=d.year, problems=Problems())
    assert again is not None
    family = made.families[again.family]
    ready = arranged(settled(again, made.families), family)
    outline = make_outline(ready, family, Problems())
    fill = Figures(ready, outline, Problems()).fill
    return again, flow_of(ready, lay_out(ready, family, outline, fill), WEB)
