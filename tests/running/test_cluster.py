"""The same site, made by a Dask scheduler and two workers that share no folder with us."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.environment import EnvironmentFault
from generator.files import Folder
from generator.running.travelling import pack, require_same
from tests.conftest import ROOT, TEMPLATES
from tests.test_build import DRAFT, PROJECT, write

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="Dask is not installed (pip install '.[cluster]')"
)
CONTENT = {f"2025/{name}.yaml": DRAFT + PROJECT for name in "abcdef"}
# More than are ever under way on two workers, so that some are still to be done.
MANY = {f"2025/{name}.yaml": DRAFT + PROJECT for name in "abcdefghij"}
# Long enough for any machine; nothing waits for it where all is well.
PATIENCE = 300
PATIENT = os.environ | {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": f"{PATIENCE}s", "PYTHONPATH": str(ROOT),
}  # fmt: skip
WAIT = """
import sys
from distributed import Client
Client(sys.argv[1], timeout=300, set_as_default=False).wait_for_workers(2, timeout=300)
"""
# A build in whose middle workers are killed: once so many disclosures are examined or rendered.
BUILD_AND_KILL = """
import os, signal, sys
from pathlib import Path
from generator.build import Settings, build
from generator.environment import EnvironmentFault

def progress(done, total, name):
    told.append(name)
    if len(told) == int(sys.argv[4]):
        for number in sys.argv[5:]:
            os.kill(int(number), signal.SIGKILL)

if __name__ == "__main__":
    told = []
    settings = Settings(
        Path(sys.argv[1]), Path(sys.argv[2]), (Path("templates"),), with_pdf=False,
        scheduler=sys.argv[3],
    )
    try:
        report = build(settings, progress)
    except EnvironmentFault as fault:
        sys.exit(fault.message)
    assert report.published is not None
    print(len(told), *report.work.rendered)
"""


@dataclass
class Cluster:
    """A scheduler with two workers, each a process with a folder of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    folders: list[Path]


def start(stack: ExitStack, folder: Path) -> Cluster:
    """A cluster on this machine alone, on ports that are free."""
    told = folder / "scheduler.json"
    common = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told))
    run(stack, folder / "scheduler.log", "dask_scheduler", "--port", "0", *common)
    homes = [folder / "one", folder / "two"]
    workers = [
        run(
            stack, folder / f"{home.name}.log", "dask_worker", *common, "--no-nanny",
            "--nthreads", "1", "--memory-limit", "0", "--local-directory", str(home),
        )
        for home in homes
    ]  # fmt: skip
    end = time.monotonic() + PATIENCE
    while not told.is_file():
        assert time.monotonic() < end, (folder / "scheduler.log").read_text("utf-8")
        time.sleep(0.1)
    address = json.loads(told.read_text("utf-8"))["address"]
    assert isinstance(address, str)
    asked = [sys.executable, "-c", WAIT, address]
    subprocess.run(asked, check=True, timeout=2 * PATIENCE, capture_output=True, env=PATIENT)
    return Cluster(address, workers, homes)


