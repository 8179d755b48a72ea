"""The history of a row: what each revision made of it, by whom, in the words of its form."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import translation

from milestones.kinds.core import KIND_OF
from milestones.models import Actor, Assessment, PlanEntry, Publication, Revision, Submission
from milestones.selectors.row_history import What
from milestones.services.publication import set_publication
from milestones.services.recompute import recompute
from milestones.services.retraction import remove, retract
from tests import factories as make
from tests.admin.conftest import NOW, logged_in, take_up


def page(row: Any, name: str = "history", *more: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *more])


def told(client: Client, row: Any) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """What happened, newest first, and by label what was and what is."""
    happenings = client.get(page(row)).context["happenings"]
    return [
        (str(each["what"]), {line.label: (line.old, line.new) for line in each.get("lines", ())}) for each in happenings
    ]


def taken_up_by(user: Any, row: Any, **columns: Any) -> None:
    """Change the row's columns as the user, and have a revision take it up."""
    for name, value in columns.items():
        setattr(row, name, value)
    row._author = user
    row.save()
    take_up(row)


@pytest.fixture
def milestone(cast: SimpleNamespace) -> Any:
    """A milestone that a first revision has taken up."""
    take_up(cast.first)
    return cast.first


def test_each_column_is_told_in_the_words_of_the_form(milestone: Any, cast: SimpleNamespace, analyst: Any) -> None:
    taken_up_by(
        analyst, milestone, name_he="מסירה", due_on=dt.date(2026, 6, 5), verification=3, weight=2,
        certifier=cast.actor, certifier_none_designated=False, kind="announcement",
    )  # fmt: skip
    assert told(logged_in(analyst), milestone) == [
        (
            "changed",
            {
                "Name (Hebrew)": ("–", "מסירה"),
                "Kind": ("deed", "announcement"),
                "Due": ("–", "5 June 2026"),
                "Weight": ("1", "2"),
                "Required grade": ("–", "verified"),
                "Certifier": ("–", str(cast.actor)),
            },
        ),
        ("added", {}),
    ]
    content = logged_in(analyst).get(page(milestone)).content.decode()
    assert '<dd lang="he">' in content
    assert "2 March 2026, 08:00 UTC" in content


def test_who_made_a_change_is_told_where_several_did(
    milestone: Any, cast: SimpleNamespace, analyst: Any, superuser: Any
) -> None:
    cast.second.clause, cast.second._author = "3", superuser
    cast.second.save()
    taken_up_by(analyst, milestone, clause="17")
    for row, who in ((milestone, analyst), (cast.second, superuser)):
        newest = logged_in(analyst).get(page(row)).context["happenings"][0]
        assert newest["who"] == str(who)


def test_a_new_name_of_another_row_is_no_change_of_those_that_name_it(
    milestone: Any, cast: SimpleNamespace, superuser: Any
) -> None:
    taken_up_by(superuser, milestone, certifier=cast.actor)
    taken_up_by(superuser, cast.actor, slug="council")
    assert PlanEntry.objects.filter(kind="milestones.milestone", key=milestone.pk).count() == 3
    taken_up_by(superuser, milestone, clause="17")
    assert [each for each, _ in told(logged_in(superuser), milestone)] == ["changed", "changed", "added"]
    assert told(logged_in(superuser), milestone)[1][1] == {"Certifier": ("–", str(cast.actor))}


def test_who_saw_it_is_told_where_that_changed_with_what_it_hangs_on(
    cast: SimpleNamespace, analyst: Any, reader: Any
) -> None:
    take_up(cast.gate)
    set_publication([cast.second], Publication.RESTRICTED, user=analyst, at=NOW)
    take_up(cast.gate)
    assert told(logged_in(analyst), cast.second)[0] == ("restricted", {"Publication": ("published", "restricted")})
    seen_by = {"Seen by, with all that it hangs on": ("published", "restricted")}
    assert told(logged_in(analyst), cast.gate)[0] == ("restricted", seen_by)
    assert logged_in(analyst).get(page(cast.gate)).context["happenings"][0]["who"] == str(analyst)
    assert logged_in(reader).get(page(cast.gate)).status_code == 404


def test_a_reader_is_not_told_what_a_draft_said(milestone: Any, reader: Any, analyst: Any) -> None:
    taken_up_by(analyst, milestone, publication="draft", clause="Undisclosed")
    taken_up_by(analyst, milestone, publication="published", clause="17")
    client = logged_in(reader)
    assert told(client, milestone) == [("changed", {"Clause": ("–", "17")}), ("added", {})]
    assert "Undisclosed" not in client.get(page(milestone)).content.decode()
    assert [client.get(page(milestone, "version", number)).status_code for number in (1, 2, 3)] == [200, 404, 200]
    assert [each for each, _ in told(logged_in(analyst), milestone)] == ["published", "withheld as a draft", "added"]


def test_what_was_a_draft_is_shown_for_the_first_time(cast: SimpleNamespace, reader: Any, superuser: Any) -> None:
    row = make.make_milestone(cast.plan, "talks", publication="draft")
    take_up(row)
    set_publication([row], Publication.PUBLISHED, user=superuser, at=NOW)
    take_up(row)
    assert told(logged_in(reader), row) == [("shown for the first time", {})]


