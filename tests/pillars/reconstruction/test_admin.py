"""Reconstruction in the admin: analysts open every page; records are only added."""

import html
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from milestones.models import AppendOnly
from milestones.services.roles import make_roles
from pillars.reconstruction.models import Finding, Project, Transaction, UnitCount
from tests import factories as make
from tests.pillars.reconstruction import cast

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "reconstruction"),
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
    return reverse(f"admin:reconstruction_{model._meta.model_name}_{name}", args=args)


def test_every_kind_of_row_has_its_pages() -> None:
    assert len(MODELS) == 14


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
    return {
        "plan": everything.plan.pk,
        "appeal": everything.appeal.pk,
        "donor": everything.donor.pk,
        "date": "2026-03-04",
        "stage": "pledge",
        "side": "donor",
        "amount": "1250000.5",
        "currency": "EUR",
        "verification": "1",
        "publication": "published",
    } | fields


def test_a_transaction_is_entered_by_the_form(analyst: Client, everything: SimpleNamespace) -> None:
    answer = analyst.post(page(Transaction, "add"), entered(everything, _reason="Told by the donor"))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    added = Transaction.objects.latest("pk")
    assert (str(added.amount), added.currency) == ("1250000.5", "EUR")
    assert added.entered_by is not None


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"currency": "EURO"}, "at most 3"), ({"currency": "XYZ"}, "is no currency"), ({"amount": "-5"}, "is below zero")],
)
def test_what_cannot_be_is_refused_in_words(
    fields: dict[str, str], words: str, analyst: Client, everything: SimpleNamespace
) -> None:
    before = Transaction.objects.count()
    answer = analyst.post(page(Transaction, "add"), entered(everything, **fields))
    assert words in answer.content.decode()
    assert Transaction.objects.count() == before


def test_a_reader_without_a_role_sees_nothing(everything: SimpleNamespace) -> None:
    client = Client()
    client.force_login(make.make_user("nobody", is_staff=True))
    assert client.get(page(Transaction, "changelist")).status_code == 403


def test_a_difference_that_nobody_opened_is_offered_and_opened(analyst: Client, everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    assert "Differences without a finding" not in analyst.get(page(Finding, "changelist")).content.decode()
    cast.make_transaction(everything.plan, "received", 3_000_000, **place, side="donor")
    shown = analyst.get(page(Finding, "changelist")).content.decode()
    assert "Received, by the channel" in shown
    address = html.unescape(re.search(r'href="([^"]+)">Open a finding', shown)[1])  # type: ignore[index]
    form = analyst.get(address)
    assert form.status_code == 200
    initial = form.context["adminform"].form.initial
    assert {key: str(initial[key]) for key in place} == {key: str(row.pk) for key, row in place.items()}
    assert (initial["about"], initial["slug"]) == ("received", "received-appeal-donor-fund")
    assert initial["name_en"] == "Appeal · Donor · Fund"
    posted = {key: str(value) for key, value in initial.items()}
    answer = analyst.post(address, posted | {"publication": "published", "rank": "1"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert Finding.objects.get(about="received").channel == everything.channel
    assert "Differences without a finding" not in analyst.get(page(Finding, "changelist")).content.decode()


def test_a_findings_state_is_listed_and_its_page_offers_the_next_entry(
    analyst: Client, everything: SimpleNamespace
) -> None:
    cast.make_entry(everything.finding, "examined", date=cast.on(4))
    listed = analyst.get(page(Finding, "changelist")).content.decode()
    assert '<td class="field-state">being examined</td>' in listed
    shown = analyst.get(page(Finding, "change", everything.finding.pk)).content.decode()
    assert "being examined" in shown
    assert f"finding={everything.finding.pk}" in shown


def test_a_projects_page_tells_its_records(analyst: Client, everything: SimpleNamespace) -> None:
    shown = analyst.get(page(Project, "change", everything.project.pk)).content.decode()
    count = UnitCount.objects.filter(project=everything.project).latest("pk")
    assert page(UnitCount, "change", count.pk) in shown
    assert "<td>homes</td>" in shown
    assert f"{page(UnitCount, 'add')}?project={everything.project.pk}" in shown
