"""A name in another script keeps its direction, and says its language, wherever it stands."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from milestones.contingency.scales import Level
from milestones.kinds.rules import Breach
from milestones.lettering import in_own_direction, kept_apart, language_of
from milestones.models import Assessment, Gate, Milestone, Waiver
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The White House", "en"),
        ("قوة ISF الدولية", "ar"),
        ("ISF تنتشر", "ar"),
        ("כוח ה־ISF", "he"),
        ("2026-06-20", ""),
    ],
)
def test_a_text_is_in_the_language_of_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@translation.override("ar")
def test_a_text_says_its_language_where_it_is_not_the_pages() -> None:
    assert in_own_direction("Reuters") == '<bdi lang="en" dir="ltr">Reuters</bdi>'
    assert in_own_direction("Le Monde", "fr") == '<bdi lang="fr" dir="ltr">Le Monde</bdi>'
    assert in_own_direction("<וואלה>") == '<bdi lang="he" dir="rtl">&lt;וואלה&gt;</bdi>'


@translation.override("ar")
def test_a_text_that_begins_with_a_foreign_name_runs_its_own_way() -> None:
    """First-strong isolation would take it for English."""
    assert in_own_direction("ISF تنتشر") == '<bdi dir="rtl">ISF تنتشر</bdi>'
    assert kept_apart("ISF تنتشر") == "\u2067ISF تنتشر\u2069"
    assert kept_apart("Board of Peace") == "\u2066Board of Peace\u2069"
    assert kept_apart("2026") == "\u20682026\u2069"


@pytest.mark.django_db
def test_a_name_in_the_windows_title_stands_apart(client: Client) -> None:
    make.make_plan("accord", name_en="Accord (II)")
    body = client.get("/plans/accord/milestones/?lang=ar").content.decode()
    assert re.search("<title>[^<]* ⁦Accord \\(II\\)⁩</title>", body)
    body = client.get("/plans/accord/milestones/?lang=en").content.decode()
    assert re.search("<title>[^<]* Accord \\(II\\)</title>", body)


HANDED = Milestone(slug="handover", name_en="Handover of sector 7 (north)")


@pytest.mark.parametrize(
    "row",
    [
        Assessment(milestone=HANDED, level=Level.COMPLETE, date=date(2026, 3, 2)),
        Waiver(gate=Gate(milestone=HANDED, before="start"), date=date(2026, 3, 2)),
    ],
)
def test_what_a_record_is_called_keeps_the_names_in_it_apart(row: Assessment | Waiver) -> None:
    """The bracket and the day would else stand on the wrong side of a Latin name."""
    assert "\u2066" not in str(row)
    with translation.override("he"):
        assert "\u2066Handover of sector 7 (north)\u2069" in str(row)
        fault = Breach((), "stays", "“%(name)s” (%(count)d)", {"name": "Sector 7", "count": 3})
        assert fault.message == "“\u2066Sector 7\u2069” (3)"
