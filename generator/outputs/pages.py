"""HTML pages from templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .. import plan
from ..layout import Figure, Text
from ..model.tables import Grid

STYLES: Final = {"site": "styles/site.css"}


@cache
def environment(roots: tuple[Path, ...]) -> Environment:
    """Jinja over the template roots, an earlier root first; everything is escaped."""
    environment = Environment(
        loader=FileSystemLoader([str(root) for root in roots]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["money"] = money
    environment.tests["grid"] = lambda block: isinstance(block, Grid)
    return environment


def render(
    roots: tuple[Path, ...], template: str, page: str, values: Mapping[str, object]
) -> bytes:
    """One page: `page` is its address, from which its links are made relative."""
    link = partial(plan.link, page)
    assets = {name: link(path) for name, path in asset_paths(roots).items()}
    text = (
        environment(roots)
        .get_template(template)
        .render(values, page=page, link=link, assets=assets, plan=plan)
    )
    return text.encode("utf-8")


def prose(text: Text) -> Markup:
    """A paragraph's text; a figure from the model is marked with its machine-readable value."""
    return Markup("").join(_piece(piece) for piece in text.pieces)


def _piece(piece: str | Figure) -> Markup:
    if isinstance(piece, str):
        return escape(piece)
    if not piece.value:
        return escape(piece.text)
    return Markup('<data value="{}">{}</data>').format(piece.value, piece.text)


def money(value: Decimal) -> str:
    """万元 with thousands separators, at least two places."""
    places = max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
    return f"{value:,.{places}f}"


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
    found = []
    for name, source in STYLES.items():
        data = find_template(roots, source).read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:10]
        found.append((name, f"assets/{name}.{digest}.css", data))
    return tuple(found)


def find_template(roots: Sequence[Path], name: str) -> Path:
    """The first root's file of that name."""
    return next(root / name for root in roots if (root / name).is_file())
