"""The desk of the chosen plan: the daily work, what waits, and the plan as a tree."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from milestones import notation
from milestones.contingency.scales import Grade, Level
from milestones.models import Membership, Milestone, RecomputeMark
from milestones.services.recompute import recompute
from milestones.services.saving import Filled, save
from tests import factories as make
from tests.admin.conftest import logged_in, take_up
from tests.admin.test_query_counts import more
from tests.pillars.demilitarisation.cast import make_incident

INDEX = reverse("admin:index")
MOST = 19
"""Session, user, permissions (2), plans, whether a recompute failed (2), the plan's freshness, its rows and what
measures need, authors of drafts (3), marks."""


def open_desk(client: Any, plan: Any) -> Any:
    client.post(reverse("admin:choose-plan"), {"plan": plan.pk})
    answer = client.get(INDEX)
    assert answer.status_code == 200
    return answer


def piles(client: Any, plan: Any) -> dict[str, set[str]]:
    told = open_desk(client, plan).context["piles"]
    return {pile.title: {link.words for link in (*pile.first, *pile.more)} for pile in told}


def test_what_waits_is_counted_and_linked(cast: SimpleNamespace, analyst: Any) -> None:
    plan = make.make_plan("work")
    today = timezone.now().date()
    ago = [today - dt.timedelta(days=days) for days in range(40)]
    late = make.make_milestone(plan, "late", name_en="Late step", due_on=ago[3])
    make.make_condition(make.make_gate(late, before="start"), milestone=make.make_milestone(plan, "first"))
    first = plan.milestones.get(slug="first")
    source = make.make_source(plan, "report")
    make.make_assessment(first, level=Level.COMPLETE, date=ago[2], source=source, verification=Grade.VERIFIED)
    claimed = make.make_milestone(plan, "claimed", name_en="Claimed step")
    make.make_assessment(claimed, level=Level.COMPLETE, date=ago[5], source=source, verification=Grade.REPORTED)
    old = make.make_indicator(plan, "trucks", name_en="Trucks", stale_after=7)
    make.make_series(old, "army", name_en="Army's count")
    make.make_observation(old, 12, date=ago[30], source=source, series="army")
    make.make_observation(old, 3, date=ago[1], source=source, entered_by=analyst, publication="draft")
    theirs = make.make_observation(old, 4, date=ago[1], publication="draft", source=None)
    make.make_observation(old, 5, date=ago[1], source=None, note_ar="تُلي شفاهًا.")  # and says why it names none
    own = Milestone(plan=plan, pillar=first.pillar, slug="own", name_en="Own step", publication="draft")
    assert save([Filled(own, ())], user=analyst, at=timezone.now()).rows
    make.make_phase(plan)  # of which there is no draft
    other = Milestone(plan=plan, pillar=first.pillar, slug="theirs", name_en="Their step", publication="draft")
    assert save([Filled(other, ())], user=make.make_user("other", is_superuser=True), at=timezone.now()).rows
    make.make_indicator(plan, "incidents", measure="demilitarisation.incidents_30_days")  # computed: it has no source
    make_incident(plan, case="case", date=ago[3], source=source, verification=Grade.VERIFIED)
    recompute(plan.pk, now=timezone.now())
    told = piles(logged_in(analyst), plan)
    assert {title: len(names) for title, names in told.items()} == {
        "My drafts": 2,
        "Sent back": 0,
        "To review": 2,
        "Overdue": 1,
        "Contested": 1,
        "Series gone stale": 1,
        "Gates that opened or closed this week": 1,
        "Records without a source": 1,
        "Waiting for the recompute": 0,
    }
    assert told["Overdue"] == {"Late step"}
    assert told["Contested"] == {"Claimed step"}
    assert told["Series gone stale"] == {"Trucks"}
    stale = next(pile for pile in open_desk(logged_in(analyst), plan).context["piles"] if "stale" in pile.title)
    assert stale.first[0].beside == f"Army's count · {notation.day(ago[30])}"
    assert "Own step" in told["My drafts"]
    assert told["To review"] == {str(theirs), "Their step"}
    assert told["Records without a source"] == {str(theirs)}


def test_marks_wait_until_the_recompute(cast: SimpleNamespace, analyst: Any) -> None:
    client = logged_in(analyst)
    waiting = open_desk(client, cast.plan).context["piles"][-1]
    assert waiting.count == RecomputeMark.objects.filter(plan=cast.plan).count() > 0
    take_up(cast.plan)
    assert piles(client, cast.plan)["Waiting for the recompute"] == set()


def test_the_plan_is_a_tree_with_the_pillars_own_records(cast: SimpleNamespace, analyst: Any) -> None:
    page = open_desk(logged_in(analyst), cast.plan)
    [pillar] = [told for told in page.context["branches"] if told["pillar"].words == str(cast.first.pillar)]
    assert "Handover" in [link.words for link in pillar["milestones"]]
    assert "Amnesties" not in {link.words for link in pillar["kinds"]}
    assert pillar["kinds"]
    assert all(link.address.startswith("/admin/demilitarisation/") for link in pillar["kinds"])


def test_four_kinds_are_added_by_one_key_each(cast: SimpleNamespace, analyst: Any, reader: Any) -> None:
    body = open_desk(logged_in(analyst), cast.plan).content.decode()
    assert [body.count(f'accesskey="{key}"') for key in "aosp"] == [1, 1, 1, 1]
    assert "accesskey" not in open_desk(logged_in(reader), cast.plan).content.decode()


def test_readers_are_told_nothing_hidden(cast: SimpleNamespace, reader: Any) -> None:
    make.make_milestone(cast.plan, name_en="Secret talks", publication="restricted")
    make.make_milestone(cast.plan, name_en="Drafted talks", publication="draft")
    body = open_desk(logged_in(reader), cast.plan).content.decode()
    assert "Handover" in body
    assert "talks" not in body


def test_of_all_plans_there_are_lists_and_of_a_role_in_one_its_desk(cast: SimpleNamespace, superuser: Any) -> None:
    client = logged_in(superuser)
    open_desk(client, cast.plan)
    client.post(reverse("admin:choose-plan"), {"plan": ""})
    body = client.get(INDEX).content.decode()
    assert reverse("admin:milestones_waiver_changelist") in body
    assert reverse("admin:milestones_waiverending_changelist") not in body  # found where the waiver is
    assert "Choose a plan to come to its desk" in body
    member = make.make_user("member", is_staff=True)
    Membership.objects.create(user=member, role="contributor", plan=cast.plan)
    assert logged_in(member).get(INDEX).context["desk_plan"] == cast.plan


def test_the_end_of_a_waiver_is_said_on_its_page(cast: SimpleNamespace, analyst: Any) -> None:
    waiver = make.make_waiver(cast.gate, date=make.DAY + dt.timedelta(days=900))
    page = logged_in(analyst).get(reverse("admin:milestones_waiver_change", args=[waiver.pk]))
    assert f"{reverse('admin:milestones_waiverending_add')}?waiver={waiver.pk}" in page.content.decode()


@pytest.mark.one_database
def test_the_desk_asks_as_often_for_a_large_plan(cast: SimpleNamespace, analyst: Any) -> None:
    client = logged_in(analyst)
    make.make_milestone(cast.plan, publication="draft")
    take_up(cast.plan)
    more(cast, range(1))
    few = _asked(client, cast)
    more(cast, range(1, 12))
    many = _asked(client, cast)
    assert len(many) == len(few), [query["sql"][:150] for query in many]
    assert len(many) <= MOST, [query["sql"][:150] for query in many]


def _asked(client: Any, cast: SimpleNamespace) -> list[Any]:
    for index in range(2):
        make.make_assessment(cast.first, publication="draft", date=make.DAY + dt.timedelta(days=index))
    open_desk(client, cast.plan)
    with CaptureQueriesContext(connection) as asked:
        client.get(INDEX)
    return list(asked.captured_queries)
