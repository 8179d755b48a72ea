"""Keys are chosen among the rows that the user may see, of one plan where it is known which."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.forms import ModelChoiceField
from django.urls import reverse

from milestones.models import PlanStatus
from milestones.models.publication import Bounded
from tests import factories as make
from tests.admin.conftest import logged_in, take_up

AUTOCOMPLETE = reverse("admin:autocomplete")


def offered(client: Any, model: str, field: str, **asked: Any) -> list[str]:
    named = {"app_label": "milestones", "model_name": model, "field_name": field, "term": ""}
    return [row["text"] for row in client.get(AUTOCOMPLETE, named | asked).json()["results"]]


def widget_url(answer: Any, name: str) -> str:
    widget = answer.context["adminform"].form.fields[name].widget
    return getattr(widget, "widget", widget).get_url()


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


def test_the_plan_of_the_page_limits_what_is_offered(client: Any, cast: SimpleNamespace) -> None:
    other = make.make_plan("other")
    make.make_source(other, "annex", title="Annex")
    everywhere = offered(client, "assessment", "source", term="")
    assert {"resolution (accord)", "Annex (other)"} <= set(everywhere)
    assert offered(client, "assessment", "source", plan=other.pk) == ["Annex (other)"]
    assert offered(client, "assessment", "source", plan="x") == everywhere


def test_what_hangs_on_a_part_is_limited_too(client: Any, cast: SimpleNamespace) -> None:
    elsewhere = make.make_gate(make.make_milestone(make.make_plan("other")))
    assert offered(client, "waiver", "gate", plan=elsewhere.milestone.plan_id) == [str(elsewhere)]


@pytest.mark.parametrize(
    ("page", "field"),
    [
        (lambda cast: reverse("admin:milestones_milestone_change", args=[cast.first.pk]), "source"),
        (lambda cast: reverse("admin:milestones_gate_change", args=[cast.gate.pk]), "source"),
        (lambda cast: f"{reverse('admin:milestones_assessment_add')}?milestone={cast.first.pk}", "source"),
        (lambda cast: f"{reverse('admin:milestones_waiver_add')}?gate={cast.gate.pk}", "source"),
        (lambda cast: f"{reverse('admin:milestones_milestone_add')}?plan={cast.plan.pk}", "pillar"),
    ],
)
def test_a_page_that_knows_its_plan_asks_for_it(client: Any, cast: SimpleNamespace, page: Any, field: str) -> None:
    assert widget_url(client.get(page(cast)), field).endswith(f"?plan={cast.plan.pk}")


@pytest.mark.parametrize("given", ["", "?milestone=x", "?milestone=999999"])
def test_a_page_that_does_not_know_its_plan_offers_all(client: Any, cast: SimpleNamespace, given: str) -> None:
    answer = client.get(reverse("admin:milestones_assessment_add") + given)
    assert answer.status_code == 200
    assert "plan=" not in widget_url(answer, "source")


def test_readers_are_not_offered_what_is_hidden(cast: SimpleNamespace, reader: Any) -> None:
    make.make_milestone(cast.plan, name_en="Secret talks", publication="restricted")
    choices = offered(logged_in(reader), "assessment", "milestone")
    assert "Handover (accord)" in choices
    assert not any("Secret" in choice for choice in choices)


def test_an_analyst_without_clearance_cannot_name_what_is_restricted(cast: SimpleNamespace) -> None:
    hidden = make.make_milestone(cast.plan, name_en="Secret talks", publication="restricted")
    user = make.make_user("junior", permissions=("add_assessment", "view_assessment"), is_staff=True)
    typed = {"milestone": hidden.pk, "date": "2026-03-02", "level": "1", "verification": "1", "publication": "draft"}
    answer = logged_in(user).post(reverse("admin:milestones_assessment_add"), typed)
    assert answer.status_code == 200
    assert "milestone" in answer.context["adminform"].form.errors
    assert "Secret" not in answer.content.decode()


def test_the_history_tells_what_was_and_what_is(client: Any, cast: SimpleNamespace, analyst: Any) -> None:
    take_up(cast.first)
    cast.first.name_ar = "تسليم السلاح"
    cast.first._author = analyst
    cast.first.save()
    take_up(cast.first)
    page = client.get(reverse("admin:milestones_milestone_history", args=[cast.first.pk])).content.decode()
    assert "<del><bdi>تسليم</bdi></del>" in page
    assert "<ins><bdi>تسليم السلاح</bdi></ins>" in page
    assert str(analyst) in page


def test_the_page_says_why_a_milestone_has_its_status(client: Any, cast: SimpleNamespace) -> None:
    make.make_withdrawal(cast.first)
    PlanStatus.objects.create(plan=cast.plan, on=make.DAY, computed_at=make.INSTANT, revision=0, evaluation={})
    page = client.get(reverse("admin:milestones_milestone_change", args=[cast.first.pk])).content.decode()
    assert "It is given up: it is no longer pursued." in page
    assert "between “not started” and “started”" in page


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda each: each._meta.label), ids=str)
def test_every_key_is_chosen_by_searching(model: Any, superuser: Any, rf: Any) -> None:
    if not issubclass(model, Bounded):
        return
    request = rf.get("/")
    request.user = superuser
    page = admin.site._registry[model]
    if not page.has_add_permission(request):
        return
    forms = [(page, page.get_form(request))]
    forms += [(inline, inline.get_formset(request).form) for inline in page.get_inline_instances(request)]
    long_lists = [
        (type(holder).__name__, name)
        for holder, form in forms
        for name, field in form.base_fields.items()
        if isinstance(field, ModelChoiceField) and name not in holder.autocomplete_fields
    ]
    assert long_lists == []
