"""datapackage.json (Frictionless Data Package 1): what the CSV files hold, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from .json_text import json_file
from .tabular import MEDIA_TYPE, Column, Table

FILE_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Resource:
    """A table, and size and digest of its CSV; `path` is as seen from the package's own folder."""

    table: Table
    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that is published along with the data but is no table: `path` as seen from the
    package's folder, `kind` what a reader calls its type."""

    title: str
    path: str
    kind: str
    size: int
    digest: str


def data_package(
    name: str,
    title: str,
    description: str,
    license: str,
    resources: Iterable[Resource],
    companions: Sequence[Companion] = (),
) -> bytes:
    """A package under `name` (a-z, 0-9, -); digests and sizes are those of the files.

    `license` is the address of the terms of use, blank where none are stated. Companions
    stand in a property of our own: a resource may not lie outside the package's folder.
    """
    record = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        **({"licenses": [{"path": license}]} if license else {}),
        "resources": [_resource(resource) for resource in resources],
        **({"attachments": [_companion(file) for file in companions]} if companions else {}),
    }
    return json_file(record)


def _resource(resource: Resource) -> dict[str, object]:
    table = resource.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        **({"description": table.explanation} if table.explanation else {}),
        "path": resource.path,
        "format": "csv",
        "mediatype": MEDIA_TYPE,
        "encoding": "utf-8",
        "bytes": resource.size,
        "hash": f"sha256:{resource.digest}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [_field(column, column.title in table.key) for column in table.columns],
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key else {}),
        },
    }


def _companion(file: Companion) -> dict[str, object]:
    path = PurePosixPath(file.path)
    return {
        "name": path.name,
        "title": file.title,
        "description": file.kind,
        "path": file.path,
        "format": path.suffix.removeprefix("."),
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
    }


def _field(column: Column, required: bool) -> dict[str, object]:
    unit = f"单位：{column.unit}。" if column.unit else ""
    description = f"{unit}{column.explanation}"
    return {
        "name": column.heading,
        "type": column.kind.value,
        "title": column.name,
        **({"description": description} if description else {}),
        **({"constraints": {"required": True}} if required else {}),
    }
