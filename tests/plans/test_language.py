"""The shipped plans' texts as each language prints them: its quotation marks, and in Arabic months under both names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.messages import STRANGE_MARKS

PLANS = sorted((Path(__file__).resolve().parents[2] / "plans").glob("*.yaml"))
# The Levantine name first, as in "أيلول/سبتمبر".
MONTHS = {
    "كانون الثاني": "يناير",
    "شباط": "فبراير",
    "آذار": "مارس",
    "نيسان": "أبريل",
    "أيار": "مايو",
    "حزيران": "يونيو",
    "تموز": "يوليو",
    "آب": "أغسطس",
    "أيلول": "سبتمبر",
    "تشرين الأول": "أكتوبر",
    "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر",
}
LETTERS_BEFORE = r"(?<!\w)[وبلف]?"
BOTH = re.compile("|".join(f"{LETTERS_BEFORE}{first}/{second}" for first, second in MONTHS.items()))
EITHER = re.compile("|".join(rf"{LETTERS_BEFORE}{name}(?!\w)" for name in (*MONTHS, *MONTHS.values())))


def texts(value: Any, language: str, *, standing: bool = False) -> Iterator[str]:
    """Every text in the language; `standing` leaves out what retracted records say, but not why they were retracted."""
    if isinstance(value, dict):
        kept = {"retracted": value["retracted"]} if standing and "retracted" in value else value
        for key, below in kept.items():
            if key == language:
                yield below
            else:
                yield from texts(below, language, standing=standing)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below, language, standing=standing)


@pytest.fixture(params=PLANS, ids=lambda path: path.stem, scope="module")
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return yaml.safe_load(request.param.read_text(encoding="utf-8"))


def test_an_arabic_month_stands_under_both_its_names(document: dict[str, Any]) -> None:
    arabic = list(texts(document, "ar"))
    assert any(BOTH.search(text) for text in arabic)
    assert not [text for text in arabic if EITHER.search(BOTH.sub("", text))]


@pytest.mark.parametrize("language", STRANGE_MARKS)
def test_a_text_has_the_marks_of_its_language(document: dict[str, Any], language: str) -> None:
    # A retracted record stays as it was; the Arabic ones were written by this rule.
    told = texts(document, language, standing=language != "ar")
    assert not [text for text in told if STRANGE_MARKS[language].search(text)]
