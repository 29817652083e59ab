"""Builds that are killed: `python -m tests.publishing.killing 60` kills sixty, and
starts two builds at once a third as often.

Half of them are killed from the first sign of the exchange on, after a random delay;
the others at any moment. Each leaves the former site or the new one, whole, and the
next build leaves nothing beside it.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tests.invalid_cases import SETTINGS
from tests.test_build import digests, write
from tests.versions.test_corrections import FORMER

NAMES = ("甲县预算绩效公开", "乙县预算绩效公开")


class Site:
    """A content folder in two states, and what is built of it where nothing interferes."""

    def __init__(self, folder: Path, departments: int) -> None:
        self.folder, self.output = folder / "web", folder / "web" / "site"
        self.contents = []
        for number, name in enumerate(NAMES):
            files = {f"2025/a{n}.yaml": FORMER.replace("某局", f"某{n}局")
                     for n in range(departments)}  # fmt: skip
            files["站点.yaml"] = SETTINGS.replace("示例县预算绩效公开", name)
            self.contents.append(write(folder / f"content-{number}", files))
        self.whole = []
        for number in (0, 1):
            assert self.start(number).wait() == 0
            self.whole.append(digests(self.output))
        assert not set(self.whole[0].items()) & {
            (path, digest) for path, digest in self.whole[1].items() if path.endswith("html")
        }

    def start(self, number: int) -> subprocess.Popen[bytes]:
        """A build of one of the two states, as a user starts it."""
        return subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--no-pdf", "--jobs", "2",
             "--content", str(self.contents[number]), "--output", str(self.output)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def publishes(self) -> bool:
        """Whether the new tree has begun to grow: the first sign of an exchange."""
        return any(self.folder.glob(".site.stage-*/.tree"))

    def state(self) -> str:
        """Which of the two sites stands there; 'mixed' where it is neither."""
        found = digests(self.output)
        return f"site {self.whole.index(found)}" if found in self.whole else "mixed"


def beside(site: Site) -> list[str]:
    """What lies where the site stands, but for what a build remembers for the next."""
    return [p.name for p in site.folder.iterdir() if p.name != ".site.cache"]


def kills(site: Site, number: int, chance: random.Random) -> Iterator[tuple[str, str, list[str]]]:
    """Kill builds by turns at any moment and in the exchange; then let one run.

    Yields how it was killed, what stands then, and what lies beside the site afterwards.
    """
    began = time.monotonic()
    assert site.start(0).wait() == 0
    lasting, publishing = time.monotonic() - began, 0.02
    for turn in range(number):
        how, target = ("at the exchange", "at any moment")[turn % 2], turn // 2 % 2
        assert site.start(1 - target).wait() == 0
        process = site.start(target)
        if turn % 2:
            time.sleep(chance.uniform(0, lasting))
        else:
            while process.poll() is None and not site.publishes():
                time.sleep(0.0005)
            seen = time.monotonic()
            time.sleep(chance.uniform(0, 1.2 * publishing))
        process.send_signal(signal.SIGKILL)
        killed = process.wait() == -signal.SIGKILL
        if not killed and not turn % 2:
            publishing = max(0.005, (time.monotonic() - seen) * 0.9)
        state = site.state()
        assert site.start(target).wait() == 0
        assert site.state() == f"site {target}"
        yield (how if killed else "too late"), state, beside(site)


def pairs(site: Site, number: int) -> Iterator[tuple[list[int], str, list[str]]]:
    """Start two builds of different states at once, the one or the other a little earlier.

    Yields how they ended, what stands then, and what lies beside the site.
    """
    for turn in range(number):
        first = site.start(turn % 2)
        time.sleep(0.1 * (turn % 5))
        second = site.start(1 - turn % 2)
        ends = [first.wait(), second.wait()]
        yield ends, site.state(), beside(site)


def main(number: int) -> None:
    """Kill so many builds, start so many pairs, and say what was found."""
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), 3)
        for turn, (how, state, beside) in enumerate(kills(site, number, random.Random()), 1):
            litter = "no litter" if beside == ["site"] else f"litter: {beside}"
            seen[f"{how}, {state.split()[0]}, {litter}"] += 1
            print(turn, how, state, litter, flush=True)
        for ends, state, beside in pairs(site, number // 3):
            seen[f"two at once: {ends}, {state.split()[0]}, {beside}"] += 1
    print(dict(seen))


if __name__ == "__main__":
    main(int(sys.argv[1]))
