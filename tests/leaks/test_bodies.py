"""Whoever writes, tries or is shown beforehand is told of the hidden what he is told of the missing, by any body."""

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse

from milestones.api.urls import RESOURCES
from milestones.kinds import Kind, ValueType
from milestones.models import Plan, Role
from tests.admin.conftest import in_role, logged_in
from tests.api.test_writing import path_of
from tests.leaks.sentinels import HIDINGS, RESTRICTED
from tests.leaks.test_look_ups import NOBODY, page
from tests.leaks.world import KINDS, World

MISSING, WHAT_IF = "zz0000x", "/api/v1/plans/accord/what-if/"
WRITES = (Role.CONTRIBUTOR, Role.VERIFIER, Role.EDITOR, Role.PUBLISHER)
"""Who enters, changes and publishes everything there is, and sees nothing restricted."""
EVERY = 1 if "SOAK" in os.environ else 4
"""Of so many forms one is sent, since each takes long."""
OTHERWISE = re.compile(
    r'value="\w{64}"|; did you mean \\"\w+\\"\?|There is no “\S+” here. Did you mean “\w+”\?|Not found\.'
)
"""What is another each time, and what is like a name that is told where it may be: the test sees to that."""
NOT_TOLD = re.compile("|".join(hiding.pattern() for hiding in HIDINGS if hiding.name != "draft"))

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def writer(world: World) -> Client:
    user = in_role(WRITES[0])
    user.groups.set(Group.objects.filter(name__in=WRITES))
    return logged_in(user)


def alike(answers: Iterable[Any], *values: object) -> bool:
    """Whether the same is answered, but for the values that were sent; none of it may be hidden, whatever was sent."""
    sent = re.compile("|".join(rf"\b{value}\b" for value in {*values, MISSING, NOBODY}))
    told = set()
    for answer in answers:
        beside = [answer.get(name) for name in ("Location", "Allow", "Link")]
        messages = map(str, answer.wsgi_request._messages._queued_messages)
        text = " ".join((answer.content.decode(), *map(str, beside), *messages))
        assert answer.status_code < 500, text
        assert NOT_TOLD.search(sent.sub("", text)) is None, text
        told.add((answer.status_code, sent.sub("…", OTHERWISE.sub("", text))))
    return len(told) == 1


def named(row: Any) -> str:
    return getattr(row, "slug", "") or str(row.pk)


def nobody(row: Any) -> str:
    return MISSING if getattr(row, "slug", "") else NOBODY


def keys_of(kind: Kind) -> dict[str, Any]:
    """The keys of an entry that name another row, with the model."""
    owner = {kind.owner: kind.owner_model} if kind.owner else {}
    return owner | {field.key: field.references for field in kind.fields if field.value_type is ValueType.REFERENCE}


def test_no_entry_that_is_tried_tells_the_hidden_from_the_missing(world: World, writer: Client) -> None:
    tried, hidden = 0, world.hidden[RESTRICTED]
    for kind in KINDS.values():
        keys = {key: model for key, model in keys_of(kind).items() if model in hidden and model is not Plan}
        bodies = [{key: name(hidden[model]) for key, model in keys.items()} for name in (named, nobody)]
        asked = [("accord", bodies[0]), ("accord", bodies[1]), (hidden[Plan].slug, {}), (MISSING, {})]
        answers = [
            writer.post(f"/api/v1/{path_of(kind)}?plan={plan}&dry_run=true", body, content_type="application/json")
            for plan, body in asked
        ]
        if answers[0].status_code in (404, 405):  # it is written in its owner's entry
            continue
        assert alike(answers[:2], *bodies[0].values()), (kind.key, [answer.content for answer in answers])
        assert alike(answers[2:], hidden[Plan].slug), (kind.key, [answer.content for answer in answers])
        tried += 1
    assert tried > 20


def rows_and_steps(world: World) -> Iterator[tuple[str, str, Any]]:
    """Each address of the API that names a hidden row, the same of none, and its view."""
    for pattern in RESOURCES:
        view = getattr(pattern.callback, "view_class", None)
        row = world.hidden[RESTRICTED].get(getattr(view, "model", None))
        if row is None or not pattern.pattern.regex.groups:
            continue
        for kwargs, missing in (
            ({"plan": "accord", "slug": named(row)}, {"plan": "accord", "slug": MISSING}),
            ({"pk": row.pk}, {"pk": NOBODY}),
            ({"plan": getattr(row, "slug", "x")}, {"plan": MISSING}),
        ):
            try:
                yield (*(reverse(f"api:{pattern.name}", kwargs=given) for given in (kwargs, missing)), view)
            except NoReverseMatch:
                continue


def test_no_method_tells_a_hidden_row_from_a_missing_one(world: World, writer: Client) -> None:
    tried = 0
    for hidden, missing, view in rows_and_steps(world):
        for method in set(view.http_method_names) - {"head"}:
            answers = [
                writer.generic(method.upper(), address, "{}", "application/json", headers={"If-Match": '"*"'})
                for address in (hidden, missing)
            ]
            words = set(re.split(r"\W+", hidden)) - set(re.split(r"\W+", missing))
            assert alike(answers, *words), (method, hidden)
            tried += 1
    assert tried > 100


ASSUMED: dict[str, dict[str, Any]] = {
    "milestone": {"level": "complete"},
    "indicator": {"value": 1},
    "gate": {"waived": True},
}


def test_no_assumption_tells_the_hidden_from_the_missing(world: World, writer: Client) -> None:
    tried = 0
    for client in (Client(), writer):
        for model, row in world.hidden[RESTRICTED].items():
            key = str(model._meta.model_name)
            if key not in ASSUMED:
                continue
            names = (row.pk, NOBODY) if key == "gate" else (named(row), nobody(row))
            bodies = [{"assume": [{key: name} | ASSUMED[key]]} for name in names]
            answers = [client.post(WHAT_IF, body, content_type="application/json") for body in bodies]
            assert alike(answers, *map(str, names)), key
            tried += 1
    assert tried == 2 * len(ASSUMED)


def test_no_form_tells_the_hidden_from_the_missing(world: World, writer: Client) -> None:
    statuses: list[int] = []
    for number, (model, row) in enumerate(world.hidden[RESTRICTED].items()):
        if model not in admin.site._registry:
            continue
        keys = [key for key in model._meta.concrete_fields if key.many_to_one and key.related_model in KINDS]
        chosen = {key.name: world.hidden[RESTRICTED].get(key.related_model) for key in keys}
        forms: list[tuple[str, dict[str, str]]] = [
            (page(model), {"action": "publish", "_selected_action": str(row.pk)}),
            (f"{page(model)}{row.pk}/change/", {"_preview": "1"}),
        ]
        if number % EVERY == 0:
            told = {name: str(other.pk) for name, other in chosen.items() if other is not None}
            forms.append((f"{page(model)}add/", told))
        for address, form in forms:
            without = {name: NOBODY if name in chosen or name == "_selected_action" else form[name] for name in form}
            nowhere = address.replace(f"/{row.pk}/", f"/{NOBODY}/")
            answers = []
            for asked in ((address, form), (nowhere, without)):
                writer.cookies.pop("messages", None)  # which the next page would tell
                answers.append(writer.post(*asked))
            assert alike(answers, row.pk, *filter(str.isdigit, form.values())), (address, form)
            statuses.append(answers[0].status_code)
    assert statuses.count(200) * EVERY > 20, "forms are shown with what is wrong in them"
    assert len(statuses) > 60
