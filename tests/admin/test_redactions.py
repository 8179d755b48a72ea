"""Taking out for good in the admin: by one administrator alone, or by two; by nobody else, and never half."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from milestones.models import Assessment, PlanEntry
from milestones.services.recompute import recompute
from tests import factories as make
from tests.admin.conftest import in_role, logged_in

NAME = "Zebediah Quillfeather"
REASON = "A person was named in the note."
LIST = reverse("admin:milestones_planentry_changelist")


@pytest.fixture
def noted(db: None) -> SimpleNamespace:
    """A record that names somebody, and the milestone that it is about."""
    milestone = make.make_milestone(make.make_plan(publication="published"), publication="published")
    record = make.make_assessment(milestone, note=f"Seen by {NAME}.", publication="published")
    recompute(milestone.plan_id)
    return SimpleNamespace(milestone=milestone, record=record, entry=entry_of(record))


def entry_of(row: Any) -> PlanEntry:
    return PlanEntry.objects.filter(kind=row._meta.label_lower, key=row.pk).order_by("first")[0]


def page(entry: PlanEntry) -> str:
    return reverse("admin:milestones_planentry_redaction", args=[entry.pk])


def send(client: Client, entry: PlanEntry, reason: str = REASON, **more: str) -> Any:
    return client.post(page(entry), {"_reason": reason, "read": "1"} | more, follow=True)


def is_redacted(entry: PlanEntry) -> bool:
    entry.refresh_from_db()
    assert (entry.body == "") == (entry.redacted_at is not None)
    return entry.body == ""


def errors(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["errors"]]


def test_one_administrator_takes_it_out_alone(superuser: Any, noted: SimpleNamespace) -> None:
    client = logged_in(superuser)
    make.make_user("former", is_staff=True, is_superuser=True, is_active=False)
    version = client.get(reverse("admin:milestones_assessment_version", args=[noted.record.pk, noted.entry.first]))
    assert f'href="{page(noted.entry)}"' in version.content.decode()
    assert NAME in client.get(page(noted.entry)).content.decode()
    assert not is_redacted(noted.entry)

    unread = client.post(page(noted.entry), {"_reason": REASON})
    assert errors(unread) == ["Tick that you have read that this cannot be undone."]
    assert REASON in unread.content.decode()
    assert errors(send(client, noted.entry, " ")) == ["Say why: what was mistaken, and how it is known."]
    assert not is_redacted(noted.entry)

    answer = send(client, noted.entry)
    assert "Taken out for good." in answer.content.decode()
    assert is_redacted(noted.entry)
    assert noted.entry.redaction_reason == REASON
    assert not Assessment.objects.get().note
    kept = LogEntry.objects.get(content_type__model="planentry", object_id=str(noted.entry.pk))
    assert (kept.user, kept.get_change_message()) == (superuser, "Changed redacted.")


def test_where_there_are_two_another_confirms_what_one_asked_for(superuser: Any, noted: SimpleNamespace) -> None:
    first, second = logged_in(superuser), logged_in(make.make_user("other", is_staff=True, is_superuser=True))
    for _again in range(2):
        assert "Nothing is taken out yet." in send(first, noted.entry).content.decode()
    assert not is_redacted(noted.entry)

    assert [row.pk for row in second.get(LIST, {"redaction": "asked"}).context["cl"].result_list] == [noted.entry.pk]
    asked = second.get(page(noted.entry))
    assert asked.context["reason"] == REASON
    assert {told.who for told in asked.context["asked"]} == {"root"}
    assert errors(second.post(page(noted.entry), {"_reason": REASON})) != []
    assert not is_redacted(noted.entry)

    send(second, noted.entry)
    assert is_redacted(noted.entry)
    assert "redacted, as root asked" in LogEntry.objects.order_by("-pk")[0].get_change_message()
    for state, expected in (("asked", []), ("done", [noted.entry.pk])):
        assert [row.pk for row in second.get(LIST, {"redaction": state}).context["cl"].result_list] == expected


def test_other_words_ask_anew_and_are_kept_only_until_it_is_done(superuser: Any, noted: SimpleNamespace) -> None:
    first, second = logged_in(superuser), logged_in(make.make_user("other", is_staff=True, is_superuser=True))
    send(first, noted.entry, f"It named {NAME}.")
    assert "Nothing is taken out yet." in send(second, noted.entry).content.decode()
    assert not is_redacted(noted.entry)
    send(first, noted.entry)
    assert is_redacted(noted.entry)
    assert not LogEntry.objects.filter(change_message__contains=NAME).exists()


def test_who_asked_and_is_an_administrator_no_more_counts_no_more(superuser: Any, noted: SimpleNamespace) -> None:
    make.make_user("third", is_staff=True, is_superuser=True)
    other = make.make_user("other", is_staff=True, is_superuser=True)
    send(logged_in(other), noted.entry)
    other.is_superuser = False
    other.save()
    assert "Nothing is taken out yet." in send(logged_in(superuser), noted.entry).content.decode()
    assert not is_redacted(noted.entry)


def test_nobody_else_may(superuser: Any, noted: SimpleNamespace) -> None:
    client = logged_in(in_role("administrator"))
    assert client.get(page(noted.entry)).status_code == 403
    assert send(client, noted.entry).status_code == 403
    version = client.get(reverse("admin:milestones_assessment_version", args=[noted.record.pk, noted.entry.first]))
    assert page(noted.entry) not in version.content.decode()
    assert Client().get(page(noted.entry)).status_code == 302
    assert not is_redacted(noted.entry)
    assert logged_in(superuser).get(page(PlanEntry(pk=2**70))).status_code == 404


def test_what_was_redacted_is_not_redacted_again(superuser: Any, noted: SimpleNamespace) -> None:
    client = logged_in(superuser)
    send(client, noted.entry)
    assert is_redacted(noted.entry)
    for answer in (client.get(page(noted.entry)), send(client, noted.entry, "Another.")):
        assert errors(answer) == ["This was redacted already."]
        assert "<textarea" not in answer.content.decode()
    noted.entry.refresh_from_db()
    assert noted.entry.redaction_reason == REASON


@pytest.mark.parametrize("count", [1, 2])
def test_what_the_plan_says_now_is_refused(superuser: Any, noted: SimpleNamespace, count: int) -> None:
    if count == 2:
        make.make_user("other", is_staff=True, is_superuser=True)
    client, entry = logged_in(superuser), entry_of(noted.milestone)
    for answer in (client.get(page(entry)), send(client, entry)):
        assert errors(answer) == [
            "This is what the plan says now. Change the row first, so that it says nothing of it any more."
        ]
    assert not is_redacted(entry)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_page_speaks_the_readers_language(superuser: Any, noted: SimpleNamespace, language: str) -> None:
    answer = logged_in(superuser).get(page(noted.entry), headers={"accept-language": language}).content.decode()
    assert "cannot be undone" not in answer
    assert 'dir="rtl"' in answer
