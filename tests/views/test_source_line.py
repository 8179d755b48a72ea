"""A source's title is in the document's language, unless the plan tells it in the reader's."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from milestones.selectors.records import source_note
from tests.factories import make_plan, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def line(**titles: str) -> str:
    """The line of an English document, on an Arabic page."""
    source = make_source(make_plan(), url="https://example.org/story", language="en", **titles)
    with translation.override("ar"):
        return render_to_string("pages/source_line.html", {"source": source_note(source), "language": "ar"})


def test_a_title_as_published_says_the_documents_language() -> None:
    said = line(title_en="Talks go on")
    assert 'hreflang="en"><bdi lang="en" dir="ltr">Talks go on</bdi>' in said


def test_a_title_told_in_the_readers_language_does_not() -> None:
    said = line(title_en="[Report on talks]", title_ar="[تقرير عن المحادثات]")
    assert 'hreflang="en"><bdi dir="rtl">[تقرير عن المحادثات]</bdi>' in said
