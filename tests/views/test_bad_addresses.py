"""An address with a value that cannot be read is refused on every page, and nothing of it is kept."""

import re

import pytest
from django.test import Client

from milestones.state.keeping import keeper
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGES = (
    "/",
    "/plans/",
    "/words/",
    "/method/",
    "/plans/accord/",
    "/plans/accord/milestones/vote/",
    "/plans/accord/pillars/governance/",
    "/plans/accord/changes/",
    "/plans/accord/corrections/",
    "/plans/accord/reconstruction/needs/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("name", "value"), [("on", "x"), ("known_at", "2026-03-08"), ("lang", "tlh")])
def test_a_value_that_cannot_be_read_is_named_and_not_kept(address: str, name: str, value: str) -> None:
    make.make_milestone(make.make_plan(), "vote")
    make.make_plan("treaty")
    keeper.clear()
    response = Client().get(address, {name: value, "foo": "1"})
    body = response.content.decode()
    assert response.status_code == 400
    assert f'>{name}</code> has the value <code dir="ltr">{value}</code>' in body
    assert "ETag" not in response.headers
    assert 'rel="canonical"' not in body
    kept = re.sub(r'<nav class="language-switch".*?</nav>', "", body, flags=re.S)
    assert f"{name}={value}" not in kept
    assert f'href="{address}?foo=1"' in kept


@pytest.mark.parametrize("address", ["/plans/", "/words/", "/method/"])
def test_a_page_outside_the_plans_carries_the_day_into_them(address: str) -> None:
    make.make_milestone(make.make_plan(), "vote")
    make.make_plan("treaty")
    body = Client().get(address, {"on": "2026-03-02", "reading": "text"}).content.decode()
    assert 'href="/plans/treaty/?on=2026-03-02"' in body
    assert len(set(re.findall(r'href="/plans/accord/(?:milestones/vote/)?(\?[^"#]*)?"', body))) == 1
