"""A plan is chosen once, and every list, look-up and filter is then of that plan."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import Plan
from tests import factories as make
from tests.admin.conftest import logged_in

CHOOSE = reverse("admin:choose-plan")
MILESTONES = reverse("admin:milestones_milestone_changelist")
INDEX = reverse("admin:index")


def listed(client: Any, query: str = "", page: str = MILESTONES) -> set[str]:
    return {str(row) for row in client.get(page + query).context["cl"].result_list}


@pytest.fixture
def other(cast: SimpleNamespace) -> Plan:
    plan = make.make_plan("other")
    make.make_milestone(plan, "census", name_en="Census")
    make.make_phase(plan, "later", name_en="Later")
    return plan


@pytest.fixture
def client(analyst: Any, cast: SimpleNamespace, other: Plan) -> Any:
    client = logged_in(analyst)
    assert listed(client) == {"Handover", "Elections", "Census"}
    client.post(CHOOSE, {"plan": other.pk})
    return client


def test_lists_and_their_filters_are_of_the_chosen_plan(client: Any, cast: SimpleNamespace) -> None:
    assert listed(client) == {"Census"}
    assert listed(client, page=reverse("admin:milestones_assessment_changelist")) == set()
    page = client.get(MILESTONES)
    filters = {str(told.title): told for told in page.context["cl"].filter_specs}
    assert "plan" not in filters
    assert "plan" not in page.context["cl"].list_display  # which every line would repeat
    pillars = {pillar.pk for pillar in cast.plan.pillars.all()}
    for named in (f"?plan__id__exact={cast.plan.pk}", *(f"?pillar__id__exact={pillar}" for pillar in pillars)):
        assert listed(client, named) <= {"Handover", "Elections"}  # who names one, gets it
        assert "plan" in client.get(MILESTONES + named).context["cl"].list_display
    assert listed(client, f"?plan__id__exact={cast.plan.pk}") == {"Handover", "Elections"}


def test_lookups_and_new_rows_are_of_the_chosen_plan(client: Any, other: Plan) -> None:
    asked = {"app_label": "milestones", "model_name": "assessment", "field_name": "milestone", "term": ""}
    answer = client.get(reverse("admin:autocomplete"), asked).json()
    assert [row["text"] for row in answer["results"]] == ["Census"]
    page = client.get(reverse("admin:milestones_milestone_add"))
    assert page.context["adminform"].form.initial["plan"] == other.pk
    widget = page.context["adminform"].form.fields["phase"].widget
    assert widget.widget.get_url().endswith(f"?plan={other.pk}")
    assert "delete-related" not in page.content.decode()  # nothing that others rest on is deleted from a form of theirs


def test_a_row_of_another_plan_stays_within_reach(client: Any, cast: SimpleNamespace) -> None:
    assert client.get(reverse("admin:milestones_milestone_change", args=[cast.first.pk])).status_code == 200
    draft = make.make_assessment(cast.first, publication="draft")
    sent = {"action": "publish", "_selected_action": draft.pk, "_from_row": draft.pk}
    client.post(reverse("admin:milestones_assessment_changelist"), sent)
    draft.refresh_from_db()
    assert draft.publication == "published"


def test_choosing_leads_back_to_the_list_and_nowhere_else(client: Any, cast: SimpleNamespace) -> None:
    goals = {
        goal: client.post(CHOOSE, {"plan": cast.plan.pk, "next": goal})["Location"]
        for goal in (MILESTONES, "https://example.org/admin/", "//example.org", "/nowhere/", "")
    }
    assert goals.pop(MILESTONES) == MILESTONES
    assert set(goals.values()) == {INDEX}


def test_the_language_of_the_address_is_no_filter(client: Any) -> None:
    answer = client.get(f"{MILESTONES}?publication=published&lang=ar")
    assert answer.status_code == 200  # where an unknown filter is led away from, without the others
    assert answer.headers["Content-Language"] == "ar"
    assert "publication=published" in answer.context["cl"].get_query_string()
    assert "/admin/jsi18n/?lang=ar" in client.get(f"{MILESTONES}add/?lang=ar").content.decode()


def test_only_a_plan_that_is_seen_can_be_chosen(reader: Any, cast: SimpleNamespace, other: Plan) -> None:
    hidden = make.make_plan("hidden", publication="draft")
    client = logged_in(reader)
    client.post(CHOOSE, {"plan": other.pk})
    for sent in (str(hidden.pk), "x", ""):
        client.post(CHOOSE, {"plan": sent})
        assert listed(client) == {"Census"}
    client.get(CHOOSE)
    Plan.objects.filter(pk=other.pk).update(publication="draft")  # and what is hidden since is chosen no more
    assert "Census" not in listed(client)


def test_administrators_may_have_all_plans(superuser: Any, cast: SimpleNamespace, other: Plan) -> None:
    client = logged_in(superuser)
    client.post(CHOOSE, {"plan": other.pk})
    assert listed(client) == {"Census"}
    client.post(CHOOSE, {"plan": ""})
    assert listed(client) == {"Handover", "Elections", "Census"}


def test_the_only_plan_need_not_be_chosen(analyst: Any, db: None) -> None:
    plan = make.make_plan("alone")
    page = logged_in(analyst).get(reverse("admin:milestones_milestone_add"))
    assert page.context["adminform"].form.initial["plan"] == plan.pk
