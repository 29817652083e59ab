"""What the system, a template or a signal does to a command: a sentence, and no traceback."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest

from generator.failures import told
from tests.conftest import ROOT

PATIENCE: Final = 60.0
COMMAND: Final = (sys.executable, "-m", "generator")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one department, in a folder of its own."""
    content = tmp_path / "content"
    (content / "2025").mkdir(parents=True)
    for name in ("站点.yaml", "2025/jyj.yaml"):
        (content / name).write_bytes((ROOT / "content" / name).read_bytes())
    return tmp_path


def start(project: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    """A command that heeds Ctrl-C, also where the suite runs as a shell's job in the background."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [*COMMAND, *arguments], cwd=project, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
    )  # fmt: skip


def said(process: subprocess.Popen[str]) -> str:
    """What a command says until it ends; never a traceback."""
    out, err = process.communicate(timeout=PATIENCE)
    text = (out or "") + (err or "")
    assert "Traceback" not in text, text
    return text


def with_template(project: Path, name: str, text: str) -> None:
    place = project / "templates" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


BROKEN: Final = {
    "unfinished": ("{% if %}\n", "home.html.j2 第 1 行：写法不对"),
    "unknown name": ("<p>\n{{ nothing.of.that }}", "home.html.j2 第 2 行：用到的名称没有定义"),
    "no such file": ("\n\n{% include 'gone.html' %}", "第 3 行：没有找到模板 gone.html"),
    "wrong sum": ("{{ 1 // 0 }}", "第 1 行：ZeroDivisionError"),
    "unknown filter": ("{{ 1|gone }}", "第 1 行：写法不对"),
    "itself": ("{% include 'pages/home.html.j2' %}", "home.html.j2"),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_named_with_its_line_and_what_is_wrong(
    project: Path, text: str, expected: str
) -> None:
    with_template(project, "pages/home.html.j2", text)
    process = start(project, "build", "--no-pdf")
    message = said(process)
    assert "模板出错" in message
    assert expected in message
    assert process.returncode == 3
    assert not (project / "site" / "index.html").exists()


def test_a_broken_template_of_a_department_is_told_by_every_worker(project: Path) -> None:
    second = (project / "content/2025/jyj.yaml").read_text("utf-8")
    (project / "content/2025/jyb.yaml").write_text(second, "utf-8")
    with_template(project, "pages/disclosure.html.j2", "{{ nothing }}")
    process = start(project, "build", "--no-pdf", "--jobs", "2")
    assert "disclosure.html.j2 第 1 行" in said(process)
    assert process.returncode == 3


def test_a_template_in_another_encoding_is_named(project: Path) -> None:
    with_template(project, "pages/home.html.j2", "")
    (project / "templates/pages/home.html.j2").write_bytes("首页".encode("gb18030"))
    assert "不是 UTF-8 编码" in said(start(project, "build", "--no-pdf"))


def heeds_signals(process: subprocess.Popen[str]) -> bool:
    """Whether the program has begun: it handles SIGTERM, as the interpreter alone does not."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def until(what: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = monotonic() + PATIENCE
    while not what():
        assert process.poll() is None, "it ended before"
        assert monotonic() < end, "it never came"
        sleep(0.002)


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("delay", [0, 0.05, 0.2, 0.5, 0.9])
@pytest.mark.parametrize(
    "command", [["check"], ["build", "--no-pdf"], ["check", "--explain", "NR04"]]
)
def test_a_signal_in_the_first_second_ends_a_command_in_one_line(
    project: Path, command: Sequence[str], delay: float, number: signal.Signals
) -> None:
    process = start(project, *command)
    until(lambda: heeds_signals(process), process)
    sleep(delay)
    process.send_signal(number)
    message = said(process)
    if process.returncode in (0, 1):  # it was done before
        assert message.endswith("\n")
    else:
        assert process.returncode == 128 + number
        assert len([x for x in message.splitlines() if "已中断" in x or "系统要求结束" in x]) == 1


@needs_proc
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_that_is_told_to_end_cleans_up_and_says_so(project: Path, jobs: str) -> None:
    text = (project / "content/2025/jyj.yaml").read_text("utf-8")
    for n in range(12):
        (project / f"content/2025/jyj{n}.yaml").write_text(text, "utf-8")
    process = start(project, "build", "--no-pdf", "--jobs", jobs)
    until(lambda: any(p.suffix == ".html" for p in project.glob(".site*/**/*")), process)
    process.send_signal(signal.SIGTERM)
    assert "系统要求结束，已停下并清理" in said(process)
    assert process.returncode == 143
    assert [p.name for p in project.iterdir() if p.name.startswith(".")] == []


@needs_proc
def test_ctrl_c_at_a_terminal_reaches_the_workers_too_and_is_told_once(project: Path) -> None:
    text = (project / "content/2025/jyj.yaml").read_text("utf-8")
    for n in range(60):  # so many that on a busy machine too it is far from its end
        (project / f"content/2025/jyj{n}.yaml").write_text(text, "utf-8")
    process = start(project, "build", "--no-pdf", "--jobs", "2", start_new_session=True)
    until(lambda: any(p.suffix == ".html" for p in project.glob(".site*/**/*")), process)
    os.killpg(process.pid, signal.SIGINT)
    assert said(process).count("已中断") == 1
    assert process.returncode == 130


def test_a_reader_who_has_seen_enough_ends_a_check_in_silence(project: Path) -> None:
    text = (project / "content/2025/jyj.yaml").read_text("utf-8")
    unknown = "".join(f"不知{n}: x\n" for n in range(3_000))
    (project / "content/2025/jyj.yaml").write_text(text + unknown, "utf-8")
    process = start(project, "check")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.wait(PATIENCE)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_a_full_disk_is_told_with_the_way_out(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(project, "check", stdout=full)
        message = said(process)
    assert "磁盘满了" in message
    assert "清出一些空间" in message
    assert process.returncode == 3


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_the_system_cuts_short_changes_nothing(project: Path, jobs: str) -> None:
    """In the midst of a build, by a worker too: a limit of 8 KB stands for a disk that fills."""
    second = (project / "content/2025/jyj.yaml").read_bytes()
    (project / "content/2025/jyb.yaml").write_bytes(second)
    line = f'ulimit -f 8; exec "{sys.executable}" -m generator build --no-pdf --jobs {jobs}'
    process = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", check=False,
        cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.returncode == 3
    fault, way = process.stderr.splitlines()
    assert fault.startswith("环境问题：输出文件夹 ")
    assert fault.endswith("/site 写不进去：文件超过了系统允许的大小；原有的文件没有改动。")
    assert "请管理员放宽" in way
    assert [p.name for p in project.iterdir()] == ["content"]


def test_an_output_behind_links_that_lead_to_one_another_is_told(project: Path) -> None:
    (project / "loop").symlink_to("loop")
    for output in ("loop", "loop/site"):
        process = start(project, "build", "--no-pdf", "--output", output)
        assert f"链接互相指着：{project.resolve()}/{output}" in said(process)
        assert process.returncode == 3


def test_a_folder_that_disappears_is_told(project: Path) -> None:
    gone = project / "gone"
    gone.mkdir()
    line = f'cd {gone} && rmdir {gone} && exec "{sys.executable}" -P -m generator check'
    process = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "Traceback" not in process.stderr
    assert process.returncode in (2, 3)


def test_a_port_that_is_taken_or_is_none_is_told(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = start(project, "serve", "--port", str(port))
        assert f"端口 {port} 用不了：别的程序正在用它" in said(taken)
    assert taken.returncode == 3
    beyond = start(project, "serve", "--port", "65536")
    assert "1 到 65535" in said(beyond)
    assert beyond.returncode == 2


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有权限"),
        (errno.ENOENT, "不见了"),
        (errno.EMFILE, "打开的文件太多"),
        (errno.ENAMETOOLONG, "路径太长"),
        (errno.ESTALE, "网络文件夹断开了"),
    ],
)
def test_what_the_system_says_becomes_a_sentence_with_the_way_out(
    number: int, message: str
) -> None:
    fault = told(OSError(number, os.strerror(number), "/disk/file"))
    assert message in fault.message
    assert "/disk/file" in fault.message
    assert os.strerror(number) not in fault.message
    assert fault.hint


@pytest.mark.parametrize(
    ("error", "message"),
    [(MemoryError(), "内存不够"), (RecursionError(), "套得太深"), (KeyError("x"), "程序自身出错")],
)
def test_a_failure_of_the_program_itself_is_told_too(error: Exception, message: str) -> None:
    assert message in told(error).message
