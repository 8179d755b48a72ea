"""Pages where a plan's days lie at the calendar's ends, or past them."""

from typing import Any

import pytest
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FAR: dict[str, Any] = {
    "format": "peace-plan/1",
    "plan": {"slug": "far", "name": "Far"},
    "sources": [{"slug": "s", "title": "S"}],
    "pillars": [{"slug": "governance", "name": "Governance"}],
    "milestones": [
        {
            "slug": "founded",
            "name": "Founded",
            "pillar": "governance",
            "due": {"days": 2**31 - 1, "after": "founded", "reaches": "minimum"},
            "assessments": [{"date": "0001-01-02", "level": "minimum", "verification": "verified", "source": "s"}],
        },
        {
            "slug": "ended",
            "name": "Ended",
            "pillar": "governance",
            "planned_start": "0001-01-01",
            "due": "9999-12-31",
            "gates": [
                {
                    "before": "start",
                    "conditions": [{"milestone": "founded", "reaches": "minimum", "for_days": 2**31 - 1}],
                }
            ],
        },
        {
            "slug": "follows",
            "name": "Follows",
            "pillar": "governance",
            "planned_start": {"days": 2**31 - 1, "after": "founded", "reaches": "minimum"},
        },
    ],
}


@pytest.mark.parametrize(
    "address",
    [
        "/plans/far/",
        "/plans/far/?on=0001-01-02",
        "/plans/far/?on=9999-12-31",
        "/plans/far/milestones/founded/",
        "/plans/far/milestones/founded/?on=0001-01-02",
        "/plans/far/milestones/ended/",
        "/plans/far/milestones/ended/?on=9999-12-31",
        "/plans/far/milestones/follows/",
        "/plans/far/pillars/governance/",
        "/api/v1/plans/far/evaluation/?on=9999-12-31",
        "/api/v1/milestones/far/ended/explanation/?on=0001-01-01",
        "/api/v1/milestones/?plan=far&ordering=-due",
    ],
)
def test_a_page_is_shown_where_days_lie_past_the_calendar(client: Client, address: str) -> None:
    load_document(parse(FAR).document)
    assert client.get(address).status_code == 200
