"""No sentinel of a hidden row is told on any surface, to the public or to any role; and no published one vanishes."""

import os
import re

import pytest
from django.test import Client

from milestones.kinds import ValueType
from milestones.models import Milestone, Role
from tests.admin.conftest import in_role, logged_in
from tests.leaks.sentinels import DRAFT, EMBARGOED, HIDINGS, PUBLISHED, RESTRICTED, Hiding
from tests.leaks.surfaces import BEGIN, read, surfaces
from tests.leaks.world import KINDS, World

IN_ADMIN: dict[str, tuple[Hiding, ...]] = {"reader": HIDINGS}
"""What each may not see; that every role is asked, pages and API too, is the long form (`dev.py soak`)."""
if "SOAK" in os.environ:
    writers = (Role.CONTRIBUTOR, Role.VERIFIER, Role.EDITOR, Role.PUBLISHER)
    IN_ADMIN |= {Role.VIEWER: (DRAFT,), **dict.fromkeys(writers, (RESTRICTED, EMBARGOED))}
SITE_WIDE = {role: hidden for role, hidden in IN_ADMIN.items() if "SOAK" in os.environ} | {"public": HIDINGS}

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def look(client: Client, hidden: tuple[Hiding, ...], *begin: str, within: str = "/") -> int:
    """How many addresses were read, none of which tells what is hidden."""
    pattern, count = re.compile("|".join(hiding.pattern() for hiding in hidden)), 0
    for address, status, text in surfaces(client, *begin, within=within):
        assert status < 500, address
        told = pattern.search(text)
        assert told is None, (address, text[max(0, told.start() - 200) : told.end() + 100])
        count += 1
    return count


@pytest.mark.parametrize("role", SITE_WIDE)
def test_nothing_hidden_is_told_by_pages_feeds_files_and_the_api(world: World, role: str) -> None:
    client = Client() if role == "public" else logged_in(in_role(role))
    lists = Client().get("/api/v1/").json()["addresses"].values()
    begin = (*BEGIN, *(address.removeprefix("http://testserver") for address in lists))
    assert look(client, SITE_WIDE[role], *begin) > 300


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
