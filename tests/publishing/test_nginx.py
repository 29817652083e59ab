"""The configuration in docs/nginx.conf, tried on Debian's nginx on the loopback."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.conftest import ROOT, lacks
from tests.invalid_cases import SETTINGS
from tests.publishing.test_consent import Web
from tests.versions.test_corrections import FORMER

CONF = ROOT / "docs/nginx.conf"
MAIN = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gongkai.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int
    web: Web

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    return found or lacks("nginx")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """nginx with the site at /yjsgk/, configured as the file says but for port and root."""
    program = nginx()
    web = Web(tmp_path_factory.mktemp("web"))
    web.site = web.content.parent / "www/yjsgk"
    web.publish({"站点.yaml": SETTINGS, "2025/a.yaml": FORMER})
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = CONF.read_text("utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"),
                     ("root /var/www;", f'root "{web.site.parent}";')):  # fmt: skip
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "gongkai.conf").write_text(text, "utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"),
         "-e", str(folder / "error.log")]
    )  # fmt: skip
    try:
        _wait_for(process, port, folder / "error.log")
        yield Server(port, web)
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text("utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not answer")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("2025/a/", "text/html; charset=utf-8"),
        ("2025/a/data/projects.csv", "text/csv; charset=utf-8"),
        ("2025/a/data/disclosure.json", "application/json; charset=utf-8"),
        ("2025/a/data/overview.svg", "image/svg+xml; charset=utf-8"),
        ("2025/a/data/disclosure.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)  # fmt: skip
def test_every_kind_of_file_has_its_type_and_charset(server: Server, path: str, kind: str) -> None:
    answer = server.get(f"/yjsgk/{path}")
    assert (answer.status, answer.headers["content-type"]) == (200, kind)


def test_no_published_file_is_without_a_type(server: Server) -> None:
    """Every kind of file of the site, and the kinds of attachments."""
    for path in (p for p in server.web.site.rglob("*") if p.is_file()):
        answer = server.get(f"/yjsgk/{path.relative_to(server.web.site).as_posix()}")
        assert answer.status == 200
        assert answer.headers["content-type"] != "application/octet-stream", path


def test_a_strict_policy_goes_with_every_answer(server: Server) -> None:
    for path in ("/yjsgk/", "/yjsgk/no/such/page", "/yjsgk/feed.xml", "/elsewhere"):
        headers = server.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"


def test_what_has_a_digest_in_its_name_is_kept_for_a_year(server: Server) -> None:
    site = server.web.site
    for path in (*site.glob("assets/*"), *site.glob("search/**/*.js")):
        headers = server.get(f"/yjsgk/{path.relative_to(site).as_posix()}").headers
        assert headers["cache-control"] == "public, max-age=31536000, immutable", path
    for name in ("index.html", "2025/a/data/projects.csv", "search/index.html", "gibt/es/nicht"):
        assert server.get(f"/yjsgk/{name}").headers["cache-control"] == "no-cache"


def test_a_page_that_did_not_change_is_not_sent_again(server: Server) -> None:
    tag = server.get("/yjsgk/index.html").headers["etag"]
    assert server.get("/yjsgk/index.html", **{"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("name", ["index.html", "2025/a/data/disclosure.json", "sitemap.xml"])
def test_texts_are_compressed(server: Server, name: str) -> None:
    answer = server.get(f"/yjsgk/{name}", **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == (server.web.site / name).read_bytes()


def test_what_is_not_there_has_the_page_of_the_site(server: Server) -> None:
    for path in ("/yjsgk/gibt/es/nicht", "/yjsgk/.gitignore", "/yjsgk/2025/.x/a"):
        answer = server.get(path)
        assert answer.status == 404
        assert answer.body == (server.web.site / "404.html").read_bytes()
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_address_without_a_slash_leads_in(server: Server) -> None:
    for path, place in (("/yjsgk", "/yjsgk/"), ("/yjsgk/2025/a", "/yjsgk/2025/a/")):
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (301, place)
    assert server.get("/").status == 404


def test_nothing_can_be_written(server: Server) -> None:
    assert server.get("/yjsgk/index.html", "HEAD").status == 200
    for method in ("POST", "PUT", "DELETE"):
        assert server.get("/yjsgk/index.html", method).status in (403, 405)


def test_what_is_taken_down_is_told_at_the_address_of_the_pdf(server: Server) -> None:
    """The folder that took the place of a file answers under the file's own address."""
    (server.web.site / "2025/a/a-2025.pdf").mkdir()
    (server.web.site / "2025/a/a-2025.pdf/index.html").write_text("撤下", "utf-8")
    answer = server.get("/yjsgk/2025/a/a-2025.pdf")
    assert (answer.status, answer.headers["location"]) == (301, "/yjsgk/2025/a/a-2025.pdf/")
    assert server.get("/yjsgk/2025/a/a-2025.pdf/").body == "撤下".encode()
    shutil.rmtree(server.web.site / "2025/a/a-2025.pdf")


def test_while_the_site_is_exchanged_every_page_answers(server: Server) -> None:
    """Somebody reads on and on; no answer fails, and each is that of one of the sites."""
    answers: list[Answer] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append(server.get("/yjsgk/index.html"))

    reader = threading.Thread(target=read)
    pages = {(server.web.site / "index.html").read_bytes()}
    reader.start()
    for number in range(4):
        server.web.publish({"站点.yaml": SETTINGS + f"简称: 第{number}\n"})
        pages.add((server.web.site / "index.html").read_bytes())
    done.set()
    reader.join()
    assert len(answers) > len(pages) == 5
    assert {answer.status for answer in answers} == {200}
    assert {answer.body for answer in answers} <= pages
