"""Who asks for what is hidden is answered as one who asks for what is not there: by every filter, order and search."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from milestones.api.filters import Filter
from milestones.models import AppendOnly, Plan
from milestones.models.publication import Bounded
from tests.admin.conftest import in_role, logged_in
from tests.leaks.sentinels import DRAFT, HIDINGS, PUBLISHED
from tests.leaks.surfaces import read
from tests.leaks.world import World, keys_to_what_may_be_hidden

NOBODY = "987654321"
"""A key that no row has."""

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def lists() -> list[str]:
    addresses = Client().get("/api/v1/").json()["addresses"].values()
    return [address for address in addresses if hasattr(resolve_view(address), "orderings")]


def resolve_view(address: str) -> Any:
    return resolve(address.removeprefix("http://testserver")).func.view_class  # type: ignore[attr-defined]


def asked_by(filter_: Filter, world: World) -> Iterator[tuple[str, str]]:
    """What a filter may be asked: what a hidden row has, and what none has."""
    hidden = world.hidden[DRAFT]
    if filter_.named in hidden:
        yield hidden[filter_.named].slug, "zz0000x"
    elif not filter_.repeats:
        form = filter_.schema
        if form.get("type") == "integer":
            yield from (
                (str(row.pk), NOBODY) for model, row in hidden.items() if model._meta.model_name in filter_.column
            )
        elif form.get("format") == "decimal":
            yield str(DRAFT.number()), "8351099"
        elif "format" not in form and form.get("type") == "string":
            yield DRAFT.word(), "zz0000x"


def test_the_api_knows_the_hidden_as_little_as_the_missing(world: World) -> None:
    client, tried = Client(), 0
    for address in lists():
        for name, filter_ in resolve_view(address).filters.items():
            for hidden, missing in asked_by(filter_, world):
                of_hidden, of_missing = (read(client, f"{address}?{name}={value}") for value in (hidden, missing))
                assert without(of_hidden, hidden) == without(of_missing, missing), (address, name)
                tried += 1
    assert tried > 100


def without(answer: tuple[int, str], value: str) -> tuple[int, str]:
    """The answer but for what was asked, and for its tag, which is of the address."""
    return answer[0], re.sub(rf"ETag: \S+|(?<=[=“]){value}\b", "", answer[1])


def test_no_order_and_no_search_of_the_api_tells_of_the_hidden(world: World) -> None:
    pattern = re.compile("|".join(hiding.pattern() for hiding in HIDINGS))
    for address in lists():
        view = resolve_view(address)
        queries = [f"ordering={word}" for word in view.orderings] + (["search=zd"] if view.searched else [])
        for query in queries:
            assert pattern.search(read(Client(), f"{address}?{query}")[1]) is None, (address, query)


def test_no_slip_in_a_hidden_name_is_put_right_for_who_may_not_see_it(world: World) -> None:
    pattern, tried = re.compile("|".join(hiding.pattern() for hiding in HIDINGS)), 0
    for model, row in world.hidden[DRAFT].items():
        if getattr(row, "slug", ""):
            for address in where(model, f"{row.slug[:-1]}y"):
                assert pattern.search(read(Client(), address)[1]) is None, address
                tried += 1
    assert tried > 50


def where(model: Any, slug: str) -> Iterator[str]:
    """Where the model's row of that slug would be, in pages and in the API, and how lists are asked for what it has."""
    if model is Plan:
        yield from (f"/plans/{slug}/", f"/api/v1/plans/{slug}/")
    for name in (f"{model._meta.model_name}-page", f"api:{model._meta.verbose_name_plural}-one"):
        with suppress(NoReverseMatch):
            yield reverse(name, args=["accord", slug])
    for address in lists():
        filters = resolve_view(address).filters
        yield from (f"{address}?{name}={slug}" for name in filters if filters[name].named is model)


def page(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def rows_shown(client: Client, address: str, query: dict[str, str]) -> Any:
    """The keys of the rows of a list as they stand, or the status of what is no list."""
    answer = client.get(address, query)
    return [row.pk for row in answer.context["cl"].result_list] if answer.status_code == 200 else answer.status_code


def test_the_admin_finds_no_row_by_what_is_hidden_behind_its_keys(world: World) -> None:
    reader, analyst, tried = logged_in(in_role("reader")), logged_in(in_role("administrator")), 0
    for model in world.hidden[PUBLISHED]:
        for key in () if issubclass(model, AppendOnly) or model not in admin.site._registry else keys_of(model):
            hidden = str(world.hidden[DRAFT][key.related_model].pk)
            for look_up in (f"{key.name}__id__exact", key.name, f"{key.name}__exact", f"{key.name}__in"):
                asked = [{look_up: value} for value in (hidden, NOBODY)]
                assert rows_shown(reader, page(model), asked[0]) == rows_shown(reader, page(model), asked[1]), asked
            assert rows_shown(analyst, page(model), {f"{key.name}__id__exact": hidden}), (model, key.name)
            assert rows_shown(reader, page(model), {f"{key.name}__isnull": "True"}) == 302
            tried += 1
    assert tried >= 12


def keys_of(model: type[Bounded]) -> list[Any]:
    return [
        key
        for key in keys_to_what_may_be_hidden(model)
        if key.name not in ("milestone", "indicator") or model.has_publication()
    ]


def test_no_search_order_or_choice_of_the_admin_tells_of_the_hidden(world: World) -> None:
    reader = logged_in(in_role("reader"))
    for model in world.hidden[PUBLISHED]:
        if model in admin.site._registry:
            shown = rows_shown(reader, page(model), {})
            assert rows_shown(reader, page(model), {"q": "zd"}) in ([], shown)  # some lists are not searched
            for column, key in enumerate(admin.site._registry[model].list_display, start=1):
                if any(key == beside.name for beside in keys_to_what_may_be_hidden(model)):
                    ordered = rows_shown(reader, page(model), {"o": str(column)})
                    assert ordered in (shown, sorted(shown, reverse=True)), (model, key)
        for key in (key for key in model._meta.concrete_fields if key.is_relation and model in admin.site._registry):
            named = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": key.name}
            answer = reader.get(reverse("admin:autocomplete"), named | {"term": "zd"})
            assert answer.status_code in (200, 403)
            assert answer.status_code == 403 or answer.json()["results"] == [], (model, key.name)
