"""The index finds what a plain scan finds, in files that a browser may keep."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import Settings, build
from generator.outputs.search.folding import fold, words
from generator.outputs.search.index import KEY_FILE
from generator.outputs.search.postings import encode
from generator.outputs.search.shelves import TEXT_FILE
from generator.outputs.search.texts import Findable, Shelf
from tests.conftest import ROOT
from tests.outputs.search_reader import Reader, decode, indexed
from tests.strategies import FRAGMENTS

# So few characters that texts are full of pairs which are neighbours elsewhere only.
_FEW = st.text("水利部a1,. \n，。", max_size=14)
_WILD = st.one_of(_FEW, st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join))
_FINDABLE = st.builds(
    Findable, _WILD, st.just("2025/a/index.html"), st.sampled_from(["", "1,816.40万元"]), _WILD
)
_SHELF = st.builds(
    Shelf,
    st.integers(2024, 2026),
    st.sampled_from("abc"),
    st.sampled_from(["水利局", "财政局"]),
    st.lists(_FINDABLE, max_size=9).map(tuple),
)
# Of one department there is one shelf a year.
_SHELVES = st.lists(_SHELF, max_size=4, unique_by=lambda shelf: (shelf.year, shelf.id))


def reader(*shelves: Shelf) -> Reader:
    index, files = indexed(shelves)
    return Reader(files, index.manifest)


def shelf(*texts: str, year: int = 2025) -> Shelf:
    return Shelf(
        year, "a", "某局", tuple(Findable(f"第{n}", "a/i.html", "", t) for n, t in enumerate(texts))
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１，８１６．４", "1816.4"),
        ("1,816.4 万元", "1816.4万元"),
        ("甲，乙", "甲,乙"),
        ("3，甲", "3,甲"),
        ("1,234,567", "1234567"),
        ("ＰＤＦ/Ua-1", "pdf/ua-1"),
        ("农 村\u3000饮\u200b水", "农村饮水"),
        ("Open  Data 2025", "open data 2025"),
        ("第 3 季", "第3季"),
        ("一行 \n 二行", "一行\n二行"),
        ("e\u0301 É ㎡ ①", "éém2 1"),
        ("𠮷野", "𠮷野"),
        ("", ""),
    ],
)
def test_text_is_folded_for_comparison(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.lists(st.sampled_from(FRAGMENTS)).map("".join))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("农村饮水ＡbＣ１2３．.、（）㎡"), st.data())
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]) in fold(text)


def test_blanks_part_the_words_of_a_query() -> None:
    assert words(" 供水\u3000维修 供水\t１，０００\n") == ("供水", "维修", "1000")
    assert words(" \u3000") == ()


@given(st.sets(st.integers(0, 5000)), st.integers(0, 3000))
def test_numbers_come_back_from_their_posting(numbers: set[int], more: int) -> None:
    count = max(numbers, default=0) + 1 + more
    posting = encode(sorted(numbers), count)
    assert decode(posting) == sorted(numbers)
    assert len(posting) <= count // 6 + 2
    assert '"' not in posting
    assert "\\" not in posting


@given(_SHELVES, _FEW, st.data())
def test_a_search_finds_what_a_plain_scan_finds(
    shelves: list[Shelf], query: str, data: st.DataObject
) -> None:
    index = reader(*shelves)
    texts = [f.text for s in shelves for f in s.findables if f.text]
    if texts:
        text = data.draw(st.sampled_from(texts))
        start = data.draw(st.integers(0, len(text)))
        query = data.draw(st.sampled_from([query, text[start : start + 5], f"{query} {text[:2]}"]))
    assert index.find(query) == index.scan(query)


@given(_SHELVES, st.lists(st.text("水利部a1", min_size=1, max_size=2)))
def test_short_words_need_no_look_at_the_texts(shelves: list[Shelf], short: list[str]) -> None:
    index = reader(*shelves)
    query = " ".join(short)
    assert [index.records[n] for n in sorted(index.candidates(query))] == index.scan(query)


def test_a_longer_word_is_looked_for_in_the_texts_themselves() -> None:
    index = reader(shelf("水利 利部", "水利部"), shelf("部水利", year=2024))
    assert index.candidates("水利部") == {0, 1}
    assert [record.text for record in index.find("水利部")] == ["水利部"]


def test_nothing_is_found_across_the_end_of_a_passage() -> None:
    index = reader(shelf("甲乙\n丙丁"))
    assert not index.find("乙丙")
    assert not index.find("年第")
    assert index.find("乙 丙 某局 2025年")


def test_nothing_is_found_across_the_cells_of_a_row() -> None:
    index = reader(shelf("检测份数 │ ≥240份 │ 年度计划"))
    assert not index.find("份数≥240")
    assert index.find("份数 ≥240份 │")


def test_files_are_named_by_their_content_and_stay_small() -> None:
    chance = random.Random(7)
    characters = [chr(n) for n in range(0x4E00, 0x4F00)]
    texts = ["".join(chance.choices(characters, k=400)) for _ in range(60)]
    index, files = indexed([shelf(*texts)])
    for address, data in files.items():
        assert re.fullmatch(r"search/[\w/]+\.[0-9a-f]{8}\.js", address)
        assert address.split(".")[1] == hashlib.sha256(data).hexdigest()[:8]
        assert len(data) < 1.5 * max(KEY_FILE, TEXT_FILE)
    listed = Reader(files, index.manifest).manifest
    sizes = [len(d) for address, d in files.items() if address.startswith("search/2025/a/")]
    assert listed["sizes"] == [-(-size // 1024) for size in sizes]
    assert [sum(counts) for _, _, counts in listed["shelves"]] == [60]


def test_one_changed_text_leaves_the_names_of_other_text_files() -> None:
    texts = [f"第{n}篇" * 500 for n in range(9)]
    _, before = indexed([shelf(*texts)])
    _, after = indexed([shelf(*texts[:-1], texts[-1] + "。")])
    changed = {a for a in before.keys() - after.keys() if a.startswith("search/2025/a/")}
    assert len(changed) == 1


def _county(count: int, said: str = "") -> list[Shelf]:
    """Departments of random texts; one of them says something more."""
    chance = random.Random(3)
    characters = [chr(n) for n in range(0x4E00, 0x5100)]
    found = []
    for n in range(count):
        texts = ["".join(chance.choices(characters, k=300)) for _ in range(5)]
        texts[2] += said if n == 3 else ""
        found.append(replace(shelf(*texts), id=f"d{n}"))
    return found


@pytest.mark.parametrize("count", [6, 12, 48])
def test_words_more_in_one_text_make_only_the_key_files_of_their_keys(count: int) -> None:
    before, _ = indexed(_county(count))
    _, clean = indexed(_county(count, "供水管网"))
    standing = {key.inputs: key.address for key in before.keys}
    after, files = indexed(_county(count, "供水管网"), standing)
    made = {address for address, _ in after.files}
    # Four characters, three pairs, and the pair with what stood last before them.
    assert 1 < len(made) <= 8 + len({after.manifest})
    kept = {key.address for key in before.keys}
    assert {address: clean[address] for address in files} == files
    assert clean.keys() == files.keys() | (kept - (kept - clean.keys()))


def test_a_text_more_moves_the_numbers_of_all_that_follow() -> None:
    shelves = _county(6)
    more = replace(shelves[3], findables=(*shelves[3].findables, Findable("甲", "a", "", "龙虎")))
    now = [*shelves[:3], more, *shelves[4:]]
    standing = {key.inputs: key.address for key in indexed(shelves)[0].keys}
    after, _ = indexed(now, standing)
    assert len(after.files) == len(after.keys) + 1
    index, files = indexed(now)
    assert Reader(files, index.manifest).find("龙虎")[0].title == "甲"


def test_no_text_ends_the_script_that_carries_it() -> None:
    odd = "\"\\</script>\u2028\u2029'`${1}"
    index, files = indexed([shelf(odd)])
    assert all("\u2028" not in data.decode() for data in files.values())
    assert Reader(files, index.manifest).find('"\\<')[0].text == odd


def _built(folder: Path, jobs: int) -> Path:
    settings = Settings(ROOT / "content", folder, (ROOT / "templates",), jobs, with_pdf=False)
    assert build(settings, lambda *_: None).published is not None
    return folder


def of(site: Path) -> Reader:
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.glob("search/**/*.js")}
    (manifest,) = (address for address in files if "manifest" in address)
    return Reader(files, manifest)


def test_the_index_is_the_same_whatever_the_number_of_workers(county: Path, tmp_path: Path) -> None:
    one, two = (
        {p.relative_to(site): p.read_bytes() for p in site.glob("search/**/*") if p.is_file()}
        for site in (_built(tmp_path, 1), county)
    )
    assert one == two


def test_every_public_project_can_be_found_and_no_draft(county: Path) -> None:
    addresses = {record.address for record in of(county).records}
    for path in sorted(county.glob("20*/*/data/disclosure.json")):
        disclosure = json.loads(path.read_text("utf-8"))
        folder = path.parents[1].relative_to(county).as_posix()
        pages = {f"../{folder}/{p['地址']}/index.html" for p in disclosure["项目"]}
        if disclosure["状态"] == "草案":
            assert not any(address.startswith(f"../{folder}/") for address in addresses)
        else:
            assert pages <= addresses
            assert f"../{folder}/index.html" in addresses


def test_what_the_cells_of_a_project_say_is_found_at_its_page(county: Path) -> None:
    index = of(county)
    page = "2025/shuiwu/003/index.html"
    (record,) = (r for r in index.records if r.address == f"../{page}")
    html = (county / page).read_text("utf-8")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    lines = [line for cell in cells for line in cell.split("<br>")]
    said = [re.sub("<[^>]+>", "", line) for line in lines if line.strip()]
    assert len(said) > 30
    assert not [line for line in said if fold(line) not in record.searched]
    assert record.amount == "117.20万元"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("河道清淤养护", "河道清淤养护"),
        ("13990125P00317212118E", "河道清淤养护"),
        ("117.2", "河道清淤养护"),
        ("１３９９０１２５p00317212118e 水务局", "河道清淤养护"),
        ("行洪断面恢复", "河道清淤养护"),
    ],
)
def test_a_project_is_found_by_any_of_its_words(county: Path, query: str, title: str) -> None:
    assert title in [record.title for record in of(county).find(query)]
