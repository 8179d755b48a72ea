"""No sentinel of a hidden row is told on any surface, to the public or to any role; and no published one vanishes."""

import os
import re
from itertools import islice
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from prometheus_client import generate_latest

from milestones.kinds import ValueType
from milestones.management.commands.serve_metrics import Stored
from milestones.models import Milestone, Plan, RecomputeMark, Role
from tests.admin.conftest import in_role, logged_in
from tests.leaks.sentinels import DRAFT, EMBARGOED, HIDINGS, PUBLISHED, RESTRICTED, Hiding
from tests.leaks.surfaces import BEGIN, read, surfaces
from tests.leaks.test_look_ups import page
from tests.leaks.world import KINDS, World

PAGES_OF_STATE = ("/readyz", "/plans/accord/", "/api/v1/plans/accord/", "/api/v1/plans/accord/changes/", "/admin/")
"""What tells of edits that wait."""
WRITERS = (Role.CONTRIBUTOR, Role.VERIFIER, Role.EDITOR, Role.PUBLISHER)
ROLES: dict[str, tuple[Hiding, ...]] = {
    "reader": HIDINGS, Role.VIEWER: (DRAFT,), **dict.fromkeys(WRITERS, (RESTRICTED, EMBARGOED))
}  # fmt: skip
"""What each may not see; that every role is asked everything is the long form (`dev.py soak`)."""
IN_ADMIN = ROLES if "SOAK" in os.environ else {"reader": HIDINGS}
SITE_WIDE = (ROLES if "SOAK" in os.environ else {}) | {"public": HIDINGS}

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def look(
    client: Client, hidden: tuple[Hiding, ...], *begin: str, within: str = "/", most: int | None = None, pages: Any = ()
) -> int:
    """How many addresses were read, none of which tells what is hidden; what pages tell is added to those given."""
    pattern, count = re.compile("|".join(hiding.pattern() for hiding in hidden)), 0
    for address, status, text in islice(surfaces(client, *begin, within=within), most):
        assert status < 500, address
        told = pattern.search(text)
        assert told is None, (address, text[max(0, told.start() - 200) : told.end() + 100])
        if isinstance(pages, list) and not address.startswith(("/api/", "/ledger/", "/admin/")):
            pages.append(text)
        count += 1
    return count


def addresses() -> tuple[str, ...]:
    """Where somebody begins: the site's own, and every list of the API."""
    lists = Client().get("/api/v1/").json()["addresses"].values()
    return (*BEGIN, *(address.removeprefix("http://testserver") for address in lists))


@pytest.mark.parametrize("role", SITE_WIDE)
def test_nothing_hidden_is_told_by_pages_feeds_files_and_the_api(world: World, role: str) -> None:
    client = Client() if role == "public" else logged_in(in_role(role))
    pages: list[str] = []
    assert look(client, SITE_WIDE[role], *addresses(), pages=pages) > 300
    # A slug, and the case that joins reports of one incident, are for programs.
    texts = {
        word: place for word, place in words_of(world, PUBLISHED).items() if not place.endswith((".slug", ".case"))
    }
    assert len(texts) > 50
    assert {word: place for word, place in texts.items() if word not in " ".join(pages)} == {}


@pytest.mark.parametrize(("number", "role"), [*enumerate(ROLES)])
def test_each_role_is_told_nothing_hidden_by_its_share_of_the_addresses(world: World, number: int, role: str) -> None:
    begin = [*addresses(), *(page(model) for model in world.hidden[PUBLISHED] if model in admin.site._registry)]
    assert look(logged_in(in_role(role)), ROLES[role], *begin[number :: len(ROLES)], most=25) == 25


def test_the_ledger_tells_of_what_is_hidden_that_it_is_there_and_the_metrics_not_even_that(world: World) -> None:
    revisions = range(1, Plan.objects.get(pk=world.plan.pk).revision + 1)
    proofs = [f"/ledger/entries/accord/{number}" for number in revisions]
    assert look(Client(), HIDINGS, *proofs, within="/ledger/") >= len(proofs)
    assert '"withheld"' in "".join(read(Client(), address)[1] for address in proofs)
    root = logged_in(in_role(Role.ADMINISTRATOR))
    for hiding in HIDINGS:  # is asked for and found, and waits to be taken up
        told_of = world.told_of(hiding)
        told_of.save()
        places = [f"/admin/{told_of._meta.app_label}/{told_of._meta.model_name}/{told_of.pk}/change/"]
        if isinstance(told_of, Milestone):
            places += [f"/plans/accord/milestones/{told_of.slug}/", f"/api/v1/milestones/accord/{told_of.slug}/"]
            world.hidden[hiding][Plan].save()
        assert [root.get(place).status_code for place in places] == [200] * len(places)
    told = generate_latest().decode() + repr(Stored()._figures())
    assert "tracker_request_seconds" in told
    assert re.search("|".join(hiding.pattern() for hiding in HIDINGS), told) is None


def test_what_is_beside_the_hidden_and_waits_to_be_taken_up_is_told_to_who_sees_everything_alone(world: World) -> None:
    root = logged_in(in_role(Role.ADMINISTRATOR))
    for hiding in HIDINGS:
        world.told_of(hiding).save()
        for model, row in world.beside[hiding].items():
            if model in admin.site._registry:
                told = read(root, page(model))[1] + read(root, f"{page(model)}{row.pk}/change/")[1]
                assert re.search(hiding.pattern(), told), model
    begin = [page(model) for model in (*world.beside[DRAFT], RecomputeMark) if model in admin.site._registry]
    assert len(begin) >= 3
    for client, most in ((logged_in(in_role("reader")), 20), (Client(), 20)):
        assert look(client, HIDINGS, *begin, *PAGES_OF_STATE, most=most) == most


@pytest.mark.parametrize("role", IN_ADMIN)
def test_nothing_hidden_is_told_by_the_admin(world: World, role: str) -> None:
    assert look(logged_in(in_role(role)), IN_ADMIN[role], "/admin/", within="/admin/") > 150


def words_of(world: World, hiding: Hiding) -> dict[str, str]:
    """The sentinels in slugs and texts of the rows that are marked so, with where each stands."""
    values = [
        (getattr(row, f"{field.name}_en" if field.is_translated else field.name), f"{model.__name__}.{field.name}")
        for model, row in world.hidden[hiding].items()
        if model in KINDS
        for field in KINDS[model].fields
        if field.value_type in (ValueType.TEXT, ValueType.SLUG)
    ]
    return {value: place for value, place in values if re.fullmatch(rf"z{hiding.letter}\d{{4}}x", value or "")}


def test_what_is_published_is_told_and_what_is_hidden_is_there_to_be_found(world: World) -> None:
    """Each sentinel that the others look for is told to who sees everything; and the public misses none of its own."""
    lists = Client().get("/api/v1/").json()["addresses"].values()
    public, root = Client(), logged_in(in_role(Role.ADMINISTRATOR))
    asked = [f"{address}?limit=1000" for address in lists]
    for hiding in (PUBLISHED, *HIDINGS[:2]):  # what a milestone is described as, its own page tells
        asked.append(f"/api/v1/milestones/accord/{world.hidden[hiding][Milestone].slug}/")
    told = {client: " ".join(read(client, address)[1] for address in asked) for client in (public, root)}
    for client, hiding in ((public, PUBLISHED), (root, PUBLISHED), *((root, hiding) for hiding in HIDINGS)):
        words = words_of(world, hiding)
        assert len(words) > (5 if hiding is EMBARGOED else 80)
        assert {word: place for word, place in words.items() if word not in told[client]} == {}, hiding.name
