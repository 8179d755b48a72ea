"""What rests on a row is counted and linked, and said before it goes; a gate says what it means."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import Publication
from tests import factories as make
from tests.admin.conftest import in_role, logged_in


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def change_page(row: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk])


def test_what_rests_on_a_source_is_counted_and_linked(superuser: Any, cast: SimpleNamespace) -> None:
    source = cast.clause.source
    for _each in range(2):
        make.make_assessment(cast.first, source=source)
    client = logged_in(superuser)
    page = client.get(change_page(source)).content.decode()
    rows = re.findall(r'<td><a href="([^"]+)">([^<]+)</a></td><td>(\d+)</td>', page)
    counted = {unescape(name): (unescape(address), int(count)) for address, name, count in rows}
    address, count = counted["Assessments (source)"]
    assert count == 2
    assert len(client.get(address).context["cl"].result_list) == 2
    assert counted["Clauses (source)"][1] == 1


@pytest.mark.parametrize("name", ["actor", "indicator"])
def test_an_actor_and_an_indicator_say_it_too(superuser: Any, cast: SimpleNamespace, name: str) -> None:
    assert "what rests on it" in words(logged_in(superuser).get(change_page(getattr(cast, name)))).lower()


def test_what_the_reader_does_not_see_is_not_counted(cast: SimpleNamespace) -> None:
    make.make_observation(cast.indicator, 3, publication=Publication.RESTRICTED)
    page = words(logged_in(in_role("reader")).get(change_page(cast.indicator)))
    assert "Observations (indicator) 1" in page


def test_what_something_rests_on_is_not_deleted_and_the_page_says_what_can_be_done(
    superuser: Any, cast: SimpleNamespace
) -> None:
    page = words(logged_in(superuser).get(reverse("admin:milestones_milestone_delete", args=[cast.first.pk])))
    assert "This stays, for something rests on it" in page
    assert "Withhold it as a draft" in page
    assert "Record that it was given up" in page


def test_a_gate_says_what_it_means(superuser: Any, cast: SimpleNamespace) -> None:
    page = words(logged_in(superuser).get(change_page(cast.gate)))
    assert "Before it may start, this must be so: " in page
