"""A filtered list goes out as CSV and as a workbook, and tells nothing that its reader may not see."""

import csv
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from milestones.admin.exports import ExportedAdmin
from milestones.models import (
    Assessment,
    JobRun,
    Membership,
    Observation,
    PlanEntry,
    Publication,
    StatusChange,
    TokenGrant,
)
from milestones.services.tokens import Scope, issue_token
from milestones.tables import columns
from tests import factories as make
from tests.admin.conftest import logged_in

pytestmark = pytest.mark.django_db

EXPORTED = [model for model in apps.get_models() if isinstance(admin.site._registry.get(model), ExportedAdmin)]


def address(model: Any, form: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export", args=[form])


def exported(model: Any, user: Any, **filters: Any) -> list[dict[str, str]]:
    answer: Any = logged_in(user).get(address(model, "csv"), filters)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body, newline="")))


def test_lists_of_workings_roles_and_tokens_go_out_as_they_are_shown(
    cast: SimpleNamespace, superuser: Any, analyst: Any
) -> None:
    Membership.objects.create(user=analyst, role="contributor", plan=cast.plan, pillar=cast.pillar)
    _grant, token = issue_token(analyst, name="=cmd()", scope=Scope(frozenset({"read"})), days=7)
    (told,) = exported(TokenGrant, superuser)
    assert (told["name"], told["account"], told["scope"]) == ("'=cmd()", analyst.username, "read")
    stored = _grant.token
    assert not [cell for cell in told.values() if cell in (token, stored.digest, stored.token_key)]
    assert exported(TokenGrant, analyst) == [told]
    (role,) = exported(Membership, superuser, role__exact="contributor")
    assert list(role.values()) == [analyst.username, "contributor: adds records", str(cast.plan), str(cast.pillar)]
    (change,) = exported(StatusChange, superuser, lang="ar")
    assert {"متعذّر في الوضع الراهن", "تسليم"} < set(change.values())
    assert exported(JobRun, superuser)[0]["task"] == "recompute"
    assert exported(PlanEntry, superuser)[0]["name"] == str(cast.actor)


@pytest.mark.parametrize("model", EXPORTED, ids=lambda model: model._meta.label_lower)
def test_every_list_is_exported(model: Any, cast: SimpleNamespace, superuser: Any) -> None:
    assert len(exported(model, superuser)) == model._default_manager.count()
    book = load_workbook(io.BytesIO(logged_in(superuser).get(address(model, "xlsx")).content), read_only=True)
    assert len(list(book.worksheets[0].rows)) == model._default_manager.count() + 1


def test_the_list_goes_out_as_it_is_filtered_and_searched(cast: SimpleNamespace, superuser: Any) -> None:
    make.make_observation(cast.indicator, 7, note_en="=cmd()", note_ar="ملاحظة")
    make.make_observation(cast.indicator, 8, retracted_at=make.INSTANT)
    told = exported(Observation, superuser, retracted_at__isnull=True, q="cmd")
    assert [(row["indicator"], row["value"], row["note.en"], row["note.ar"]) for row in told] == [
        ("crossings", "7", "'=cmd()", "ملاحظة")
    ]
    assert (
        exported(Assessment, superuser)[0] | {"plan": "accord", "level": "minimum"}
        == exported(Assessment, superuser)[0]
    )


def test_what_is_hidden_is_not_told(cast: SimpleNamespace, reader: Any) -> None:
    cast.source.publication = Publication.PUBLISHED
    hidden = make.make_observation(cast.indicator, 99, publication=Publication.DRAFT)
    assert hidden.value not in {row["value"] for row in exported(Observation, reader)}


def test_too_long_a_list_says_so_and_strangers_get_none(
    cast: SimpleNamespace, superuser: Any, monkeypatch: pytest.MonkeyPatch, client: Any
) -> None:
    monkeypatch.setitem(columns.MOST_ROWS, "xlsx", 0)
    answer = logged_in(superuser).get(address(Observation, "xlsx"), {"q": "crossings"}, follow=True)
    assert "Narrow it." in answer.content.decode()
    assert client.get(address(Observation, "csv")).status_code == 302
    assert logged_in(superuser).get(address(Observation, "odt")).status_code == 403


def test_a_list_links_to_its_export(cast: SimpleNamespace, superuser: Any) -> None:
    page = logged_in(superuser).get("/admin/milestones/observation/", {"q": "crossings"}).content.decode()
    assert "export/csv/?q=crossings" in page
