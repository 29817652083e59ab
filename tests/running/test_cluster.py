"""The same site, made by a Dask scheduler and two workers that share no folder with us."""

from __future__ import annotations

import json
import os
import re
import shutil
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

from generator.cli import main
from generator.environment import EnvironmentFault
from generator.files import Folder
from generator.limits import BINARY_LIMIT
from generator.running.travelling import pack, pack_content, require_same
from tests.conftest import ROOT, TEMPLATES
from tests.test_build import DRAFT, PROJECT, write

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="Dask is not installed (pip install '.[cluster]')"
)
CONTENT = {f"2025/{name}.yaml": DRAFT + PROJECT for name in "abcdef"}
# More than are ever under way on two workers, so that some are still to be done.
MANY = {f"2025/{name}.yaml": DRAFT + PROJECT for name in "abcdefghij"}
# Of the sample: former versions, an evaluation, tables and projects in files, attachments.
SEVERAL = ("站点.yaml", "2024/jyj.v1.yaml", "2024/jyj.yaml", "2024/scjg.md", "2024/scjg-zp.yaml",
           "2025/jyj.yaml", "2025/ggfw", "2025/shuiwu")  # fmt: skip
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

def say(text):
    print(text, file=sys.stderr, flush=True)

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
    report = build(settings, progress, say)
    assert report.published is not None
    print(len(told), *report.work.rendered)
"""


@dataclass
class Cluster:
    """A scheduler with two workers, each a process with a folder of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    folders: list[Path]


def worker(
    stack: ExitStack, folder: Path, name: str, env: dict[str, str] = PATIENT
) -> subprocess.Popen[bytes]:
    """A worker of the scheduler that left its address in a folder."""
    return run(
        stack, folder / f"{name}.log", "dask_worker", *common(folder), "--no-nanny",
        "--nthreads", "1", "--memory-limit", "0", "--local-directory", str(folder / name), env=env,
    )  # fmt: skip


def common(folder: Path) -> tuple[str, ...]:
    told = str(folder / "scheduler.json")
    return ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", told)


def start(stack: ExitStack, folder: Path) -> Cluster:
    """A cluster on this machine alone, on ports that are free."""
    told = folder / "scheduler.json"
    run(stack, folder / "scheduler.log", "dask_scheduler", "--port", "0", *common(folder))
    workers = [worker(stack, folder, name) for name in ("one", "two")]
    end = time.monotonic() + PATIENCE
    while not told.is_file():
        assert time.monotonic() < end, (folder / "scheduler.log").read_text("utf-8")
        time.sleep(0.1)
    address = json.loads(told.read_text("utf-8"))["address"]
    assert isinstance(address, str)
    asked = [sys.executable, "-c", WAIT, address]
    subprocess.run(asked, check=True, timeout=2 * PATIENCE, capture_output=True, env=PATIENT)
    return Cluster(address, workers, [folder / "one", folder / "two"])


def run(
    stack: ExitStack, log: Path, module: str, *arguments: str, env: dict[str, str] = PATIENT
) -> subprocess.Popen[bytes]:
    """A process that ends with the test; what it says goes to a file."""
    file = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        stdout=file, stderr=file, cwd=log.parent, env=env,
    )  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield start(stack, tmp_path_factory.mktemp("cluster"))


