"""Loading again changes what differs, adds new records, and leaves the rest as it is."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from milestones.kinds.format import table_of
from milestones.loading.versions import columns_of_versions
from milestones.models import (
    Actor,
    Assessment,
    Condition,
    Gate,
    Indicator,
    Milestone,
    Observation,
    Plan,
    PlanEntry,
    RecomputeMark,
    Responsibility,
    Revision,
    ScheduleRevision,
    Source,
    Submission,
    Waiver,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.planfile import PlanFileError, as_mapping
from milestones.services.loading import load_document
from milestones.services.recompute import recompute
from milestones.state.exporting import export_document
from tests.factories import make_analyst, make_plan
from tests.services.small_files import COMMITTEE, HANDOVER, PULL_BACK, accord, document

INSTANT = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def raw() -> dict[str, Any]:
    """The small file, loaded; for the test to change and load again."""
    load_document(document())
    return accord()


def test_two_milestones_may_be_due_after_each_other() -> None:
    load_document(document())
    due_after = dict(Milestone.objects.values_list("slug", "due_after__slug"))
    assert due_after == {"committee": None, "handover": "pull-back", "pull-back": "handover"}


def taken_up(kind: str, slug: str) -> list[PlanEntry]:
    """The versions of the row, newest first, once a revision has taken up what was loaded."""
    recompute(Plan.objects.get().pk, now=INSTANT)
    return list(PlanEntry.objects.filter(kind=kind, body__contains=f'"slug":"{slug}"').order_by("-first"))


def test_a_new_row_has_one_entry_in_its_history_as_it_came_out() -> None:
    load_document(document())
    [entry] = taken_up("milestones.milestone", "handover")
    [columns] = columns_of_versions(table_of("milestones"), [entry])
    assert columns["due_after_id"] == Milestone.objects.get(slug="pull-back").pk
    assert (columns["due_days"], columns["rank"]) == (90, 1)


def test_revisions_and_records_say_who_loaded() -> None:
    amina = make_analyst()
    load_document(document(), user=amina)
    recompute(Plan.objects.get().pk, now=INSTANT)
    revision = Revision.objects.get()
    assert PlanEntry.objects.exists()
    assert {(revision.at, *revision.who_changed(entry.kind, entry.key)) for entry in PlanEntry.objects.all()} == {
        (INSTANT, amina.pk)
    }
    assert set(Assessment.objects.values_list("entered_by", flat=True)) == {amina.pk}
    assert Assessment.objects.get(level=1).recorded_at == dt.datetime(2026, 2, 10, tzinfo=dt.UTC)


def test_only_what_differs_gets_a_new_entry_in_its_history(raw: dict[str, Any]) -> None:
    recompute(Plan.objects.get().pk, now=INSTANT)
    raw["milestones"][HANDOVER]["name"] = {"en": "Handover", "ar": "تسليم"}
    report = load_document(document(raw))
    assert report.of("milestones").changed == ["handover"]
    assert report.of("milestones").unchanged == ["committee", "pull-back"]
    assert [entry.first for entry in taken_up("milestones.milestone", "handover")] == [2, 1]
    assert PlanEntry.objects.filter(first=2).count() == 1
    assert Milestone.objects.get(slug="handover").name_ar == "تسليم"


def test_a_changed_milestone_may_be_due_after_a_new_one(raw: dict[str, Any]) -> None:
    raw["milestones"].insert(0, {"slug": "truce", "name": "Truce", "pillar": "governance"})
    raw["milestones"][1]["due"] = {"days": 3, "after": "truce", "reaches": "minimum"}
    load_document(document(raw))
    assert Milestone.objects.get(slug="committee").due_after.slug == "truce"
    assert list(Milestone.objects.values_list("slug", flat=True)) == ["truce", "committee", "handover", "pull-back"]


def test_a_loaded_plan_keeps_its_revision(raw: dict[str, Any]) -> None:
    Plan.objects.update(revision=7)
    raw["plan"]["name"] = "The Accord"
    load_document(document(raw))
    assert Plan.objects.values_list("name_en", "name_ar", "revision").get() == ("The Accord", None, 7)


def test_a_new_record_is_added_beside_the_old(raw: dict[str, Any]) -> None:
    before = set(Assessment.objects.values_list("pk", flat=True))
    new = {"date": "2026-04-10", "level": "minimum", "source": "report"}
    raw["milestones"][COMMITTEE]["assessments"].insert(0, new)
    report = load_document(document(raw))
    assert report.of("assessments").added == ["committee 2026-04-10"]
    assert len(report.of("assessments").unchanged) == 2
    assert before < set(Assessment.objects.values_list("pk", flat=True))
    assert Assessment.objects.count() == 3


def test_two_records_that_say_the_same_are_two_rows(raw: dict[str, Any]) -> None:
    observations = raw["indicators"][0]["observations"]
    observations.append(observations[0])
    load_document(document(raw))
    assert Observation.objects.filter(value="10.5").count() == 2
    assert not load_document(document(raw)).has_writes
    assert Observation.objects.count() == 3


def test_a_corrected_record_is_a_new_one_and_the_old_is_kept_and_named(raw: dict[str, Any]) -> None:
    raw["milestones"][COMMITTEE]["assessments"][0]["level"] = "intermediate"
    report = load_document(document(raw))
    assert report.of("assessments").added == ["committee 2026-02-10"]
    assert report.of("assessments").kept == ["committee 2026-02-10"]
    assert sorted(Assessment.objects.values_list("level", flat=True)) == [1, 2, 3]
    assert any("1 kept that the file does not have (committee 2026-02-10)" in line for line in report.sentences())


def test_a_load_that_writes_nothing_says_so_of_records_that_the_file_does_not_have(raw: dict[str, Any]) -> None:
    del raw["milestones"][COMMITTEE]["assessments"][0]
    assert list(load_document(document(raw)).sentences()) == [
        "Nothing was written: of accord 1 on record is not in the file, or says otherwise there; it stays.",
        "Assessments: 1 kept that the file does not have (committee 2026-02-10), 1 unchanged.",
    ]


def test_what_a_measure_computed_is_passed_over_with_a_word(raw: dict[str, Any]) -> None:
    Indicator.objects.update(measure="governance.seats_filled")
    computed = {"date": "2026-01-14", "value": 12, "series": "derived"}
    raw["indicators"][0] |= {"measure": "governance.seats_filled", "observations": [computed]}
    said = list(load_document(document(raw)).sentences())
    assert (
        'Observations of the series "derived" passed over: 1. What a measure gives is computed from its pillar\'s '
        "records."
    ) in said
    assert not Observation.objects.filter(series="derived").exists()


def test_a_retraction_says_why(raw: dict[str, Any]) -> None:
    record = raw["milestones"][COMMITTEE]["assessments"][0]
    record["retracted"] = {"at": "2026-05-01T00:00:00Z", "reason": "Of another committee."}
    load_document(document(raw))
    row = Assessment.objects.get(level=1)
    assert (row.retracted_at, row.retraction_reason) == (
        dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        "Of another committee.",
    )
    assert as_mapping(export_document(Plan.objects.get()))["milestones"][0]["assessments"][0] == record | {
        "verification": "reported"
    }
    record["retracted"] = "2026-05-01T00:00:00Z"
    assert not load_document(document(raw)).has_writes


def test_a_retraction_that_did_not_say_why_may_say_it_later(raw: dict[str, Any]) -> None:
    record = raw["milestones"][COMMITTEE]["assessments"][0]
    record["retracted"] = "2026-05-01T00:00:00Z"
    load_document(document(raw))
    record["retracted"] = {"at": "2026-05-01T00:00:00Z", "reason": "Of another committee."}
    assert load_document(document(raw)).of("assessments").retracted == ["committee 2026-02-10"]
    assert Assessment.objects.get(level=1).retraction_reason == "Of another committee."
    record["retracted"]["reason"] = "Of a third committee."
    with pytest.raises(PlanFileError):
        load_document(document(raw))


def test_the_reason_of_a_retraction_is_kept_in_each_language_and_may_be_translated_later(raw: dict[str, Any]) -> None:
    record = raw["milestones"][COMMITTEE]["assessments"][0]
    at = "2026-05-01T00:00:00Z"
    record["retracted"] = {"at": at, "reason": "Of another committee."}
    load_document(document(raw))
    reason = {"en": "Of another committee.", "ar": "عن لجنة أخرى.", "he": "של ועדה אחרת."}
    record["retracted"] = {"at": at, "reason": reason}
    assert load_document(document(raw)).of("assessments").retracted == ["committee 2026-02-10"]
    row = Assessment.objects.get(level=1)
    for language, words in reason.items():
        with translation.override(language):
            assert row.why_retracted == words
    exported = as_mapping(export_document(Plan.objects.get()))["milestones"][0]["assessments"][0]
    assert exported["retracted"] == record["retracted"]
    record["retracted"] = {"at": at, "reason": "Of another committee."}
    assert not load_document(document(raw)).has_writes


def test_a_record_that_differs_in_its_quotation_marks_alone_is_the_same_and_stays_as_it_was(
    raw: dict[str, Any],
) -> None:
    record = raw["milestones"][COMMITTEE]["assessments"][0]
    at = "2026-05-01T00:00:00Z"
    record |= {
        "note": {"en": 'The "chair".', "he": 'מזכ"ל האו"ם.'},
        "retracted": {"at": at, "reason": 'Not the "chair".'},
    }
    load_document(document(raw))
    record |= {
        "note": {"en": "The “chair”.", "he": "מזכ״ל האו״ם."},
        "retracted": {"at": at, "reason": "Not the “chair”."},
    }
    report = load_document(document(raw))
    assert not report.has_writes
    assert len(report.of("assessments").unchanged) == 2
    assert Assessment.objects.get(note_en='The "chair".').retraction_reason == 'Not the "chair".'


def test_a_retraction_is_set_once_and_stays_where_the_file_forgets_it(raw: dict[str, Any]) -> None:
    before = Assessment.objects.get(level=1).pk
    raw["milestones"][COMMITTEE]["assessments"][0]["retracted"] = "2026-05-01T00:00:00Z"
    report = load_document(document(raw))
    assert report.of("assessments").retracted == ["committee 2026-02-10"]
    assert report.of("assessments").unchanged == ["committee 2026-03-10"]
    retracted = Assessment.objects.get(level=1)
    assert (retracted.pk, retracted.retracted_at) == (before, dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert not load_document(document()).has_writes
    assert Assessment.objects.get(level=1).retracted_at == retracted.retracted_at


def test_of_records_that_say_the_same_one_that_still_counts_is_retracted() -> None:
    raw = accord()
    assessments = raw["milestones"][COMMITTEE]["assessments"]
    assessments.insert(0, assessments[0] | {"retracted": "2026-05-01T00:00:00Z"})
    load_document(document(raw))
    del assessments[0]
    assessments[0]["retracted"] = "2026-06-01T00:00:00Z"
    load_document(document(raw))
    retracted = Assessment.objects.filter(level=1).values_list("retracted_at__month", flat=True)
    assert sorted(retracted) == [5, 6]


def test_the_language_of_whoever_loads_leaves_no_trace() -> None:
    with translation.override("ar"):
        load_document(document())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM milestones_plan")
        assert cursor.fetchall() == [("Accord",)]


def test_a_withdrawal_ends_where_the_file_says_so_and_stays_ended(raw: dict[str, Any]) -> None:
    raw["milestones"][PULL_BACK]["withdrawn"]["ended"] = {"date": "2026-06-20", "source": "report"}
    load_document(document(raw))
    ending = WithdrawalEnding.objects.get()
    assert (ending.withdrawal, ending.date) == (Withdrawal.objects.get(), dt.date(2026, 6, 20))
    assert not load_document(document()).has_writes


def test_publication_of_a_record_follows_the_file(raw: dict[str, Any]) -> None:
    raw["indicators"][0]["observations"][0]["publication"] = "restricted"
    raw["milestones"][HANDOVER]["schedule"][0]["publication"] = "draft"
    report = load_document(document(raw))
    assert report.of("observations").changed == ["weapons 2026-02-01"]
    assert Observation.objects.get(publication="restricted").value == 10.5
    assert ScheduleRevision.objects.get().publication == "draft"
    assert Observation.objects.count() == 2


def test_what_a_file_publishes_or_retracts_ends_its_review(raw: dict[str, Any]) -> None:
    plan, raw["milestones"][COMMITTEE]["publication"] = Plan.objects.get(), "draft"
    raw["milestones"][COMMITTEE]["assessments"][0]["publication"] = "draft"
    load_document(document(raw))
    drafts = [Milestone.objects.get(slug="committee"), Assessment.objects.get(publication="draft")]
    for draft in drafts:
        Submission.objects.create(plan=plan, kind=draft._meta.label, key=draft.pk, at=INSTANT)
    gone = Submission.objects.create(plan=plan, kind="fisheries.Catch", key=1, at=INSTANT, sent_back_at=INSTANT)
    raw["plan"]["name"] = "The Accord"
    load_document(document(raw))
    assert Submission.objects.filter(closed_at=None).count() == 3
    raw["milestones"][COMMITTEE]["assessments"][0]["retracted"] = {"at": "2026-05-01T00:00:00Z", "reason": "A slip."}
    load_document(document(raw))
    assert [known.kind for known in Submission.objects.filter(closed_at=None)] == [Milestone._meta.label, gone.kind]
    del raw["milestones"][COMMITTEE]["publication"]
    load_document(document(raw))
    assert Submission.objects.get(closed_at=None) == gone  # of a pillar app that is installed no more


def test_revisions_of_one_date_keep_the_order_of_the_file(raw: dict[str, Any]) -> None:
    schedule = raw["milestones"][HANDOVER]["schedule"]
    schedule += [{"date": "2026-05-21", "due": "2026-08-01"}, {"date": "2026-04-01", "due": "2026-07-01"}]
    load_document(document(raw))
    schedule.append({"date": "2026-05-21", "due": "2026-12-01"})
    load_document(document(raw))
    rows = ScheduleRevision.objects.order_by("rank").values_list("rank", "due_on__month")
    assert list(rows) == [(0, 9), (1, 8), (2, 7), (3, 12)]


def test_a_gate_keeps_its_row_when_others_come_before_it(raw: dict[str, Any]) -> None:
    first, second = Gate.objects.order_by("rank").values_list("pk", flat=True)
    gates = raw["milestones"][HANDOVER]["gates"]
    gates.insert(0, {"before": "start", "conditions": [{"pillar": "governance", "progress": 50}]})
    gates[2]["clause"] = "7"
    load_document(document(raw))
    new, *old = Gate.objects.order_by("rank").values_list("pk", flat=True)
    assert old == [first, second]
    assert Waiver.objects.get().gate_id == first != new


def test_a_waiver_never_comes_to_stand_at_another_gate(raw: dict[str, Any]) -> None:
    waived = Waiver.objects.get().gate_id
    gates = raw["milestones"][HANDOVER]["gates"]
    gates.reverse()
    gates[0]["clause"] = gates[1]["clause"] = "changed"
    load_document(document(raw))
    assert Waiver.objects.get().gate_id == waived
    assert Gate.objects.get(pk=waived).before == "start"


def test_of_two_gates_that_say_the_same_the_waived_one_is_known_by_its_waiver(raw: dict[str, Any]) -> None:
    gates = raw["milestones"][HANDOVER]["gates"]
    gates[1] = {key: value for key, value in gates[0].items() if key != "waived"}
    load_document(document(raw))
    gates.reverse()
    load_document(document(raw))
    assert Waiver.objects.get().gate.rank == 1


def test_a_gate_that_is_no_longer_in_the_file_goes_with_its_conditions(raw: dict[str, Any]) -> None:
    gone = Gate.objects.get(before="completion")
    recompute(Plan.objects.get().pk, now=INSTANT)
    del raw["milestones"][HANDOVER]["gates"][1]
    report = load_document(document(raw))
    assert report.of("groups of conditions").removed == ['gates[1] of "handover"']
    assert not Condition.objects.filter(indicator__isnull=False).exists()
    recompute(Plan.objects.get().pk, now=INSTANT)
    assert PlanEntry.objects.get(kind="milestones.gate", key=gone.pk).last == 1


def test_structure_that_nothing_rests_on_goes_and_its_history_stays(raw: dict[str, Any]) -> None:
    raw["milestones"] += [
        {"slug": "one", "name": "One", "pillar": "governance", "publication": "draft", "responsible": ["third"],
         "due": {"days": 1, "after": "two", "reaches": "complete"}},
        {"slug": "two", "name": "Two", "pillar": "governance", "publication": "draft",
         "due": {"days": 1, "after": "one", "reaches": "complete"},
         "gates": [{"before": "start", "conditions": [{"indicator": "votes", "at_least": 1}]}]},
    ]  # fmt: skip
    raw["indicators"].append({"slug": "votes", "name": "Votes", "pillar": "governance"})
    raw["actors"].append({"slug": "third", "name": "Third"})
    raw["sources"].append({"slug": "unused", "title": "Unused"})
    load_document(document(raw))
    recompute(Plan.objects.get().pk, now=INSTANT)
    report = load_document(document())
    assert report.of("milestones").removed == ['"one"', '"two"']
    for model, slug in ((Milestone, "one"), (Indicator, "votes"), (Actor, "third"), (Source, "unused")):
        assert not model.objects.filter(slug=slug).exists()
        [kept] = taken_up(model._meta.label_lower, slug)
        assert kept.last == 1
    assert '"due":{"after":"two","days":1,"reaches":"complete"}' in taken_up("milestones.milestone", "one")[0].body
    assert not Responsibility.objects.filter(milestone__slug="one").exists()


def test_a_load_marks_the_plan_once_and_one_that_writes_nothing_does_not() -> None:
    load_document(document())
    mark = RecomputeMark.objects.get()
    assert (mark.plan.slug, mark.cause) == ("accord", {"kind": "loaded", "plan": "accord"})
    load_document(document())
    assert RecomputeMark.objects.count() == 1


def test_a_plan_is_loaded_beside_others(raw: dict[str, Any]) -> None:
    other = make_plan("other", pillars=())
    raw["plan"]["slug"] = "second"
    load_document(document(raw))
    assert Milestone.objects.filter(plan__slug="accord").count() == 3
    assert Milestone.objects.filter(plan__slug="second").count() == 3
    assert not other.milestones.exists()


def test_a_section_that_no_app_takes_is_said_not_to_be_kept(raw: dict[str, Any]) -> None:
    raw["pillars"].append({"slug": "justice", "name": "Justice"})
    raw["justice"] = {"seats": [1, 2]}
    report = load_document(document(raw))
    assert 'The section "justice" was read and not kept: no app here takes it.' in list(report.sentences())


def test_the_report_says_what_was_done(raw: dict[str, Any]) -> None:
    raw["milestones"][COMMITTEE]["name"] = "Committee"
    del raw["milestones"][HANDOVER]["gates"][1]
    assert list(load_document(document(raw)).sentences()) == [
        "Milestones: 1 changed (committee), 2 unchanged.",
        'Groups of conditions: 1 removed (gates[1] of "handover"), 1 unchanged.',
        "Conditions: 1 removed (conditions[0]), 2 unchanged.",
    ]
    assert list(load_document(document(raw)).sentences()) == ["Nothing differs: accord is as the file says."]
