"""datapackage.json (Frictionless Data Package 1): what the CSV files hold, for programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .tabular import MEDIA_TYPE, Column, Table

FILE_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Resource:
    """A table with its CSV; `path` is as seen from the package's own folder."""

    table: Table
    path: str
    data: bytes


def data_package(
    name: str, title: str, description: str, license: str, resources: Iterable[Resource]
) -> bytes:
    """A package under `name` (a-z, 0-9, -); digests and sizes are those of the files.

    `license` is the address of the terms of use, blank where none are stated.
    """
    record = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        **({"licenses": [{"path": license}]} if license else {}),
        "resources": [_resource(resource) for resource in resources],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resource(resource: Resource) -> dict[str, object]:
    table, data = resource.table, resource.data
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        **({"description": table.explanation} if table.explanation else {}),
        "path": resource.path,
        "format": "csv",
        "mediatype": MEDIA_TYPE,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
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


def _field(column: Column, required: bool) -> dict[str, object]:
    unit = f"单位：{column.unit}。" if column.unit else ""
    description = f"{unit}{column.explanation}"
    return {
        "name": column.title,
        "type": column.kind.value,
        "title": column.name,
        **({"description": description} if description else {}),
        **({"constraints": {"required": True}} if required else {}),
    }
