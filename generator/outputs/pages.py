"""HTML pages from templates."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from pathlib import Path
from typing import Final, NoReturn

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)

from .. import plan
from ..failures import told
from ..model.amounts import money
from ..model.tables import Grid
from ..model.texts import Illustration
from ..model.totals import together
from . import styles
from .inline import kept, prose
from .pieces import on_paper
from .rows import rows

# The site's scripts by asset name, each with its parts in templates/scripts/. A page
# works without any of them.
SCRIPTS: Final[dict[str, tuple[str, ...]]] = {
    "settings": ("settings",),
    "page": ("toolbar", "speech"),
    "lists": ("fold", "lists"),
    "search": ("fold", "search-load", "search-find", "search-show", "search-page"),
}
# The second is for browsers that draw no SVG there, and for a phone's home screen.
ICONS: Final = {"icon": "styles/icon.svg", "touch": "styles/icon.png"}
_COMMENT_LINES: Final = re.compile(r"^[ \t]*(?://.*|/\*(?s:.*?)\*/[ \t]*)$", re.MULTILINE)


class _Environment(Environment):
    """Jinja whose failures say which template, which line and what, wherever it is rendered."""

    def handle_exception(self, source: str | None = None) -> NoReturn:
        try:
            super().handle_exception(source)
        except Exception as error:
            raise told(error) from error


class _Loader(FileSystemLoader):
    """Jinja's reader of files, in whose words a file of another encoding is a failure too."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateSyntaxError("文件不是 UTF-8 编码", 1, template) from error


@cache
def environment(roots: tuple[Path, ...]) -> Environment:
    """Jinja over the template roots, an earlier root first; everything is escaped."""
    environment = _Environment(
        loader=_Loader([str(root) for root in roots]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["rows"] = rows
    environment.filters["on_paper"] = on_paper
    environment.filters["money"] = money
    environment.filters["signed"] = signed
    environment.filters["together"] = together
    environment.filters["day"] = day
    environment.filters["kept"] = kept
    environment.filters["share"] = share
    environment.filters["size"] = size
    environment.filters["place"] = place
    environment.tests["grid"] = lambda block: isinstance(block, Grid)
    environment.tests["picture"] = lambda block: isinstance(block, Illustration)
    return environment


def render(
    roots: tuple[Path, ...], template: str, page: str, values: Mapping[str, object]
) -> bytes:
    """One page: `page` is its address, from which its links are made relative."""
    return _rendered(roots, template, {**values, "page": page}, partial(plan.link, page))


def render_anywhere(
    roots: tuple[Path, ...], template: str, root: str, values: Mapping[str, object]
) -> bytes:
    """A page that a server shows in the place of any other: its links begin at the site's root.

    `root` is the site's path on its server; where that is not known the page has
    no links at all.
    """
    return _rendered(
        roots, template, {**values, "page": plan.NOT_FOUND, "root": root}, partial(_from_root, root)
    )


def _from_root(root: str, target: str) -> str:
    return f"{root}{plan.link(plan.HOME, target)}"


def _rendered(
    roots: tuple[Path, ...],
    template: str,
    values: Mapping[str, object],
    link: Callable[[str], str],
) -> bytes:
    paths = asset_paths(roots)
    assets = {name: link(path) for name, path in paths.items()}
    text = (
        environment(roots)
        .get_template(template)
        .render(values, link=link, assets=assets, asset_paths=paths, plan=plan)
    )
    return text.encode("utf-8")


def signed(value: Decimal, places: int = 2) -> str:
    """A difference with its sign, rounded half up: +12.50, −3.00, 0.00."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


def day(date: datetime.date) -> str:
    """A date as Chinese text writes it: 2025年2月11日."""
    return f"{date.year}年{date.month}月{date.day}日"


def place(length: float) -> str:
    """A length in a drawing, to a tenth."""
    return f"{length:.1f}".removesuffix(".0")


def size(count: int) -> str:
    """A file's size as a person reads it, in units of 1024 bytes."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def share(width: float) -> int:
    """A column's width as a step of the scale that the style holds."""
    return min(100, max(1, round(width)))


def forget() -> None:
    """Read every template and shared file again when it is next asked for."""
    for remembered in (environment, asset_paths, _assets):
        remembered.cache_clear()


@cache
def asset_paths(roots: tuple[Path, ...]) -> dict[str, str]:
    """The address of each shared file, with a hash of its content in the name."""
    return {name: path for name, path, _ in _assets(roots)}


def assets(roots: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """The shared files that pages link to."""
    for _, path, data in _assets(roots):
        yield path, data


@cache
def _assets(roots: tuple[Path, ...]) -> tuple[tuple[str, str, bytes], ...]:
    """Name, address and bytes of each shared file."""
    found = [("site", "css", style_sheet(roots))]
    icons = {name: find_template(roots, path) for name, path in ICONS.items()}
    found += [(name, path.suffix[1:], path.read_bytes()) for name, path in icons.items()]
    found += [(name, "js", _script(roots, parts)) for name, parts in SCRIPTS.items()]
    return tuple(
        (name, f"assets/{name}.{hashlib.sha256(data).hexdigest()[:10]}.{kind}", data)
        for name, kind, data in found
    )


def style_sheet(roots: tuple[Path, ...]) -> bytes:
    """The style's files from the roots, with the theme of a site that has one."""
    paths = {name: f"styles/site/{name}.css" for name in (*styles.FILES, styles.THEME)}
    if not has_template(roots, paths[styles.THEME]):
        del paths[styles.THEME]
    return styles.style(
        {name: find_template(roots, path).read_text("utf-8") for name, path in paths.items()}
    )


def _script(roots: tuple[Path, ...], parts: Sequence[str]) -> bytes:
    """The parts of one script as one file, without indentation and lines that only comment."""
    texts = [find_template(roots, f"scripts/{name}.js").read_text("utf-8") for name in parts]
    lines = _COMMENT_LINES.sub("", "\n".join(texts)).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip()).encode("utf-8")


def find_template(roots: Sequence[Path], name: str) -> Path:
    """The first root's file of that name. Raises TemplateNotFound where none has it."""
    for root in roots:
        if (root / name).is_file():
            return root / name
    raise TemplateNotFound(name)


def has_template(roots: Sequence[Path], name: str) -> bool:
    """Whether any root has a file of that name."""
    return any((root / name).is_file() for root in roots)
