"""What a row refuses, that records stay, and who sees them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from milestones.models import AppendOnlyError
from pillars.reconstruction.models import Finding, FindingEntry, Project, Transaction
from tests import factories as make
from tests.checking import check_row
from tests.pillars.reconstruction import cast

pytestmark = pytest.mark.django_db
RECORDS = ("estimate", "pledge", "rate", "step", "planned", "entry")


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_stays_as_it_was_entered(name: str, everything: SimpleNamespace) -> None:
    row = getattr(everything, name)
    row.date = cast.on(9)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()


def test_the_database_refuses_what_the_orm_does(everything: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.bulk_create(
            [Transaction(plan=everything.plan, date=make.DAY, stage="pledge", amount=1, currency="USD")]
        )


BAD: list[tuple[str, Callable[[SimpleNamespace], Any]]] = [
    ("is below zero", lambda all_: cast.make_transaction(all_.plan, "pledge", -1, appeal=all_.appeal)),
    ("Name the appeal or the project", lambda all_: cast.make_transaction(all_.plan, "pledge", 1)),
    ("no currency", lambda all_: cast.make_transaction(all_.plan, "pledge", 1, appeal=all_.appeal, currency="XXX")),
    ("Name the source", lambda all_: cast.make_rate(all_.plan, "EUR", "USD", "1.1")),
    ("another currency", lambda all_: cast.make_rate(all_.plan, "EUR", "EUR", "1.1", source=all_.source)),
    ("with the step “planned”", lambda all_: cast.make_step(all_.project, "started", planned_end=cast.on(9))),
    ("months of the horizon", lambda all_: cast.make_estimate(all_.estimate.assessment, 1, months=3)),
    ("Say something", lambda all_: cast.make_entry(all_.finding, note_en="")),
]


@pytest.mark.parametrize(("words", "enter"), BAD, ids=[words for words, _enter in BAD])
def test_what_makes_no_sense_is_refused_in_words(
    words: str, enter: Callable[[SimpleNamespace], Any], everything: SimpleNamespace
) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(everything)
    assert words in " ".join(refused.value.messages)


def test_keys_stay_inside_the_plan(everything: SimpleNamespace) -> None:
    other = cast.make_appeal(make.make_plan("other"))
    with pytest.raises(ValidationError, match="belongs to another plan"):
        cast.make_transaction(everything.plan, "pledge", 1, appeal=other)


def test_a_group_is_no_part_of_its_own_parts(everything: SimpleNamespace) -> None:
    group = everything.donor.part_of
    group.part_of = everything.donor
    with pytest.raises(ValidationError, match="has to stand before its parts, and cannot be part of one of them"):
        check_row(group, at=make.INSTANT)


def test_a_difference_has_one_finding(everything: SimpleNamespace) -> None:
    cast.make_finding(everything.plan, "first", about="received", appeal=everything.appeal)
    again = Finding(plan=everything.plan, slug="again", name_en="Again", about="received", appeal=everything.appeal)
    with pytest.raises(ValidationError, match="has a finding already"):
        check_row(again, at=make.INSTANT)


def test_a_record_is_seen_only_with_all_that_it_hangs_on(everything: SimpleNamespace) -> None:
    appeal = everything.appeal
    assert Transaction.objects.visible_to(None).count() == 2
    for row in (appeal, everything.source):
        row.publication = "restricted"
        row.save()
        assert Transaction.objects.visible_to(None).count() == 0
        assert Transaction.objects.visible_to(make.make_restricted_reader(f"reader-{row.slug}")).count() == 2
        row.publication = "published"
        row.save()
    Project.objects.update(publication="draft")
    assert everything.step not in type(everything.step).objects.visible_to(None)


@pytest.mark.parametrize(("language", "word"), [("ar", "الحالة"), ("he", "מצב")])
def test_the_state_of_a_finding_is_no_country(language: str, word: str) -> None:
    with translation.override(language):
        assert FindingEntry._meta.get_field("state").verbose_name == word
