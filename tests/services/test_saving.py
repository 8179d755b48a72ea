"""What a save writes: what its author gave, and what nobody types."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.loading.rows import RowWriter
from milestones.models import Assessment, Milestone, Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_edit_leaves_alone_what_its_author_did_not_change() -> None:
    milestone = make.make_milestone(make.make_plan(), name_en="Handover", clause="1")
    mine, theirs = Milestone.objects.get(), Milestone.objects.get()
    theirs.clause = "17"
    theirs.save()
    mine.name_en = "Handover of arms"
    RowWriter(user=make.make_analyst(), at=make.INSTANT).write(mine, {"name_en"})
    milestone.refresh_from_db()
    assert (milestone.name_en, milestone.clause) == ("Handover of arms", "17")


def test_a_new_row_gets_its_author_its_instant_and_the_last_place() -> None:
    analyst, milestone = make.make_analyst(), make.make_milestone(make.make_plan())
    record = Assessment(milestone=milestone, level=1, date=make.DAY)
    RowWriter(user=analyst, at=make.INSTANT).write(record, {"level", "date"})
    assert (record.entered_by, record.recorded_at) == (analyst, make.INSTANT)
    earlier = make.INSTANT - dt.timedelta(days=1)
    learned = Assessment(milestone=milestone, level=1, date=make.DAY, recorded_at=earlier)
    RowWriter(user=analyst, at=make.INSTANT).write(learned, {"recorded_at"})
    assert learned.recorded_at == earlier
    another = Milestone(plan=milestone.plan, pillar=milestone.pillar, slug="next", name_en="Next")
    RowWriter(user=analyst, at=make.INSTANT).write(another, {"slug", "name_en"})
    assert another.rank == milestone.rank + 1


def test_which_place_was_the_last_is_asked_once_for_many_rows() -> None:
    """Asked for each, it is a look at all rows for each row."""
    plan, writer = make.make_plan(), RowWriter(user=make.make_analyst(), at=make.INSTANT)
    make.make_source(plan, rank=4)
    with CaptureQueriesContext(connection) as asked:
        for number in range(3):
            writer.write(Source(plan=plan, slug=f"report-{number}", title_en="Report"), {"slug", "title_en"})
    assert [*Source.objects.order_by("pk").values_list("rank", flat=True)] == [4, 5, 6, 7]
    assert sum("MAX(" in query["sql"] for query in asked) == 1
    writer.write(Source(plan=plan, slug="placed", title_en="Report", rank=8), {"slug", "title_en", "rank"})
    last = Source(plan=plan, slug="behind", title_en="Report")
    writer.write(last, {"slug", "title_en"})
    assert last.rank == 9  # and not where the one stands whose place was given
