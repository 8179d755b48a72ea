"""A gate, a milestone or a plan is saved whole and valid, or not at all with the reason on the page."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import Condition, Gate, Milestone, Plan
from tests import factories as make
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import logged_in, newest_version, take_up

ADD_GATE = reverse("admin:milestones_gate_add")


def page_of(row: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


@pytest.fixture
def gate(client: Any, cast: SimpleNamespace) -> dict[str, Any]:
    """The form of a new gate before the completion of the elections."""
    form = served(client.get(ADD_GATE, {"milestone": cast.second.pk}))
    return form | {"before": "completion", "require": "all", "force": "gates"}


def refused(answer: Any) -> str:
    """What the page says is wrong; the form is still there."""
    assert answer.status_code == 200
    assert answer.context["adminform"] is not None
    return str(answer.context["errors"])


def test_a_gate_with_two_conditions_is_added(client: Any, cast: SimpleNamespace, gate: dict[str, Any]) -> None:
    form = with_lines(
        gate,
        "conditions",
        {"milestone": cast.first.pk, "reaches": "3", "for_days": "14", "rank": "0"},
        {"indicator": cast.indicator.pk, "at_least": "4.5", "for_days": "0", "rank": "1"},
    )
    form = with_lines(form, "gatereading_set", {"reading": cast.reading.pk, "rank": "0"})
    answer = client.post(ADD_GATE, form)
    assert answer.status_code == 302, answer.context["errors"]
    added = Gate.objects.get(before="completion")
    assert (added.milestone, list(added.readings.all())) == (cast.second, [cast.reading])
    assert added.rank == cast.gate.rank + 1
    assert [str(condition) for condition in added.conditions.all()] == ["Handover: complete", "Crossings ≥ 4.5"]


def test_what_is_doubtful_is_saved_and_said(client: Any, cast: SimpleNamespace, gate: dict[str, Any]) -> None:
    condition = {"indicator": cast.indicator.pk, "at_least": "4", "for_days": "14", "rank": "0"}
    answer = client.post(ADD_GATE, with_lines(gate, "conditions", condition), follow=True)
    said = " ".join(map(str, answer.context["messages"]))
    assert "milestone “elections”, group of conditions 2, condition 1" in said
    assert 'indicator "crossings" has no stale_after' in said
    assert Gate.objects.filter(before="completion").exists()


def refusals(cast: SimpleNamespace) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]], str]]:
    """What is typed into the gate, its conditions, and the sentence that refuses it."""
    done = {"milestone": cast.first.pk, "reaches": "3", "for_days": "0", "rank": "0"}
    other = make.make_milestone(make.make_plan("other"), name_en="Of the other plan")
    return {
        "empty": ({}, [], "group of conditions 2: without a condition it says nothing; give it one"),
        "too many": (
            {"require": "3"},
            [done, done],
            "group of conditions 2, require: 3 of 2 conditions cannot be required",
        ),
        "no count": ({"require": "most"}, [done], "“most” says not how many conditions are required."),
        "two kinds": ({}, [done | {"date": "2026-05-01"}], "A condition is one thing:"),
        "no kind": ({}, [{"for_days": "3", "rank": "0"}], "A condition is one thing:"),
        "no level": ({}, [done | {"reaches": ""}], "A condition is one thing:"),
        "itself": (
            {},
            [done | {"milestone": cast.second.pk}],
            "waits, before completion, for itself to be complete; name another milestone.",
        ),
        "other plan": ({}, [done | {"milestone": other.pk}], "“Of the other plan” belongs to another plan."),
        "empty pillar": (
            {},
            [{"pillar": cast.plan.pillars.get(slug="reconstruction").pk, "progress": "50", "for_days": "0"}],
            "has no milestones, so its progress is never known",
        ),
        "days of a date": ({}, [{"date": "2026-05-01", "for_days": "3"}], "Leave it at 0."),
    }


NAMES = [
    "empty",
    "too many",
    "no count",
    "two kinds",
    "no kind",
    "no level",
    "itself",
    "other plan",
    "empty pillar",
    "days of a date",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_gate_that_breaks_a_rule_is_not_saved(
    client: Any, cast: SimpleNamespace, gate: dict[str, Any], name: str
) -> None:
    typed, conditions, sentence = refusals(cast)[name]
    before = (Gate.objects.count(), Condition.objects.count())
    assert sentence in refused(client.post(ADD_GATE, with_lines(gate | typed, "conditions", *conditions)))
    assert (Gate.objects.count(), Condition.objects.count()) == before


def test_a_refused_form_comes_back_with_what_was_typed(
    client: Any, cast: SimpleNamespace, gate: dict[str, Any]
) -> None:
    condition = {"milestone": cast.second.pk, "reaches": "3", "for_days": "21", "rank": "0"}
    answer = client.post(ADD_GATE, with_lines(gate | {"clause": "17"}, "conditions", condition))
    again = served(answer)
    assert (again["clause"], again["conditions-0-for_days"]) == ("17", "21")
    assert again["conditions-0-milestone"] == str(cast.second.pk)


def test_the_last_condition_of_a_gate_is_not_removed(client: Any, cast: SimpleNamespace) -> None:
    form = served(client.get(page_of(cast.gate)))
    answer = client.post(page_of(cast.gate), form | {"conditions-0-DELETE": "on"})
    assert "group of conditions 1: without a condition it says nothing" in refused(answer)
    assert cast.gate.conditions.count() == 1


def test_a_published_gate_names_nothing_hidden(client: Any, cast: SimpleNamespace, gate: dict[str, Any]) -> None:
    hidden = make.make_milestone(cast.plan, name_en="Secret talks", publication="restricted")
    condition = {"milestone": hidden.pk, "reaches": "3", "for_days": "0", "rank": "0"}
    said = refused(client.post(ADD_GATE, with_lines(gate, "conditions", condition)))
    assert "of “Elections” (published) names the milestone “Secret talks”, which is restricted." in said
    assert not Gate.objects.filter(before="completion").exists()


def test_a_milestone_that_a_published_gate_names_stays_published(client: Any, cast: SimpleNamespace) -> None:
    form = served(client.get(page_of(cast.first)))
    said = refused(client.post(page_of(cast.first), form | {"publication": "draft", "clause": "9"}))
    assert "names the milestone “Handover”, which is draft." in said
    assert Milestone.objects.get(pk=cast.first.pk).publication == "published"
    assert Milestone.objects.get(pk=cast.first.pk).clause == ""


def test_a_gate_is_not_emptied_by_a_pillar_that_loses_its_milestones(client: Any, cast: SimpleNamespace) -> None:
    lonely = make.make_milestone(cast.plan, pillar="reconstruction", name_en="Rubble")
    make.make_condition(cast.gate, pillar=lonely.pillar, progress=50)
    form = served(client.get(page_of(lonely)))
    said = refused(client.post(page_of(lonely), form | {"pillar": cast.first.pillar_id}))
    assert "has no milestones, so its progress is never known" in said
    assert Milestone.objects.get(pk=lonely.pk).pillar.slug == "reconstruction"


def test_a_due_date_before_the_planned_start_is_refused(client: Any, cast: SimpleNamespace) -> None:
    form = served(client.get(page_of(cast.second)))
    typed = {"planned_start_on": "2026-05-01", "due_on": "2026-04-01"}
    said = refused(client.post(page_of(cast.second), form | typed))
    assert "It is due before its planned start." in said


def test_relative_dates_the_wrong_way_round_are_refused(client: Any, cast: SimpleNamespace) -> None:
    form = served(client.get(page_of(cast.second)))
    after = {"after": cast.first.pk, "reaches": "3"}
    typed = {f"planned_start_{name}": value for name, value in (after | {"days": "30"}).items()}
    typed |= {f"due_{name}": value for name, value in (after | {"days": "10"}).items()}
    said = refused(client.post(page_of(cast.second), form | typed))
    assert "milestone “elections”, due: due (10 days after handover is complete) is before planned_start" in said
    assert Milestone.objects.get(pk=cast.second.pk).due is None
    assert client.post(page_of(cast.second), form | typed | {"due_days": "31", "_reason": "Agreed."}).status_code == 302


def test_a_plan_is_made_with_its_parts(client: Any) -> None:
    add = reverse("admin:milestones_plan_add")
    form = served(client.get(add)) | {"name_en": "Accord two", "slug": "accord-two"}
    form = with_lines(form, "pillars", {"name_en": "Governance", "slug": "governance", "rank": "0"})
    form = with_lines(form, "readings", {"name_en": "The text", "slug": "text", "rank": "0"})
    answer = client.post(add, form)
    assert answer.status_code == 302, answer.context["errors"]
    plan = Plan.objects.get(slug="accord-two")
    assert (plan.pillars.get().slug, plan.readings.get().slug) == ("governance", "text")


def test_what_has_records_is_not_deleted_and_the_page_says_why(superuser: Any, cast: SimpleNamespace) -> None:
    delete = reverse("admin:milestones_milestone_delete", args=[cast.first.pk])
    answer = logged_in(superuser).post(delete, {"post": "yes"})
    assert answer.status_code == 200
    assert "This stays, for something rests on it" in answer.content.decode()
    assert Milestone.objects.filter(pk=cast.first.pk).exists()


def test_a_deletion_that_would_break_the_plan_is_taken_back(superuser: Any, cast: SimpleNamespace) -> None:
    lonely = make.make_milestone(cast.plan, pillar="reconstruction", name_en="Rubble")
    make.make_condition(cast.gate, pillar=lonely.pillar, progress=50)
    delete = reverse("admin:milestones_milestone_delete", args=[lonely.pk])
    answer = logged_in(superuser).post(delete, {"post": "yes"}, follow=True)
    assert "has no milestones, so its progress" in " ".join(map(str, answer.context["messages"]))
    assert Milestone.objects.filter(pk=lonely.pk).exists()


def test_an_old_version_is_shown_and_not_brought_back(client: Any, cast: SimpleNamespace) -> None:
    take_up(cast.second)
    page = reverse("admin:milestones_milestone_version", args=[cast.second.pk, newest_version(cast.second)])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name_en": "Changed"}).status_code == 403


def test_a_series_with_observations_keeps_its_slug(client: Any, cast: SimpleNamespace) -> None:
    make.make_observation(cast.indicator, 3, series="un")
    form = served(client.get(page_of(cast.indicator)))
    said = refused(client.post(page_of(cast.indicator), form | {"series-0-slug": "unops"}))
    assert "Observations are entered under the slug “un”." in said


def test_what_breaks_a_constraint_is_said_at_its_field(client: Any, cast: SimpleNamespace) -> None:
    page = reverse("admin:milestones_milestone_change", args=[cast.first.pk])
    typed = served(client.get(page)) | {"weight": "0", "planned_start_on": "2026-08-01", "due_on": "2026-07-01"}
    form = client.post(page, typed).context["adminform"].form
    assert dict(form.errors) == {
        "weight": ["A weight is more than 0."],
        "due_on": ["It is due before its planned start. Put the due date on or after it."],
    }


def test_a_sentence_stands_alone_where_a_constraint_says_the_same(client: Any, cast: SimpleNamespace) -> None:
    answer = client.post(reverse("admin:reconstruction_transaction_add"), {"plan": cast.plan.pk})
    said = str(answer.context["errors"])
    assert "Name the appeal or the project that the money is for." in said
    assert "Constraint" not in said


def test_an_official_series_comes_with_the_form_that_declares_it(client: Any, cast: SimpleNamespace) -> None:
    form = served(client.get(page_of(cast.indicator))) | {"official": "unops"}
    answer = client.post(page_of(cast.indicator), form)
    assert "has no series “unops”" in str(answer.context["adminform"].form.errors["official"])
    answer = client.post(
        page_of(cast.indicator), with_lines(form, "series", {"slug": "unops", "name_en": "UNOPS", "rank": "1"})
    )
    assert answer.status_code == 302, answer.context["errors"]
    cast.indicator.refresh_from_db()
    assert cast.indicator.official == "unops"
