"""The shipped plans' Arabic as the United Nations prints it: months under both names, and Arabic quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def arabic(value: Any) -> Iterator[str]:
    """Every text below that stands under `ar`."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key == "ar":
                yield below
            else:
                yield from arabic(below)
    elif isinstance(value, list):
        for below in value:
            yield from arabic(below)


TEXTS = {path.stem: list(arabic(yaml.safe_load(path.read_text(encoding="utf-8")))) for path in PLANS}


@pytest.mark.parametrize("plan", TEXTS)
def test_an_arabic_month_stands_under_both_its_names(plan):
    assert any(BOTH.search(text) for text in TEXTS[plan])
    assert not [text for text in TEXTS[plan] if EITHER.search(BOTH.sub("", text))]


@pytest.mark.parametrize("plan", TEXTS)
def test_arabic_texts_have_arabic_marks(plan):
    assert not [text for text in TEXTS[plan] if re.search(r'"|[,;?](?!\d)', text)]
