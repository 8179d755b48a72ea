"""Numbers, ranges and days are written without doubt in each language."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from milestones import notation
from milestones.contingency.scales import Level
from milestones.pages.cells import isolated
from milestones.words import LEVEL_WORDS


@pytest.mark.parametrize(
    ("language", "words"), [("en", "5 June 2026"), ("ar", "5 حزيران/يونيو 2026"), ("he", "5 ביוני 2026")]
)
def test_a_day_names_its_month(language: str, words: str) -> None:
    with translation.override(language):
        assert notation.day(dt.date(2026, 6, 5)) == words


@pytest.mark.parametrize(("language", "words"), [("en", "1 to 2.5"), ("ar", "1 إلى 2.5"), ("he", "1 עד 2.5")])
def test_a_range_is_joined_by_a_word_and_one_value_stands_alone(language: str, words: str) -> None:
    with translation.override(language):
        assert notation.range_of("1", "2.5") == words
        assert notation.range_of("3", "3") == "3"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "between “not started” and “started”"), ("ar", "بين «لم يبدأ» و«بدأ»"), ("he", "בין ״טרם החל״ ל״החל״")],
)
def test_a_range_of_levels_stays_one_thing_beside_an_arrow_to_another(language: str, words: str) -> None:
    """Joined as numbers are, “not started → not started to started” said that it went from the one to the other."""
    with translation.override(language):
        assert notation.level_range(0, 1) == words
        assert notation.level_range(2, 2) == str(LEVEL_WORDS[Level.INTERMEDIATE])


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("1234567.5", 0, "1,234,568"),
        ("2.345", 2, "2.35"),
        ("0", 1, "0"),
        ("70.0", 1, "70"),
        ("70.04", 1, "70"),
        ("100", 0, "100"),
        ("-1500", 0, "-1,500"),
    ],
)
def test_numbers_have_thousands_and_are_rounded_half_up(value: str, decimals: int, written: str) -> None:
    assert notation.number(Decimal(value), decimals) == written


@pytest.mark.parametrize(("value", "written"), [("600.00", "600"), ("6E+2", "600"), ("0.250", "0.25"), ("0", "0")])
def test_a_plain_number_has_the_decimals_that_it_has(value: str, written: str) -> None:
    assert notation.plain_number(Decimal(value)) == written


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (Fraction(0), Fraction(0), "0%"),
        (Fraction(100, 3), Fraction(50), "33 to 50%"),
        (Fraction(25, 2), Fraction(25, 2), "13%"),
        (Fraction(1, 5), Fraction(999, 10), "1 to 99%"),
        (Fraction(100), Fraction(100), "100%"),
    ],
)
def test_progress_is_told_in_whole_percent(low: Fraction, high: Fraction, written: str) -> None:
    """What is not all is never 100, and what is something is never 0."""
    with translation.override("en"):
        assert notation.percent_range(low, high) == written


@pytest.mark.parametrize(
    ("amount", "currency", "en", "ar", "he"),
    [
        ("17000000000", "USD", "17 billion US dollars", "17 مليار دولار أمريكي", "17 מיליארד דולר"),
        ("23000000", "USD", "23 million US dollars", "23 مليون دولار أمريكي", "23 מיליון דולר"),
        ("1234567.5", "EUR", "1.2345675 million euros", "1.2345675 مليون يورو", "1.2345675 מיליון אירו"),
        ("-1500", "NOK", "-1,500 NOK", "-1,500 NOK", "-1,500 NOK"),
        ("0", "USD", "0 US dollars", "0 دولار أمريكي", "0 דולר"),
    ],
)
def test_a_sum_is_told_in_words_of_its_size(amount: str, currency: str, en: str, ar: str, he: str) -> None:
    for language, words in (("en", en), ("ar", ar), ("he", he)):
        with translation.override(language):
            assert notation.money(Decimal(amount), currency) == words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (336_000, "336,000"),
        (23_000_000, "23 million"),
        (20_568_000_000, "20.568 billion"),
        (Decimal("2.50"), "3"),
        (2_123_456, "2,123,456"),
        (1_234_567_000, "1,234.567 million"),
    ],
)
def test_a_round_figure_of_millions_is_told_in_words_of_its_size(value: Decimal | int | None, written: str) -> None:
    assert notation.figure(value) == written


def test_an_instant_is_told_in_utc() -> None:
    moment = dt.datetime(2026, 6, 5, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    with translation.override("en"):
        assert notation.instant(moment) == "4 June 2026, 22:30 UTC"


@translation.override("ar")
def test_an_arabic_day_names_the_month_in_both_ways_but_along_a_picture() -> None:
    assert notation.day(dt.date(2026, 11, 26)) == "26 تشرين الثاني/نوفمبر 2026"
    assert notation.short_day(dt.date(2026, 11, 26)) == "26 تشرين الثاني/نوفمبر 2026"
    assert notation.axis_day(dt.date(2026, 11, 26)) == "26 نوفمبر 2026"
    assert notation.axis_month(dt.date(2026, 4, 26)) == "أبريل 2026"


def test_counts_have_their_thousands_wherever_they_stand() -> None:
    told_of = notation.ngettext  # by a name by which no text is collected to be translated
    told = (
        "{% load i18n notation %}{% blocktranslate count count=n|counted %}{{ count }} row{% plural %}{{ count }} rows"
    )
    with translation.override("en"):
        late = told_of("%(days)s day late", "%(days)s days late", 1200, days=1200)
        assert late == "1,200 days late"
        of_all = told_of("%(count)s of %(total)s", "%(count)s of %(total)s", 3, total=2000)
        assert of_all == "3 of 2,000"
        assert "1,200" in isolated(1200)
        assert Template(f"{told}{{% endblocktranslate %}}").render(Context({"n": 1234})) == "1,234 rows"


def test_every_count_in_the_templates_of_pages_is_written_so() -> None:
    plain = [
        (path.name, count)
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        if "admin" not in f"{path.parent.name}{path.name}" and path.parent.parent.name != "admin"
        for count in re.findall(r"\bcount=([\w.|]+)", path.read_text(encoding="utf-8"))
        if not count.endswith("|counted")
    ]
    assert plain == []
