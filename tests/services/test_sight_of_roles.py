"""What a role lets one see: role × where it is held × plan, by rows, by the API and by pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from milestones.models import Milestone, Plan, Publication, Role
from milestones.models.publication import publications_seen_by
from milestones.services.roles import make_roles
from milestones.state import state_for
from tests import factories as make
from tests.api.cast import settle
from tests.api.test_writing import member, token

pytestmark = pytest.mark.django_db

PUBLISHED, RESTRICTED, DRAFT = Publication.PUBLISHED, Publication.RESTRICTED, Publication.DRAFT
SEEN = {
    Role.VIEWER: {PUBLISHED, RESTRICTED},
    Role.CONTRIBUTOR: {PUBLISHED, DRAFT},
    Role.VERIFIER: {PUBLISHED, DRAFT},
    Role.EDITOR: {PUBLISHED, DRAFT},
    Role.PUBLISHER: {PUBLISHED, DRAFT},
    Role.ADMINISTRATOR: {PUBLISHED, RESTRICTED, DRAFT},
}
"""What each role shows of the plan in which it is held; of others only what is published."""


@pytest.fixture
def plans() -> dict[str, Plan]:
    """Two plans, with a milestone of each publication."""
    plans = {}
    for slug in ("here", "there"):
        plan = plans[slug] = make.make_plan(slug)
        for publication in Publication:
            make.make_milestone(plan, f"{slug}-{publication}", publication=publication)
        settle(plan)
        plan.refresh_from_db()
    return plans


def seen_of(user: Any, plan: Plan) -> list[set[str]]:
    """What is seen of the plan's milestones by every way to them, as publications."""
    listed = token(user, "write", "restricted").get(f"/api/v1/milestones/?plan={plan.slug}").json()["results"]
    everywhere = token(user, "write", "restricted").get("/api/v1/milestones/").json()["results"]
    browser = Client()
    browser.force_login(user)
    own = {str(publication) for publication in publications_seen_by(user, plan.pk)}
    preview = browser.get(f"/plans/{plan.slug}/milestones/?preview=1")
    assert preview.status_code == (200 if DRAFT in own else 404)
    page = (preview if DRAFT in own else browser.get(f"/plans/{plan.slug}/milestones/")).content.decode()
    return [
        own,
        set(Milestone.objects.filter(plan=plan).visible_to(user).values_list("publication", flat=True)),
        {row.publication for row in state_for(plan, user).rows(Milestone)},
        {row["publication"] for row in listed},
        {row["publication"] for row in everywhere if row["plan"] == plan.slug},
        {str(publication) for publication in Publication if f"{plan.slug}-{publication}" in page},
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("pillar", [None, "governance"])
def test_a_role_in_a_plan_shows_that_plan_and_no_other(role: Role, pillar: str | None, plans: dict[str, Plan]) -> None:
    user = member(role, plan=plans["here"], pillar=pillar)
    for plan, wanted in ((plans["here"], SEEN[role]), (plans["there"], {PUBLISHED})):
        for told in seen_of(user, plan):
            assert told == {str(word) for word in wanted}, plan.slug


@pytest.mark.parametrize("role", Role)
def test_a_role_held_everywhere_shows_every_plan(role: Role, plans: dict[str, Plan]) -> None:
    by_group = make.make_user()
    make_roles()
    by_group.groups.add(Group.objects.get(name=role.value))
    for user in (member(role), by_group):
        for plan in plans.values():
            for told in seen_of(type(user).objects.get(pk=user.pk), plan):
                assert told == {str(word) for word in SEEN[role]}, plan.slug


def test_two_roles_show_what_either_does(plans: dict[str, Plan]) -> None:
    user = member("viewer", plan=plans["here"])
    user.memberships.create(role="contributor", plan=plans["there"])
    user.memberships.create(role="contributor", plan=plans["here"])
    for plan, wanted in ((plans["here"], set(Publication)), (plans["there"], {PUBLISHED, DRAFT})):
        for told in seen_of(user, plan):
            assert told == {str(word) for word in wanted}, plan.slug


def test_an_answer_that_is_held_is_of_what_is_seen(plans: dict[str, Plan]) -> None:
    """Two readers who see other things of the plans asked about have no tag in common."""
    tags = {
        token(user, "write", "restricted").get("/api/v1/milestones/")["ETag"]
        for user in (make.make_user(), member("viewer", plan=plans["here"]), member("viewer", plan=plans["there"]))
    }
    assert len(tags) == 3