def gongkai(*arguments: str | Path, project: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=project, env=PATIENT, capture_output=True, text=True, encoding="utf-8",
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
    folder: Path, address: str, after: int, victim: subprocess.Popen[bytes], wait: str
) -> subprocess.Popen[str]:
    """Begin to build MANY on the cluster; the victim dies once so many jobs are done."""
    program = folder / "build_and_kill.py"
    program.write_text(BUILD_AND_KILL, "utf-8")
    arguments = (folder / "content", folder / "far", address, after, victim.pid)
    env = PATIENT | {"DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": wait}
    process = subprocess.Popen(
        [sys.executable, program, *map(str, arguments)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert victim.wait(PATIENCE) == -signal.SIGKILL, process.communicate(timeout=PATIENCE)
    return process


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a build said that ended well."""
    out, err = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode == 0, err
    return out, err


def edited(folder: Path, note: str) -> str:
    """The sums of MANY, changed and built on this machine."""
    write(folder / "content", {path: f"{text}# {note}\n" for path, text in MANY.items()})
    return built(folder / "content", folder / "here", "--jobs", "1", "--no-pdf")


@needs_dask
def test_everything_that_a_job_reads_travels(tmp_path: Path, cluster: Cluster) -> None:
    """Every shape of content, former versions, evaluations, attachments, tables in files; an
    added form; templates of the site's own, hidden ones and those behind links too."""
    content, shared = tmp_path / "content", tmp_path / "elsewhere"
    for name in SEVERAL:
        source, place = ROOT / "content" / name, content / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place)
    own = tmp_path / "templates"
    shutil.copytree(TEMPLATES / "forms" / "hebei", own / "forms" / "ours")
    head = own / "forms/ours/表式.yaml"
    head.write_text(head.read_text("utf-8").replace("名称: 河北", "名称: 某省", 1), "utf-8")
    page = (TEMPLATES / "pages/project.html.j2").read_text("utf-8")
    note = "{% include 'parts/.own/note.html.j2' %}{% include 'shared/note.html.j2' %}"
    marked = page.replace("<article>", f"<article>{note}", 1)
    assert marked != page
    write(own, {"pages/project.html.j2": marked, "parts/.own/note.html.j2": "<p>甲</p>"})
    write(shared, {"note.html.j2": "<p>乙</p>"})
    (own / "shared").symlink_to(shared)
    write(content, {"2025/mz.yaml": (DRAFT + PROJECT).replace("河北", "某省")})
    (content / "2025/lj.yaml").symlink_to("mz.yaml")
    options = ("build", "--content", content, "--no-pdf")
    here = gongkai(*options, "--output", tmp_path / "here", "--jobs", "1", project=tmp_path)
    assert here.returncode == 0, here.stdout
    far = ("--output", tmp_path / "far", "--jobs", "1", "--scheduler", cluster.address)
    there = gongkai(*options, *far, project=tmp_path)
    assert there.returncode == 0, there.stdout + there.stderr
    assert sums(tmp_path / "far") == sums(tmp_path / "here")
    assert "<p>甲</p><p>乙</p>" in (tmp_path / "far/2025/mz/001/index.html").read_text("utf-8")


@needs_dask
def test_a_cluster_finds_the_same_faults(tmp_path: Path, cluster: Cluster) -> None:
    """Also those that are no text: links that lead nowhere, a file that is too large."""
    content = write(tmp_path / "content", {**CONTENT, "2025/b.yaml": f"{DRAFT}未知: 甲\n"})
    (content / "2025/out.yaml").symlink_to(TEMPLATES)
    (content / "2025/gone.yaml").symlink_to("nowhere")
    (content / "2025/round.yaml").symlink_to("round.yaml")
    (content / "2025/folder.yaml").symlink_to(".")
    with (content / "2025/large.yaml").open("wb") as file:
        file.truncate(BINARY_LIMIT + 1)
    options = ("check", "--content", content, "--format", "json")
    here, far = gongkai(*options, "--jobs", "1"), gongkai(*options, "--scheduler", cluster.address)
    assert (far.returncode, far.stdout) == (here.returncode, here.stdout)
    assert far.returncode == 1
    for said in ("未知", "之外", "链接断了", "互相指着", "不是普通文件", "超过"):
        assert said in far.stdout


@needs_dask
def test_where_no_scheduler_is_the_call_was_wrong(tmp_path: Path, cluster: Cluster) -> None:
    content = write(tmp_path / "content", CONTENT)
    with socket.socket() as taken:  # bound and deaf: nobody else gets this port meanwhile
        taken.bind(("127.0.0.1", 0))
        deaf = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        at_work = next(iter(scheduler_info(cluster.address)))
        for address, why in {
            deaf: "那个端口上没有程序在听",
            at_work: "那里是一个工作进程，不是调度程序",
            "tcp://nobody.invalid:8786": "不知道叫 nobody.invalid 的机器",
        }.items():
            done = gongkai(
                "build", "--content", content, "--output", tmp_path / "site", "--no-pdf",
                "--scheduler", address,
            )  # fmt: skip
            assert done.returncode == 2, done.stderr
            [line] = done.stderr.splitlines()
            assert line.startswith(f"用法不对：连不上调度程序 {address}：{why}。")
    assert not (tmp_path / "site").exists()


def scheduler_info(address: str) -> list[str]:
    """The addresses of the workers."""
    asked = (
        "import sys; from distributed import Client; "
        "print(*Client(sys.argv[1], timeout=300).scheduler_info()['workers'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, address],
        check=True, capture_output=True, text=True, env=PATIENT, timeout=PATIENCE,
    )  # fmt: skip
    return done.stdout.split()


@needs_dask
def test_a_worker_of_another_version_is_named(tmp_path: Path, cluster: Cluster) -> None:
    """The same program but for one word that its rules look for."""
    other = tmp_path / "other"
    shutil.copytree(ROOT / "generator", other / "generator", ignore=shutil.ignore_patterns("__p*"))
    word = other / "generator/lexicon/words/units.yaml"
    word.write_text(word.read_text("utf-8") + "# 另一版\n", "utf-8")
    content = write(tmp_path / "content", CONTENT)
    with ExitStack() as stack:
        folder = cluster.folders[0].parent
        worker(stack, folder, "odd", PATIENT | {"PYTHONPATH": str(other)})
        asked = [sys.executable, "-c", WAIT.replace("(2", "(3"), cluster.address]
        subprocess.run(asked, check=True, timeout=2 * PATIENCE, capture_output=True, env=PATIENT)
        done = gongkai("check", "--content", content, "--scheduler", cluster.address)
    assert done.returncode == 3
    fault, way = done.stderr.splitlines()
    assert fault.startswith("环境问题：这些进程与本机不一样，做出的文件可能不同：tcp://127.0.0.1:")
    assert fault.endswith("（gongkai 或它用的库）。")
    assert fault.count("tcp://") == 1
    assert "装同一个版本" in way


@needs_dask
def test_workers_that_are_killed_in_the_middle_cost_nothing_but_time(
    tmp_path: Path, cluster: Cluster
) -> None:
    """The last of those that share the workers: it leaves none."""
    here = edited(tmp_path, "一")
    with ExitStack() as stack:
        # All are examined, and the first is rendered; the rest of its work dies with it.
        first, second = cluster.workers
        done, said = ended(build_and_kill(tmp_path, cluster.address, len(MANY) + 1, first, "1 s"))
        names = [path.removesuffix(".yaml") for path in MANY]
        assert done.split() == [str(2 * len(MANY)), *names]
        assert "在本机做" not in said
        assert sums(tmp_path / "far") == here
        # The last one dies, and another one comes in time: what is left is done there.
        here = edited(tmp_path, "二")
        process = build_and_kill(tmp_path, cluster.address, 1, second, f"{PATIENCE} s")
        third = worker(stack, cluster.folders[0].parent, "three")
        _, said = ended(process)
        assert re.search(r"由现有的接着做其余 \d+ 份。", said)
        assert "在本机做" not in said
        assert sums(tmp_path / "far") == here
        # None comes: what is left is done on this machine.
        here = edited(tmp_path, "三")
        _, said = ended(build_and_kill(tmp_path, cluster.address, 1, third, "0 s"))
        assert said.count("在本机做") == 1
        assert re.search(r"没有工作进程可用了，其余 \d+ 份和以后的都在本机做。", said)
        assert sums(tmp_path / "far") == here
        # Nobody begins where there are none.
        asked = ("check", "--content", tmp_path / "content", "--scheduler", cluster.address)
        none = gongkai(*asked)
        assert none.returncode == 3
        fault, way = none.stderr.splitlines()
        assert fault == f"环境问题：调度程序 {cluster.address} 下面没有工作进程。"
        assert f"dask worker {cluster.address}" in way


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    "text", ["10.0.0.1", "http://10.0.0.1:8786", "tcp://:8786", "tcp://a:70000"]
)
def test_what_is_no_address_is_a_wrong_call(
    command: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--scheduler", text])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert f"--scheduler 要写成 tcp://主机:端口，不能是“{text}”" in said


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


def test_content_is_packed_with_all_that_a_job_may_find_in_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "content", {"2025/a.yaml": "甲", "2025/.b.pdf": "乙", ".git/x": ""})
    (folder / "2025" / "空").mkdir()
    (folder / "2025" / "c.yaml").symlink_to("a.yaml")
    (folder / "2025" / ".#a.yaml").symlink_to("somebody@somewhere")
    packed = pack_content(folder)
    assert packed.files == {
        "2025/": b"", "2025/空/": b"", "2025/a.yaml": "甲".encode(), "2025/c.yaml": "甲".encode(),
    }  # fmt: skip
    assert set(Folder(folder).walk()) == {"2025/a.yaml", "2025/c.yaml"}
    write(folder, {"2025/a.yaml": "丙"})
    assert pack_content(folder).digest != packed.digest


def test_templates_are_packed_with_what_is_hidden_and_what_is_behind_links(tmp_path: Path) -> None:
    write(tmp_path, {"shared/a.css": "甲", "templates/.own/b.j2": "乙", "templates/.git/c": "丙"})
    (tmp_path / "templates/shared").symlink_to(tmp_path / "shared")
    (tmp_path / "shared/back").symlink_to(tmp_path / "shared")
    assert pack(tmp_path / "templates").files == {
        ".own/b.j2": "乙".encode(), "shared/a.css": "甲".encode(),
    }  # fmt: skip


def test_what_cannot_be_shown_to_a_worker_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "content", {"a.yaml": "甲"})
    os.mkfifo(folder / "pipe.csv")
    with pytest.raises(EnvironmentFault, match=r"1 个文件带不到别的机器上：pipe\.csv"):
        pack_content(folder)
    (folder / "gone.yaml").symlink_to("nowhere")
    with pytest.raises(EnvironmentFault, match=r"2 个文件带不到别的机器上：gone\.yaml、pipe\.csv"):
        pack(folder)
