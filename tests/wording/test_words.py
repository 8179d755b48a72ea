"""The table of words: whole, told alike in the glossary, and shown at the address that each status word leads to."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from milestones.contingency.scales import Grade, Level, Status, Truth
from milestones.models import choices
from milestones.pages.plan import strip
from milestones.words import GRADES, KINDS, LEVELS, STANCES, STATUSES, TABLE, TIERS, TRUTHS

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "glossary.md"
GLYPHS = Path(settings.BASE_DIR) / "templates" / "milestones" / "glyphs.html"
MARKS = [mark for _heading, marks in TABLE for mark in marks]
LANGUAGES = ("en", "ar", "he")


def told_in_glossary() -> list[tuple[str, ...]]:
    """The rows of the glossary's last table: value, English, Arabic, Hebrew."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \| (.+?) \|$", GLOSSARY.read_text(), re.MULTILINE)
    assert rows
    return rows


def test_the_glossary_tells_the_same_words_in_three_languages() -> None:
    told = []
    for mark in MARKS:
        words = []
        for language in LANGUAGES:
            with translation.override(language):
                words.append(str(mark.word))
        told.append((mark.slug, *words))
    assert told_in_glossary() == told


@pytest.mark.parametrize(
    ("marks", "values"),
    [
        (STATUSES, [status.value for status in Status]),
        (TRUTHS, [truth.value for truth in Truth]),
        (LEVELS, [level.slug for level in Level]),
        (GRADES, [grade.slug for grade in Grade]),
        (KINDS, choices.MilestoneKind.values),
        (STANCES, dict(choices.STANCES)),
        (TIERS, dict(choices.TIERS)),
    ],
)
def test_every_value_of_a_scale_has_its_word(marks, values) -> None:
    assert sorted(mark.slug for mark in marks) == sorted(values)


def test_a_value_stands_in_the_table_once() -> None:
    slugs = [mark.slug for mark in MARKS]
    assert len(slugs) == len(set(slugs))


def test_every_status_and_truth_has_a_glyph() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', GLYPHS.read_text()))
    assert {mark.glyph for mark in (*STATUSES, *TRUTHS)} <= drawn


def test_no_status_is_named_by_a_word_of_this_conflict() -> None:
    named = " ".join(str(mark.word) for mark in STATUSES)
    assert not re.search(r"held|releas|clear|settl|withdr", named)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_words_shows_each_with_its_meaning_and_value(language: str) -> None:
    page = Client().get("/words/", {"lang": language}).content.decode()
    with translation.override(language):
        for mark in MARKS:
            assert f'<div id="{mark.slug}">' in page
            assert f"{mark.meaning} <code" in page.replace("&#x27;", "'"), mark.slug
            assert f">{mark.slug}</code>" in page


@pytest.mark.django_db
def test_the_page_of_words_shows_the_squares_with_the_statuses_of_each() -> None:
    page = html.unescape(Client().get("/words/", {"lang": "en"}).content.decode()).split('<h2 id="squares">')[1]
    told = dict(re.findall(r'<use href="#strip-(\w+)" /></svg> (.*?)</dt>', page))
    assert told == {kind: str(words) for kind, words in strip.KINDS.items()}
    assert set(re.findall(r'<a href="#(\w+)">', page)) >= {status.value for status in Status}
