"""What a build, the preview and the Word file begin with: settings, forms, disclosures found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .config import SITE_FILE, configured, load_site
from .contents import DisclosureFiles, find
from .diagnostics import Diagnostic, Problems
from .files import Folder
from .forms import Family, load_families
from .jobs import Context, Job
from .outputs.foreign import report_foreign
from .publishing.former import Former
from .publishing.places import require_content_of


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told. `templates` are roots, an earlier one first.

    `public`: what the output holds is published, so that nothing of it goes or changes
    without consent; a preview is not. `scheduler` is the address of a Dask cluster for the
    jobs of departments; empty where all run on this machine.
    """

    content: Path
    output: Path
    templates: tuple[Path, ...]
    jobs: int = 1
    strict: bool = False
    with_pdf: bool = True
    keep_going: bool = False
    public: bool = True
    scheduler: str = ""


@dataclass
class Prepared:
    """The disclosures of a site, and what was wrong before any of them was read."""

    folder: Folder
    context: Context
    problems: Problems = field(default_factory=Problems)

    @property
    def found(self) -> tuple[DisclosureFiles, ...]:
        return self.context.found

    @property
    def jobs(self) -> list[Job]:
        return [Job(found, self.context) for found in self.found]

    @property
    def sources(self) -> dict[str, str]:
        """The content file that each disclosure was read from."""
        return {found.base: found.span.path for found in self.found}


@dataclass(frozen=True, slots=True)
class Forms:
    """What the template roots define, with what is wrong with it."""

    families: dict[str, Family]
    problems: tuple[Diagnostic, ...]


def read_forms(templates: tuple[Path, ...]) -> Forms:
    """Read the families, and look for what the templates take from other hosts."""
    problems = Problems()
    families = load_families(templates, problems)
    report_foreign(templates, problems)
    return Forms(families, tuple(problems.found))


def prepare(
    settings: Settings, staged: Path, former: Former | None = None, forms: Forms | None = None
) -> Prepared:
    """Read settings and, unless they are known, forms, and find the disclosures.

    Raises Misplaced where the content folder is not that of the `former` site.
    """
    forms = forms or read_forms(settings.templates)
    folder, problems = Folder(settings.content), Problems([*forms.problems])
    site = load_site(folder, problems)
    families = configured(forms.families, site, problems)
    found = find(folder, problems)
    if former is not None and not found and not folder.exists(SITE_FILE):
        require_content_of(former, settings.content)
    pdfs = former.pdfs if former is not None and not settings.with_pdf else frozenset()
    context = Context(
        settings.content, settings.templates, families, site, staged,
        settings.with_pdf, settings.strict, tuple(found), settings.output, pdfs=pdfs,
    )  # fmt: skip
    return Prepared(folder, context, problems)