def run(stack: ExitStack, log: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process that ends with the test; what it says goes to a file."""
    file = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        stdout=file, stderr=file, cwd=log.parent, env=PATIENT,
    )  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield start(stack, tmp_path_factory.mktemp("cluster"))


def gongkai(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT, env=PATIENT, capture_output=True, text=True, encoding="utf-8",
        timeout=2 * PATIENCE,
    )  # fmt: skip


def built(content: Path, output: Path, *options: str) -> str:
    """Build, and say which files of which digests came of it."""
    done = gongkai("build", "--content", content, "--output", output, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return sums(output)


def sums(output: Path) -> str:
    return (output / "SHA256SUMS").read_text("utf-8")


@needs_dask
def test_a_cluster_makes_the_same_bytes_and_keeps_nothing(tmp_path: Path, cluster: Cluster) -> None:
    content = write(tmp_path / "content", CONTENT)
    here = built(content, tmp_path / "here", "--jobs", "1", "--no-pdf")
    far = ("--jobs", "2", "--no-pdf", "--scheduler", cluster.address)
    assert built(content, tmp_path / "far", *far) == here
    kept = [p.name for home in cluster.folders for p in home.rglob("gongkai/*")]
    assert kept, "the workers had to do with it"
    assert [name for name in kept if not name.startswith("templates-")] == []
    # An edit: what is made anew, and what is not, is the same as well.
    write(content, {"2025/a.yaml": CONTENT["2025/a.yaml"].replace("按季", "按月")})
    here = built(content, tmp_path / "here", "--jobs", "1", "--no-pdf")
    assert built(content, tmp_path / "far", *far) == here


@needs_dask
def test_pdfs_are_made_on_the_workers_and_stay_where_nothing_changed(
    tmp_path: Path, cluster: Cluster
) -> None:
    content = write(tmp_path / "content", {"2025/a.yaml": CONTENT["2025/a.yaml"]})
    here = built(content, tmp_path / "here", "--jobs", "1")
    far = ("--jobs", "1", "--scheduler", cluster.address)
    assert built(content, tmp_path / "far", *far) == here
    assert "2025/a/a-2025.pdf" in here
    # Published PDFs travel to where it is seen that they may stay.
    standing = built(content, tmp_path / "here", "--jobs", "1", "--no-pdf")
    assert built(content, tmp_path / "far", *far, "--no-pdf") == standing
    assert "2025/a/a-2025.pdf" in standing


def build_and_kill(
    folder: Path, cluster: Cluster, after: int, victims: list[subprocess.Popen[bytes]]
) -> subprocess.CompletedProcess[str]:
    """Build MANY on the cluster; the victims die once so many jobs are done."""
    program = folder / "build_and_kill.py"
    program.write_text(BUILD_AND_KILL, "utf-8")
    arguments = (folder / "content", folder / "far", cluster.address, after)
    done = subprocess.run(
        [sys.executable, program, *map(str, arguments), *(str(v.pid) for v in victims)],
        cwd=ROOT, env=PATIENT, capture_output=True, text=True, encoding="utf-8",
        timeout=2 * PATIENCE,
    )  # fmt: skip
    assert [v.wait(PATIENCE) for v in victims] == [-signal.SIGKILL] * len(victims), done.stderr
    return done


@needs_dask
def test_a_worker_that_is_killed_in_the_middle_costs_nothing_but_time(tmp_path: Path) -> None:
    content = write(tmp_path / "content", MANY)
    here = built(content, tmp_path / "here", "--jobs", "1", "--no-pdf")
    with ExitStack() as stack:
        cluster = start(stack, tmp_path)
        # All are examined, and the first is rendered; the rest of its work dies with it.
        done = build_and_kill(tmp_path, cluster, len(MANY) + 1, cluster.workers[:1])
        assert done.returncode == 0, done.stderr
        names = [path.removesuffix(".yaml") for path in MANY]
        assert done.stdout.split() == [str(2 * len(MANY)), *names]
        assert sums(tmp_path / "far") == here
        # Nor does anything hang, or change, where the last one dies too.
        write(content, {"2025/k.yaml": DRAFT, **{p: text + "# 改\n" for p, text in MANY.items()}})
        done = build_and_kill(tmp_path, cluster, 1, cluster.workers[1:])
        assert done.returncode == 1, "the fault was told"
        assert "调度程序或工作进程中途不在了，多半是内存不够或网络断开；没有发布。" in done.stderr
        assert sums(tmp_path / "far") == here


@needs_dask
def test_a_scheduler_that_does_not_answer_is_a_wrong_call(tmp_path: Path) -> None:
    content = write(tmp_path / "content", CONTENT)
    with socket.socket() as taken:  # bound and deaf: nobody else gets this port meanwhile
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        done = gongkai(
            "build", "--content", content, "--output", tmp_path / "site", "--no-pdf",
            "--scheduler", address,
        )  # fmt: skip
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"用法不对：连不上调度程序 {address}。")
    assert not (tmp_path / "site").exists()


def test_what_is_no_address_is_a_wrong_call() -> None:
    done = gongkai("build", "--scheduler", "10.0.0.1")
    assert done.returncode == 2
    assert "--scheduler 要写成 tcp://主机:端口，不能是“10.0.0.1”" in done.stderr


def test_without_dask_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    """The same program in a Python that has none."""
    write(tmp_path / "content", CONTENT)
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from generator.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [
            sys.executable, "-c", program, "build", "--no-pdf", "--content", tmp_path / "content",
            "--output", tmp_path / "site", "--scheduler", "tcp://127.0.0.1:1",
        ],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 3
    told, way = done.stderr.splitlines()
    assert told == "环境问题：没有装 Dask，不能用 --scheduler。"
    assert "pip install '.[cluster]'" in way


def test_workers_unlike_this_machine_are_named_all_at_once() -> None:
    own = {"Python": "3.12.1", "排版组件或字体": "a"}
    require_same(own, {"tcp://127.0.0.1:1": dict(own)})
    unlike: dict[str, dict[str, str] | Exception] = {
        "tcp://127.0.0.1:1": dict(own),
        "tcp://127.0.0.1:2": own | {"Python": "3.11.2"},
        "tcp://127.0.0.1:3": ModuleNotFoundError("generator"),
        "tcp://127.0.0.1:4": {},
    }
    with pytest.raises(EnvironmentFault) as fault:
        require_same(own, unlike)
    assert (
        "tcp://127.0.0.1:2（Python）；tcp://127.0.0.1:3（没有装 gongkai）；"
        "tcp://127.0.0.1:4（Python、排版组件或字体）"
    ) in fault.value.message


def test_a_folder_is_packed_with_all_that_a_job_may_find_in_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "content", {"2025/a.yaml": "甲", "2025/.b.pdf": "乙"})
    (folder / "2025" / "空").mkdir()
    (folder / "2025" / "c.yaml").symlink_to("a.yaml")
    (folder / "2025" / ".#a.yaml").symlink_to("somebody@somewhere")
    packed = pack(folder)
    assert packed.files == {
        "2025/": b"", "2025/空/": b"", "2025/.b.pdf": "乙".encode(),
        "2025/a.yaml": "甲".encode(), "2025/c.yaml": "甲".encode(),
    }  # fmt: skip
    assert set(Folder(folder).walk()) - {"2025/a.yaml", "2025/c.yaml"} == set()
    write(folder, {"2025/a.yaml": "丙"})
    assert pack(folder).digest != packed.digest


def test_what_a_worker_would_find_otherwise_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "content", {"a.yaml": "甲"})
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "out.yaml").symlink_to(TEMPLATES)
    os.mkfifo(folder / "pipe.csv")
    with pytest.raises(EnvironmentFault) as fault:
        pack(folder)
    assert "3 个文件带不到别的机器上" in fault.value.message
    assert {"gone.yaml", "out.yaml", "pipe.csv"} <= set(
        fault.value.message.rstrip("。").partition("：")[2].split("、")
    )
