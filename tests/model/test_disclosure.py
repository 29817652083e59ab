"""What a project is called and known by."""

from __future__ import annotations

import pytest

from generator.model.disclosure import Project
from generator.model.words import Words


@pytest.mark.parametrize(
    ("typed", "code"), [("123", "123"), ("", ""), ("/", ""), ("／", ""), ("—", ""), ("——", "")]
)
def test_a_code_that_does_not_apply_tells_no_project_from_another(typed: str, code: str) -> None:
    assert Project(Words("抽检"), "项目", "001", Words(typed)).own_code == code


def test_a_project_without_a_name_is_called_something() -> None:
    assert Project(Words("抽检"), "项目", "001").label == "抽检"
    assert Project(Words(), "项目", "001").label == "未命名的项目"
