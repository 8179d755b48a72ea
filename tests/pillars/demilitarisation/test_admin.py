"""Demilitarisation in the admin: analysts open every page; records are only added."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from milestones.models import AppendOnly
from milestones.services.roles import make_roles
from pillars.demilitarisation.models import Tally
from tests import factories as make

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "demilitarisation"),
    key=lambda model: model.__name__,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(everything: SimpleNamespace) -> Client:
    make_roles()
    user = make.make_user("analyst-person", is_staff=True)
    user.groups.add(Group.objects.get(name="analyst"))
    client = Client()
    client.force_login(user)
    return client


def page(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:demilitarisation_{model._meta.model_name}_{name}", args=args)


def test_every_kind_of_row_has_its_pages() -> None:
    assert len(MODELS) == 9


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_list_the_empty_form_and_a_rows_page_open(model: Any, analyst: Client) -> None:
    row = model.objects.first()
    for address in (page(model, "changelist"), page(model, "add"), page(model, "change", row.pk)):
        assert analyst.get(address).status_code == 200, address


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_records_offer_no_edit_and_no_deletion(model: Any, analyst: Client) -> None:
    row = model.objects.first()
    shown = analyst.get(page(model, "change", row.pk)).content.decode()
    is_record = issubclass(model, AppendOnly)
    assert ('name="_save"' in shown) != is_record
    if is_record:
        assert analyst.post(page(model, "change", row.pk), {}).status_code == 403
        assert analyst.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def entered(everything: SimpleNamespace, **fields: Any) -> dict[str, Any]:
    tally = everything.tally
    return {
        "plan": tally.plan_id,
        "category": tally.category_id,
        "series": tally.series_id,
        "date": "2026-03-04",
        "step": "collected",
        "scope": "event",
        "accepted": "12",
        "verification": "1",
        "publication": "published",
        "embargoed_until": "2026-12-01",
    } | fields


def test_a_tally_is_entered_by_the_form(analyst: Client, everything: SimpleNamespace) -> None:
    answer = analyst.post(page(Tally, "add"), entered(everything, _reason="Counted by the monitor"))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    added = Tally.objects.latest("pk")
    assert (added.accepted, str(added.embargoed_until)) == (12, "2026-12-01")
    assert added.entered_by is not None
    assert added.entered_by.username == "analyst-person"


def test_a_tally_that_cannot_be_is_refused_in_words(analyst: Client, everything: SimpleNamespace) -> None:
    before = Tally.objects.count()
    answer = analyst.post(page(Tally, "add"), entered(everything, accepted="12", handed_in="5"))
    assert "More are accepted and rejected than were handed in" in answer.content.decode()
    assert Tally.objects.count() == before


def test_a_reader_without_a_role_sees_nothing(everything: SimpleNamespace) -> None:
    client = Client()
    client.force_login(make.make_user("nobody", is_staff=True))
    assert client.get(page(Tally, "changelist")).status_code == 403
