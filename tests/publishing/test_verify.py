"""`gongkai verify`: what was changed, added or removed since a site was published."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from tests.invalid_cases import SETTINGS
from tests.publishing.test_consent import WITHDRAWAL, Web
from tests.versions.test_corrections import FORMER


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Web:
    web = Web(tmp_path_factory.mktemp("web"))
    web.publish({"站点.yaml": SETTINGS, "2025/a.yaml": FORMER, "2025/b.yaml": FORMER})
    web.publish({"站点.yaml": SETTINGS + WITHDRAWAL.format("2025/b"), "2025/b.yaml": None})
    return web


@pytest.fixture
def copy(built: Web, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built.site, tmp_path / "copy"))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """What a call says and how it ends."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main(["verify", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


Said = Callable[..., tuple[int, str]]


def zipped(folder: Path, inside: str = "") -> Path:
    place = folder.with_suffix(".zip")
    with zipfile.ZipFile(place, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, f"{inside}{path.relative_to(folder)}")
    return place


def test_a_site_as_it_was_published_is_whole(copy: Path, said: Said) -> None:
    (copy / ".gitignore").write_text("*", "utf-8")
    for place in (copy, zipped(copy), zipped(copy, "网站/")):
        code, text = said(place)
        assert code == 0
        assert "全部一致" in text
        assert "sha256 " in text


@pytest.mark.parametrize("as_zip", [False, True])
def test_what_differs_is_named(copy: Path, said: Said, as_zip: bool) -> None:
    (copy / "index.html").write_text("改了", "utf-8")
    (copy / "2025/a/data/projects.csv").unlink()
    (copy / "2025/a/neu.html").write_text("多的", "utf-8")
    code, text = said(zipped(copy) if as_zip else copy)
    assert code == 1
    assert text.splitlines()[:3] == [
        "改动：index.html", "多出：2025/a/neu.html", "缺少：2025/a/data/projects.csv",
    ]  # fmt: skip
    assert "3 处不同" in text


def test_checksums_that_differ_from_the_record_are_a_change(copy: Path, said: Said) -> None:
    sums = copy / "SHA256SUMS"
    sums.write_text(sums.read_text("utf-8").replace("index.html", "andere.html", 1), "utf-8")
    assert said(copy)[0] == 1
    sums.unlink()
    assert "缺少：SHA256SUMS" in said(copy)[1]


def test_a_link_in_the_place_of_a_file_is_a_change(copy: Path, said: Said) -> None:
    (copy / "index.html").rename(copy / "../index.html")
    (copy / "index.html").symlink_to("../index.html")
    assert said(copy) == (1, said(copy)[1])
    assert "改动：index.html" in said(copy)[1]


def test_the_content_rebuilt_is_the_site(built: Web, copy: Path, said: Said) -> None:
    """What was taken down too, which the content alone does not know."""
    for place in (copy, zipped(copy)):
        code, text = said(place, "--content", built.content)
        assert code == 0, text
        assert text.count("全部一致") == 2


def test_content_that_changed_since_is_named(
    built: Web, copy: Path, tmp_path: Path, said: Said
) -> None:
    content = Path(shutil.copytree(built.content, tmp_path / "content"))
    (content / "2025/a.yaml").write_text(FORMER.replace("按季", "按月"), "utf-8")
    code, text = said(copy, "--content", content)
    assert code == 1
    assert "内容不同：2025/a/index.html" in text
    (content / "2025/a.yaml").write_text(FORMER + "未知: 甲\n", "utf-8")
    code, text = said(copy, "--content", content)
    assert (code, "没法比较" in text) == (1, True)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p.mkdir(), "没有 manifest.json"),
        (lambda p: p.write_text("甲", "utf-8"), "不是文件夹，也不是 ZIP"),
        (lambda p: None, "不是文件夹，也不是 ZIP"),
        (lambda p: zipfile.ZipFile(p, "w").close(), "没有 manifest.json"),
    ],
    ids=["an empty folder", "a text", "nothing", "an empty ZIP"],
)
def test_what_is_no_site_is_a_wrong_call(
    tmp_path: Path, said: Said, make: Callable[[Path], object], words: str
) -> None:
    make(tmp_path / "place")
    code, text = said(tmp_path / "place")
    assert (code, words in text) == (2, True)


@pytest.mark.parametrize("record", ["", "[]", '{"generator": "andere 1", "files": {}}'])
def test_a_record_of_somebody_else_is_none(copy: Path, said: Said, record: str) -> None:
    (copy / "manifest.json").write_text(record, "utf-8")
    assert said(copy)[0] == 2


def test_a_damaged_zip_is_told_and_never_a_traceback(copy: Path, said: Said) -> None:
    place = zipped(copy)
    data = bytearray(place.read_bytes())
    for at in range(200, len(data), 997):
        data[at] ^= 0x55
    place.write_bytes(data)
    assert said(place)[0] in (1, 2)


def test_an_entry_that_is_there_twice_is_nobodys(copy: Path, said: Said) -> None:
    place = zipped(copy)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(place, "a") as archive:
        archive.writestr("index.html", (copy / "index.html").read_bytes())
    assert "改动：index.html" in said(place)[1]
