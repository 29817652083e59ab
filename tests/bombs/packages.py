"""Packages, the archives that Word files and workbooks are, with parts changed at will."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHING: Final = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><x>&l11;</x>'
QUADRATIC: Final = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 9999}">]><x>{"&a;" * 999}</x>'
)
OUTSIDE: Final = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
)


def changed(data: bytes, name: str, part: bytes) -> bytes:
    """The package with one part exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for item in old.infolist():
            made.writestr(item.filename, part if item.filename == name else old.read(item))
        assert name in old.namelist()
    return out.getvalue()


def claiming(data: bytes, name: str, size: int) -> bytes:
    """The package, its directory claiming another size for a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    made, at = bytearray(data), start
    while made[at : at + 4] == b"PK\x01\x02":
        lengths = struct.unpack("<HHH", made[at + 28 : at + 34])
        if made[at + 46 : at + 46 + lengths[0]].decode() == name:
            made[at + 24 : at + 28] = struct.pack("<I", size)
        at += 46 + sum(lengths)
    return bytes(made)


def with_part(data: bytes, name: str, part: str) -> bytes:
    """The package with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, part)
    return out.getvalue()


def relations(*lines: str) -> bytes:
    """The relations of a part: `Id Type Target` each, the type without its address."""
    every = (line.split() for line in lines)
    made = "".join(
        f'<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for id, kind, target in every
    )
    return f'<Relationships xmlns="{RELATIONS}">{made}</Relationships>'.encode()
