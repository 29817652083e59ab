"""Fuzzing that goes on: real files and content, mutated, through every door of the program.

    make fuzz ARGS=--minutes=10

Each input runs in a process of its own with a budget of time and memory. Whatever ends in a
fault of the program itself, in a signal, or beyond the budget is kept under build/fuzz/ with
what was said; it becomes a test. The kind of seed is drawn first, then the seed, so that
each kind has its share. Real files are those of $GONGKAI_REAL and $GONGKAI_FIELD.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.bombs.old_workbooks import sample
from tests.conftest import ROOT
from tests.costs import cost, load

SECONDS: Final = 8.0  # of processor time: the promise is two, on a machine of its own
MEGABYTES: Final = 300
KEPT: Final = ROOT / "build" / "fuzz"
_IMPORTED: Final = frozenset({".docx", ".xlsx", ".xls"})
_READ: Final = frozenset({".yaml", ".md", ".csv", ".xlsx"})
_OWN_FAULT: Final = ("程序自身出错", "Traceback", "内存不够")
_PIECES: Final = (
    "", "\0", "\ufeff", "\u202e", "　", "\t", "|", "||", "```", "```表\n", "{{", "}}",
    "{{ 项目数 }}", ":", "：", "- ", "  ", "#", "## ", "---\n", '"', "'", "“", "\\", "\\|", "<",
    "]]>", "&amp;", "%", "1", "9" * 30, "-1", "1e5", "0201", "1万元、", "1个", "≥", "≤100%",
    "2025年", "\r", "\n\n", "\u2028", "合计", "其中：", "比上年增加1万元", "（", "）", "一、",
    "1.", "3月底20%", "不公开: |\n", "项目:\n",
)  # fmt: skip


@dataclass
class Tally:
    """What was run: inputs by kind, the worst time in seconds and memory in MB, the faults."""

    inputs: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    megabytes: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = "，".join(f"{kind} {n}" for kind, n in sorted(self.inputs.items()))
        worst = f"最慢 {self.seconds:.2f} 秒，最大 {self.megabytes:.0f} MB"
        return f"{self.inputs.total()} 个输入（{kinds}）；{worst}；{len(self.faults)} 个失败"


def seeds(folder: Path) -> dict[str, list[Path]]:
    """What is mutated, by kind: Word files and workbooks, and each file of the sample content.

    An old workbook is written into the folder: nothing among the samples is one.
    """
    made = folder / "old.xls"
    made.write_bytes(sample())
    found = {"import .xls": [made]}
    for name, variable in (("real", "GONGKAI_REAL"), ("field", "GONGKAI_FIELD")):
        folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / name)
        for path in sorted(folder.rglob("*")):
            if path.suffix in _IMPORTED:
                found.setdefault(f"import {path.suffix}", []).append(path)
    for path in sorted((ROOT / "content").rglob("*")):
        if path.suffix in _READ:
            found.setdefault(f"check {path.suffix}", []).append(path)
            if path.suffix in _IMPORTED:
                found.setdefault(f"import {path.suffix}", []).append(path)
    return found


def mutated_text(text: str, random: Random) -> str:
    """A text with some pieces put in, doubled, taken out, or moved."""
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        at, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + random.choice((1, 3, 30, 300)))
        match random.randrange(5):
            case 0:
                text = text[:at] + random.choice(_PIECES) + text[at:]
            case 1:
                text = text[:at] + text[end:]
            case 2:
                text = text[:at] + text[at:end] * random.choice((2, 50, 1_000)) + text[end:]
            case 3:
                text = text[:at] + random.choice(_PIECES) * random.choice((1, 100)) + text[end:]
            case _:
                lines = text.split("\n")
                random.shuffle(lines[: len(lines) // 2])
                one, other = random.randrange(len(lines)), random.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
    return text


def mutated_bytes(data: bytes, random: Random) -> bytes:
    """Bytes with some changed, taken out or doubled."""
    for _ in range(random.choice((1, 3, 20))):
        at = random.randrange(len(data) + 1)
        end = at + random.choice((1, 4, 100))
        piece = (random.randbytes(end - at), b"", data[at:end] * 3)[random.randrange(3)]
        data = data[:at] + piece + data[end:]
    return data


def mutated_records(data: bytes, random: Random) -> bytes:
    """An old workbook with fields of its records changed to the numbers that hurt."""
    made = bytearray(data)
    for _ in range(random.choice((1, 3, 10))):
        at = random.randrange(min(512, len(made)), len(made) - 8) & ~1
        size, number = random.choice(((2, 0xFFFF), (2, 0x7FFF), (2, 0), (2, 1), (4, 0xFFFFFFFF)))
        made[at : at + size] = number.to_bytes(size, "little")
    return bytes(made)


def mutated_package(data: bytes, random: Random) -> bytes:
    """A Word file or workbook with the text of one of its parts mutated, or its bytes."""
    if random.random() < 0.2:
        return mutated_bytes(data, random)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
        chosen = random.choice(names)
        for name in old.namelist():
            part = old.read(name)
            if name == chosen:
                text = mutated_text(part.decode("utf-8", "replace"), random)
                part = text.encode("utf-8", "replace")
            new.writestr(name, part)
    return out.getvalue()


def mutated(path: Path, random: Random) -> bytes:
    """The bytes of a file, mutated as its kind is: its parts, its records, its text, its bytes."""
    data = path.read_bytes()
    if random.random() < 0.2:
        return mutated_bytes(data, random)
    if zipfile.is_zipfile(io.BytesIO(data)):
        return mutated_package(data, random)
    if path.suffix == ".xls":
        return mutated_records(data, random)
    text, encoding = decoded(data)
    return mutated_text(text, random).encode(encoding, "replace")


def decoded(data: bytes) -> tuple[str, str]:
    """A text and the encoding that it is in: one of the samples is a table in GB18030."""
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("gb18030"), "gb18030"


def prepare(kind: str, seed: Path, random: Random, folder: Path) -> list[str]:
    """Write a mutated input into a folder; the command that is fed with it."""
    if kind.startswith("import"):
        place = folder / f"input{seed.suffix}"
        place.write_bytes(mutated(seed, random))
        out = str(folder / "content" / "2024" / "input")
        return ["import", str(place), "--into", out, "--year", "2024"]
    # The disclosure that the file is part of, with the settings of the site.
    content = folder / "content"
    parts = seed.relative_to(ROOT / "content").parts
    whole = Path(*parts[:2])
    place = content / whole
    place.parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / "content" / whole).is_dir():
        shutil.copytree(ROOT / "content" / whole, place)
    else:
        shutil.copy(ROOT / "content" / whole, place)
    if parts != ("站点.yaml",):
        shutil.copy(ROOT / "content" / "站点.yaml", content)
    content.joinpath(*parts).write_bytes(mutated(seed, random))
    return ["check", "--content", str(content)]


def fuzz(minutes: float, seed: int, most: int = 10**9) -> Tally:
    """Run mutated inputs for so long, or so many; what fails is kept and printed at once."""
    load()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzz-") as name:
        files = seeds(Path(name))
        for number in _numbers(seed, minutes, most):
            _try(number, files, tally)
    return tally


def _try(number: int, files: dict[str, list[Path]], tally: Tally) -> None:
    random = Random(number)
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzz-") as name:
        folder = Path(name)
        kind = random.choice(sorted(files))
        command = prepare(kind, random.choice(files[kind]), random, folder)
        code, seconds, megabytes, said = cost(command, int(SECONDS) * 4, 2 * MEGABYTES)
        tally.inputs[kind] += 1
        tally.seconds = max(tally.seconds, seconds)
        tally.megabytes = max(tally.megabytes, megabytes)
        over = seconds > SECONDS or megabytes > MEGABYTES
        if code not in (0, 1) or over or any(word in said for word in _OWN_FAULT):
            last = said.strip().splitlines()[-2:]
            tally.faults.append(
                f"{number} {kind}: {code}, {seconds:.1f} s, {megabytes:.0f} MB: {last}"
            )
            print(tally.faults[-1], flush=True)
            (folder / "said").write_text(said, "utf-8")
            shutil.copytree(folder, KEPT / str(number), dirs_exist_ok=True)


def _numbers(seed: int, minutes: float, most: int) -> Iterator[int]:
    end = time.monotonic() + 60 * minutes
    for number in range(seed, seed + most):
        if time.monotonic() > end:
            return
        yield number


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 10**6 * 1000)
    args = parser.parse_args()
    print(f"从 {args.seed} 号起", flush=True)
    tally = fuzz(args.minutes, args.seed)
    print(tally)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
