"""Pictures are looked at whole, whatever was loaded before, and none takes more than its share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFile

from generator.sources.picture_file import PictureFault, picture_facts
from tests.pictures import bomb, from_a_phone, jpeg, moving, of_another_kind, png, torn, turned


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_what_a_png_is(mode: str) -> None:
    facts = picture_facts(png(mode))
    assert (facts.kind, facts.width, facts.height, facts.has_place) == ("png", 40, 30, False)


def test_what_a_jpeg_is_as_it_is_shown() -> None:
    assert picture_facts(jpeg("CMYK")).kind == "jpeg"
    assert (picture_facts(turned()).width, picture_facts(turned()).height) == (30, 40)
    assert picture_facts(from_a_phone()).has_place


@pytest.mark.parametrize("others_take_torn_ones", [False, True])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb(), "超过 2400 万个"),
        (torn(), "不完整"),
        (jpeg(size=(300, 300))[:-400], "不完整"),
        (moving(), "会动"),
        (of_another_kind(), "不是 PNG 或 JPEG"),
        (b"", "不是 PNG 或 JPEG"),
    ],
)
def test_what_cannot_be_shown_is_told(
    data: bytes, said: str, others_take_torn_ones: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint has Pillow take torn pictures for whole ones, from the moment it is loaded."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", others_take_torn_ones)
    with pytest.raises(PictureFault) as fault:
        picture_facts(data)
    assert said in fault.value.message
    assert ImageFile.LOAD_TRUNCATED_IMAGES is others_take_torn_ones


WHOLE = (png("P"), png("RGBA"), jpeg(), jpeg("CMYK"), from_a_phone())


@given(data=st.data())
def test_whatever_the_bytes_are_there_is_an_answer(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[at] = data.draw(st.integers(0, 255))
        else:
            del whole[at : at + data.draw(st.integers(1, 40))]
            if not whole:
                break
    try:
        facts = picture_facts(bytes(whole))
    except PictureFault:
        return
    assert facts.width * facts.height <= 24_000_000