def test_who_saw_the_draft_is_told_that_it_was_published(cast: SimpleNamespace, superuser: Any) -> None:
    row = make.make_milestone(cast.plan, "talks", publication="draft")
    take_up(row)
    set_publication([row], Publication.PUBLISHED, user=superuser, at=NOW)
    take_up(row)
    taken_up_by(superuser, row, weight=2)
    assert [what for what, _lines in told(logged_in(superuser), row)] == ["changed", "published", "added"]


def test_a_removal_is_told_to_those_who_see_everything(cast: SimpleNamespace, reader: Any, superuser: Any) -> None:
    row = make.make_actor(cast.plan, "envoy")
    take_up(row)
    gone = Actor.objects.get(pk=row.pk)
    remove([row], user=superuser, at=NOW)
    take_up(cast.first)
    client = logged_in(superuser)
    assert told(client, gone) == [("removed", {}), ("added", {})]
    assert client.get(page(gone)).context["happenings"][0]["who"] == str(superuser)
    assert f"actor {gone.pk}" in client.get(page(gone)).content.decode()
    assert logged_in(reader).get(page(gone)).status_code == 404
    gone._state.adding = True
    gone.save(force_insert=True)  # under the key that it had
    take_up(gone)
    expected = ["came again", "removed", "added"]
    assert [each for each, _ in told(client, gone)] == expected
    assert [each for each, _ in told(logged_in(reader), gone)] == expected


def test_an_edit_that_no_revision_has_taken_up_waits(milestone: Any, analyst: Any, superuser: Any) -> None:
    milestone.clause = "17"
    milestone.save()
    LogEntry.objects.create(
        user=analyst,
        content_type=ContentType.objects.get_for_model(milestone),
        object_id=str(milestone.pk),
        object_repr="Handover",
        action_flag=CHANGE,
        change_message='[{"changed": {"fields": ["Clause"]}}]',
    )
    client = logged_in(superuser)
    assert [each for each, _ in told(client, milestone)] == ["changed; waits to be taken up", "added"]
    assert "Changed Clause." in client.get(page(milestone)).content.decode()
    recompute(milestone.plan_id, now=NOW)
    assert [each for each, _ in told(client, milestone)] == ["changed", "added"]


def test_records_have_the_same_page(cast: SimpleNamespace, analyst: Any) -> None:
    take_up(cast.first)
    set_publication([cast.assessment], Publication.RESTRICTED, user=analyst, at=NOW)
    take_up(cast.first)
    told_of = told(logged_in(analyst), cast.assessment)
    assert told_of == [("restricted", {"Publication": ("published", "restricted")}), ("added", {})]
    retract(KIND_OF[Assessment], [cast.assessment], reason="Misread.", user=analyst, at=NOW)
    take_up(cast.first)
    set_publication([cast.assessment], Publication.DRAFT, user=analyst, at=NOW)
    take_up(cast.first)
    words = [what for what, _lines in told(logged_in(analyst), cast.assessment)]
    assert words == ["withheld as a draft", "retracted", "restricted", "added"]
    sent_back = {"sent_back_by": analyst, "sent_back_at": NOW, "closed_at": NOW, "remarks": "Name the page."}
    Submission.objects.create(plan=cast.plan, kind=Assessment._meta.label, key=cast.assessment.pk, at=NOW, **sent_back)
    [remarks] = logged_in(analyst).get(page(cast.assessment)).context["reasons"]
    assert (remarks.who, remarks.words) == (str(analyst), "sent back: Name the page.")


def test_a_version_has_every_column(milestone: Any, analyst: Any) -> None:
    lines = logged_in(analyst).get(page(milestone, "version", 1)).context["lines"]
    said = {line.label: line.new for line in lines}
    assert said["Name (Arabic)"] == "تسليم"
    assert said["No certifier designated"] == "no"
    assert said["Seen by, with all that it hangs on"] == "published"


def test_it_is_told_in_the_readers_language(milestone: Any, analyst: Any) -> None:
    taken_up_by(analyst, milestone, kind="announcement")
    for language, word in (("ar", "إعلان"), ("he", "הכרזה")):
        content = logged_in(analyst).get(page(milestone), headers={"accept-language": language}).content.decode()
        assert f"<ins><bdi>{word}</bdi></ins>" in content
        with translation.override(language):
            assert str(What.CHANGED.label) in content


def test_a_long_history_has_pages(milestone: Any, analyst: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milestones.admin.histories.HistoryAdmin.history_per_page", 2)
    for number in range(4):
        taken_up_by(analyst, milestone, clause=str(number))
    client = logged_in(analyst)
    second = client.get(page(milestone), {"p": 2}).context["happenings"]
    assert [[(line.old, line.new) for line in each["lines"]] for each in second] == [[("0", "1")], [("–", "0")]]


@pytest.mark.one_database
def test_it_asks_no_more_for_more_versions(
    milestone: Any, cast: SimpleNamespace, analyst: Any, django_assert_max_num_queries: Any
) -> None:
    client = logged_in(analyst)
    taken_up_by(analyst, milestone, certifier=cast.actor)
    client.get(page(milestone))
    with django_assert_max_num_queries(40) as few:
        client.get(page(milestone))
    for number in range(5):
        taken_up_by(analyst, milestone, clause=str(number))
    with django_assert_max_num_queries(len(few)):
        client.get(page(milestone))
    assert Revision.objects.filter(plan=cast.plan).count() == 7
