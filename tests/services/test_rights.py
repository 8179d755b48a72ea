"""Role × kind × action × pillar: what is listed here is allowed, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from milestones.contingency.scales import Grade
from milestones.models import Membership, Role
from milestones.services.rights import VERIFY, is_allowed, place_of
from milestones.services.roles import make_roles
from tests import factories as make

pytestmark = pytest.mark.django_db

RECORDS, STRUCTURE = ("assessment", "observation", "position"), ("milestone", "indicator", "gate")
ALLOWED: dict[str, set[tuple[str, str]]] = {
    "viewer": set(),
    "contributor": {*((name, "add") for name in RECORDS), ("source", "add"),
                    *((name, "retract own") for name in RECORDS)},
    "verifier": {*((name, action) for name in RECORDS
                   for action in ("add", "retract", "retract own", "verify")), ("source", "add")},
    "editor": {*((name, action) for name in STRUCTURE for action in ("add", "change")),
               ("source", "add"), ("source", "change"), ("plan", "change")},
    "publisher": {(name, "publish") for name in (*RECORDS, "milestone", "indicator", "source", "plan")},
}  # fmt: skip
ALLOWED["administrator"] = {
    *set.union(*ALLOWED.values()),
    *((name, "add published") for name in (*RECORDS, "milestone", "indicator", "source")),
}
PLAN_WIDE = ("source", "plan")


def rows_of(plan: Any, pillar: str, user: Any) -> dict[tuple[str, str], Any]:
    """Rows of a pillar by kind and action, as each is asked for."""
    milestone = make.make_milestone(plan, pillar=pillar, publication="draft")
    indicator = make.make_indicator(plan, pillar=pillar, publication="draft")
    made = {
        "assessment": make.make_assessment, "observation": make.make_observation,
    }  # fmt: skip
    about = {"assessment": milestone, "observation": indicator}
    rows: dict[tuple[str, str], Any] = {}
    for name in RECORDS:
        if name == "position":

            def record(**fields: Any) -> Any:
                return make.make_position(make.make_actor(plan), milestone=milestone, **fields)
        else:

            def record(name: str = name, **fields: Any) -> Any:
                return made[name](about[name], **fields)

        drafted = {"publication": "draft"} | ({} if name == "position" else {"verification": Grade.REPORTED})
        rows[name, "publish"] = rows[name, "retract"] = record(**drafted)
        rows[name, "retract own"] = record(**drafted, entered_by=user)
        rows[name, "add"] = type(rows[name, "retract"])(**plain(rows[name, "retract"]))
        rows[name, "add published"] = type(rows[name, "add"])(**plain(rows[name, "add"]) | {"publication": "published"})
        if name != "position":
            rows[name, "verify"], rows[name, "verify own"] = rows[name, "retract"], rows[name, "retract own"]
            verified = plain(rows[name, "add"]) | {"verification": Grade.VERIFIED.value}
            rows[name, "add verified"] = type(rows[name, "add"])(**verified)
    source = make.make_source(plan, publication="draft")
    for name, row in (("milestone", milestone), ("indicator", indicator), ("source", source), ("plan", plan),
                      ("gate", make.make_gate(milestone))):  # fmt: skip
        rows |= {(name, action): row for action in ("add", "change", "delete")}
        if name != "gate":
            rows[name, "publish"] = row
        if name not in ("plan", "gate"):
            rows[name, "add published"] = type(row)(**plain(row) | {"publication": "published"})
    return rows


def plain(row: Any) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields if column.name != "id"}


def asked(user: Any, rows: dict[tuple[str, str], Any]) -> set[tuple[str, str]]:
    return {
        (name, action) for (name, action), row in rows.items()
        if is_allowed(user, action.partition(" ")[0], row, changed=("note",) if action == "change" else ())
    }  # fmt: skip


@pytest.fixture
def plan() -> Any:
    return make.make_plan(publication="draft")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_is_listed_for_it_where_it_is_held(role: Role, plan: Any) -> None:
    user = make.make_user()
    Membership.objects.create(user=user, role=role, plan=plan, pillar=plan.pillars.get(slug="governance"))
    listed = {pair for pair in ALLOWED[role] if pair != ("position", "verify")}
    in_pillar = {pair for pair in listed if pair[0] not in PLAN_WIDE}
    assert asked(user, rows_of(plan, "governance", user)) == in_pillar
    elsewhere = asked(user, rows_of(plan, "reconstruction", user))
    assert elsewhere == set()
    other = make.make_plan("other", publication="draft")
    assert asked(user, rows_of(other, "governance", user)) == set()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("way", ["membership", "everywhere", "group"])
def test_a_role_in_a_plan_is_held_in_every_pillar_and_for_what_is_of_none(role: Role, way: str, plan: Any) -> None:
    user = make.make_user()
    if way == "group":
        make_roles()
        user.groups.add(Group.objects.get(name=role.value))
    else:
        Membership.objects.create(user=user, role=role, plan=plan if way == "membership" else None)
    listed = {pair for pair in ALLOWED[role] if pair != ("position", "verify")}
    assert asked(user, rows_of(plan, "reconstruction", user)) == listed


def test_what_is_seen_follows_from_the_role(plan: Any) -> None:
    for role in Role:
        user = make.make_user()
        Membership.objects.create(user=user, role=role, plan=plan)
        assert user.has_perm("milestones.view_restricted") == (role in ("viewer", "administrator"))
        assert user.has_perm("milestones.view_draft") == (role != "viewer")
    closed = make.make_user(is_active=False)
    Membership.objects.create(user=closed, role="administrator")
    assert not closed.has_perm("milestones.view_draft")
    assert not any(asked(user, rows_of(plan, "governance", user)) for user in (closed, make.make_user()))


def test_nobody_verifies_what_he_entered(plan: Any) -> None:
    user = make.make_user()
    Membership.objects.create(user=user, role="verifier", plan=plan)
    milestone = make.make_milestone(plan)
    own, others = make.make_assessment(milestone, entered_by=user), make.make_assessment(milestone)
    assert not user.has_perm(VERIFY, place_of(own))
    assert user.has_perm(VERIFY, place_of(others))
