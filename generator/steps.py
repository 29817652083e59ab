"""The steps of the two kinds of jobs, as a worker takes them.

They load all rules, templates and outputs, so a build loads them once it has a job to be
done: with nothing to do, that would be half of its time.
"""

from __future__ import annotations

from . import department
from .contents import DisclosureFiles
from .jobs import Context, Job, Made, Result
from .portal import Part
from .portal import job as portal


def check(context: Context, found: DisclosureFiles) -> Result:
    """Examine a disclosure, and tell all that was found."""
    return department.check(Job(found, context))


def examine(context: Context, found: DisclosureFiles) -> Result:
    """Examine a disclosure that may be rendered after it."""
    return department.examine(Job(found, context))


def render(context: Context, item: tuple[DisclosureFiles, Made | None]) -> Result:
    """Render a disclosure that was examined; with the PDF that was made of it before."""
    found, former_pdf = item
    return department.render(Job(found, context, former_pdf))


def make_part(context: Context, part: Part) -> Result:
    """Make a part of the portal."""
    return portal.run(context, part)
