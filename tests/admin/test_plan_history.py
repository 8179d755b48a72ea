"""The history of a whole plan, and an earlier version of a row that fills its form again."""

import datetime as dt
import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones import notation
from milestones.contingency.scales import Level
from milestones.kinds.core import KIND_OF
from milestones.models import Assessment, Condition, Membership, Milestone, Publication, Revision
from milestones.services.publication import set_publication
from milestones.services.recompute import recompute
from milestones.services.retraction import remove, retract
from tests import factories as make
from tests.admin.browser_form import served
from tests.admin.conftest import NOW, logged_in, take_up


def plan_page(plan: Any) -> str:
    return reverse("admin:milestones_plan_revisions", args=[plan.pk])


def form(row: Any, number: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk]) + f"?restore={number}"


def history(row: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_history", args=[row.pk])


def taken_up_by(user: Any, row: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row._author = user
    row.save()
    take_up(row)


def told(client: Client, plan: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of each revision, newest first, who made it, and the rows with what became of them."""
    revisions = client.get(plan_page(plan)).context["happenings"]
    return [(each["who"], [(row["name"], str(row["what"])) for row in each["rows"]]) for each in revisions]


@pytest.fixture
def milestone(cast: SimpleNamespace) -> Any:
    take_up(cast.first)
    return cast.first


def test_revisions_are_told_newest_first_with_rows_by_name(
    milestone: Any, cast: SimpleNamespace, analyst: Any, superuser: Any
) -> None:
    envoy = make.make_actor(cast.plan, "envoy")
    taken_up_by(analyst, milestone, clause="17")
    remove([envoy], user=superuser, at=NOW)
    take_up(milestone)
    client = logged_in(superuser)
    newest, (who, rows), first = told(client, cast.plan)
    assert newest == (str(superuser), [("envoy", "removed")])
    assert sorted(rows) == [("Handover", "changed"), ("envoy", "added")]
    assert str(analyst) in who
    assert ("Elections", "added") in first[1]
    content = client.get(plan_page(cast.plan)).content.decode()
    assert f'href="{history(milestone)}"' in content
    compared = [unescape(way) for way in re.findall(r'href="(/plans/accord/compare/[^"]+)"', content)]
    assert len(compared) == 2
    assert client.get(compared[0]).status_code == 200
    assert (
        plan_page(cast.plan)
        in client.get(reverse("admin:milestones_plan_change", args=[cast.plan.pk])).content.decode()
    )


def test_a_reader_is_told_what_readers_saw_alone(
    milestone: Any, cast: SimpleNamespace, reader: Any, analyst: Any
) -> None:
    hidden = make.make_milestone(cast.plan, "talks", name_en="Secret talks", publication="draft")
    taken_up_by(analyst, hidden, weight=2)
    assert len(told(logged_in(analyst), cast.plan)) == 2
    client = logged_in(reader)
    assert len(told(client, cast.plan)) == 1
    set_publication([cast.second], Publication.RESTRICTED, user=analyst, at=NOW)
    take_up(cast.second)
    content = client.get(plan_page(cast.plan)).content.decode()
    assert "Handover" in content
    assert "Secret talks" not in content
    assert "Elections" not in content


def test_each_change_is_told_as_what_it_was(milestone: Any, cast: SimpleNamespace, reader: Any, analyst: Any) -> None:
    hidden = make.make_milestone(cast.plan, "talks", name_en="Talks", publication="draft")
    take_up(hidden)
    set_publication([hidden], Publication.PUBLISHED, user=analyst, at=NOW)
    retract(KIND_OF[Assessment], [cast.assessment], reason="Misread.", user=analyst, at=NOW)
    take_up(hidden)
    assert dict(told(logged_in(analyst), cast.plan)[0][1]) == {"Talks": "published", str(cast.assessment): "retracted"}
    assert dict(told(logged_in(reader), cast.plan)[0][1])["Talks"] == "added"
    for publication, word in ((Publication.RESTRICTED, "restricted"), (Publication.DRAFT, "withheld as a draft")):
        set_publication([hidden], publication, user=analyst, at=NOW)
        take_up(hidden)
        assert dict(told(logged_in(analyst), cast.plan)[0][1]) == {"Talks": word}
    for weight, word in ((2, "changed"), (3, "changed"), (2, "restored as it was before")):
        taken_up_by(analyst, milestone, weight=weight)
        assert dict(told(logged_in(analyst), cast.plan)[0][1]) == {"Handover": word}
        shown = logged_in(analyst).get(history(milestone)).context["happenings"][0]
        assert shown["what"] == word


def test_an_editor_is_told_of_the_own_pillar(milestone: Any, cast: SimpleNamespace) -> None:
    names = [name for _who, rows in told(logged_in(editor(cast, "governance")), cast.plan) for name, _what in rows]
    assert "Elections" in names
    assert "Handover" not in names


def editor(cast: SimpleNamespace, pillar: str) -> Any:
    user = make.make_user(f"editor-{pillar}", is_staff=True)
    Membership.objects.create(user=user, role="editor", plan=cast.plan, pillar=cast.plan.pillars.get(slug=pillar))
    return user


def test_the_plans_history_has_pages_and_is_told_in_the_readers_language(
    milestone: Any, cast: SimpleNamespace, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestones.admin.plan_history.PlanHistoryAdmin.revisions_per_page", 1)
    monkeypatch.setattr("milestones.admin.plan_history.MOST_ROWS", 2)
    taken_up_by(analyst, milestone, clause="17")
    client = logged_in(analyst)
    second = client.get(plan_page(cast.plan), {"p": 2}).context["happenings"]
    assert [(len(each["rows"]), each["more"] > 2) for each in second] == [(2, True)]
    for language, word in (("ar", "سجل الخطة كلها"), ("he", "ההיסטוריה של התוכנית כולה")):
        assert word in client.get(plan_page(cast.plan), headers={"accept-language": language}).content.decode()


def test_what_is_gone_is_named_on_older_pages_too(
    milestone: Any, cast: SimpleNamespace, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestones.admin.plan_history.PlanHistoryAdmin.revisions_per_page", 1)
    envoy = make.make_actor(cast.plan, "envoy")
    take_up(milestone)
    remove([envoy], user=superuser, at=NOW)
    take_up(milestone)
    (second,) = logged_in(superuser).get(plan_page(cast.plan), {"p": 2}).context["happenings"]
    assert [(row["name"], str(row["what"])) for row in second["rows"]] == [("envoy", "added")]


@pytest.mark.one_database
def test_the_plans_history_asks_no_more_for_more_rows(
    milestone: Any, cast: SimpleNamespace, analyst: Any, django_assert_max_num_queries: Any
) -> None:
    client = logged_in(analyst)
    client.get(plan_page(cast.plan))
    with django_assert_max_num_queries(60) as few:
        client.get(plan_page(cast.plan))
    for number in range(4):
        later = make.make_milestone(cast.plan, name_en=f"Step {number}")
        gate = make.make_gate(later)
        make.make_condition(gate, milestone=cast.first)
        make.make_waiver_ending(make.make_waiver(gate))
        make.make_withdrawal_ending(make.make_withdrawal(later))
        make.make_position(make.make_actor(cast.plan), milestone=later)
        make.make_assessment(later)
        make.make_observation(make.make_indicator(cast.plan))
        take_up(cast.first)
    with django_assert_max_num_queries(len(few)):
        client.get(plan_page(cast.plan))


def test_a_restored_form_is_saved_as_a_new_change_with_a_reason(milestone: Any, analyst: Any) -> None:
    taken_up_by(analyst, milestone, name_he="מסירה", due_on=dt.date(2026, 6, 5))
    taken_up_by(analyst, milestone, name_he="אחר", due_on=dt.date(2026, 7, 7), weight=2)
    client = logged_in(analyst)
    page = client.get(history(milestone)).content.decode()
    assert page.count("Restore this version") == 2
    assert "?restore=3" not in page
    answer = client.get(form(milestone, 2))
    assert "Not saved yet" in answer.content.decode()
    typed = served(answer)
    assert [typed[name] for name in ("name_he", "due_on", "weight")] == ["מסירה", "2026-06-05", "1"]
    assert typed["initial-due_on"] == "2026-07-07"
    stored = Milestone.objects.get(pk=milestone.pk)
    assert (stored.name_he, stored.due_on, stored.weight) == ("אחר", dt.date(2026, 7, 7), 2)

    assert "Say why, and save again." in client.post(form(milestone, 2), typed).content.decode()
    assert client.post(form(milestone, 2), typed | {"_reason": "The text says June."}).status_code == 302
    stored.refresh_from_db()
    assert (stored.name_he, stored.due_on, stored.weight) == ("מסירה", dt.date(2026, 6, 5), 1)
    take_up(milestone)
    told_of = client.get(history(milestone))
    assert told_of.context["happenings"][0]["number"] == "4"
    assert [each.words for each in told_of.context["reasons"]] == ["The text says June."]


def test_what_another_changed_since_the_form_was_filled_is_told(milestone: Any, analyst: Any) -> None:
    taken_up_by(analyst, milestone, name_en="Second")
    client = logged_in(analyst)
    typed = served(client.get(form(milestone, 1)))
    Milestone.objects.filter(pk=milestone.pk).update(name_en="Third")
    assert "Changed to “Third” since you opened this form." in client.post(form(milestone, 1), typed).content.decode()


def test_restoring_leaves_who_sees_it_and_every_structure_has_it(
    milestone: Any, cast: SimpleNamespace, superuser: Any
) -> None:
    set_publication([cast.second], Publication.RESTRICTED, user=superuser, at=NOW)
    take_up(milestone)
    client = logged_in(superuser)
    assert served(client.get(form(cast.second, 1)))["publication"] == "restricted"
    for row in (cast.pillar, cast.indicator, cast.gate, cast.series, cast.source, cast.clause, cast.phase, cast.actor):
        answer = client.get(form(row, 1))
        assert client.post(form(row, 1), served(answer)).status_code == 302, row


def test_who_may_not_change_or_see_it_restores_nothing(
    milestone: Any, cast: SimpleNamespace, analyst: Any, reader: Any
) -> None:
    taken_up_by(analyst, milestone, publication="draft", clause="Undisclosed")
    taken_up_by(analyst, milestone, publication="published", clause="17")
    own, other = (logged_in(editor(cast, pillar)) for pillar in ("demilitarisation", "governance"))
    assert "Restore this version" in own.get(history(milestone)).content.decode()
    assert other.get(history(milestone)).status_code in (302, 403, 404)
    assert other.get(form(milestone, 1)).status_code in (302, 403, 404)
    assert own.get(form(milestone, 1)).status_code == 200
    assert own.get(form(milestone, "1x")).status_code == 404
    client = logged_in(reader)
    assert "Restore this version" not in client.get(history(milestone)).content.decode()
    answer = client.get(form(milestone, 2)).content.decode()
    assert "Undisclosed" not in answer
    assert "Not saved yet" not in answer


def test_a_restricted_version_fills_no_form_of_who_is_not_cleared(
    milestone: Any, cast: SimpleNamespace, analyst: Any
) -> None:
    taken_up_by(analyst, milestone, publication="restricted", clause="Undisclosed")
    taken_up_by(analyst, milestone, publication="published", clause="17")
    own = logged_in(editor(cast, "demilitarisation"))
    assert own.get(form(milestone, 2)).status_code == 404
    assert "restore=2" not in own.get(history(milestone)).content.decode()


def test_a_restored_form_tells_the_instant_of_what_its_reader_was_told(
    milestone: Any, cast: SimpleNamespace, analyst: Any
) -> None:
    make.make_milestone(cast.plan, "secret", publication="restricted")
    recompute(cast.plan.pk, now=NOW + dt.timedelta(hours=1))  # a revision of what is hidden from the editor
    assert Revision.objects.filter(plan=cast.plan).count() == 2
    client = logged_in(editor(cast, "demilitarisation"))
    told = {client.get(form(milestone, number)).context["restored"] for number in (1, 2, 999_999)}
    assert told == {notation.instant(NOW)}


def test_records_are_not_restored(milestone: Any, cast: SimpleNamespace, analyst: Any) -> None:
    set_publication([cast.assessment], Publication.RESTRICTED, user=analyst, at=NOW)
    take_up(milestone)
    client = logged_in(analyst)
    assert "Restore this version" not in client.get(history(cast.assessment)).content.decode()
    assert "Not saved yet" not in client.get(form(cast.assessment, 1)).content.decode()


def test_conditions_are_restored_with_their_group_as_a_new_change(
    milestone: Any, cast: SimpleNamespace, analyst: Any
) -> None:
    gate, first = cast.gate, cast.condition
    date = make.make_condition(gate, date=dt.date(2026, 5, 1))
    take_up(milestone)
    Condition.objects.filter(pk=date.pk).delete()
    taken_up_by(analyst, first, reaches=Level.MINIMUM)
    later = make.make_condition(gate, indicator=cast.indicator, at_least=7)
    take_up(milestone)
    client = logged_in(analyst)
    page = client.get(history(gate)).content.decode()
    assert "Condition: changed" in page
    assert "?restore=2" in page
    parts = client.get(f"{history(gate)}2/").context["parts"]
    dates = [[line.new for line in lines if line.label == "Date"] for _kind, lines in parts]
    assert dates == [[], ["1 May 2026"]]
    shown = client.get(f"{history(gate)}4/").content.decode()
    assert ("Crossings" in shown, "1 May 2026" in shown) == (True, False)
    typed = served(client.get(form(gate, 2)))
    assert Condition.objects.filter(gate=gate).count() == 2  # nothing is saved yet
    assert client.post(form(gate, 2), typed | {"_reason": "The text says both."}).status_code == 302
    rows = Condition.objects.filter(gate=gate).order_by("rank")
    assert [(row.milestone_id, row.reaches, row.date) for row in rows] == [
        (cast.first.pk, Level.COMPLETE, None),
        (None, None, dt.date(2026, 5, 1)),
    ]
    assert not Condition.objects.filter(pk=later.pk).exists()
