"""Cases of section 1: what counts, and what it establishes."""

from __future__ import annotations

from typing import Any

from .small_plans import (
    ON,
    Case,
    Raw,
    first_condition,
    forecast,
    gate,
    indicator,
    level,
    milestone,
    only,
    plan,
    record,
    rumour,
    verified,
)


def of_records(*assessments: Raw, **fields: Any) -> Raw:
    return plan(milestone("a", *assessments, **fields))


def of_reading(bound: Raw, *observations: Raw, **fields: Any) -> Raw:
    condition = {"indicator": "i", **bound}
    return plan(milestone("a", gates=[gate("start", condition)]), indicators=(indicator("i", *observations, **fields),))


LEVEL_CASES = [
    Case(
        name="unverified claim reads from nothing to itself",
        why="without any qualifying record, of 0 and all records: an unverified claim reads 0-3 and not 3",
        document=of_records(rumour("2026-06-01", "complete")),
        expected=only(
            a=level(0, 3) | forecast(start=("2026-06-01", None), complete=("2026-06-01", None), delay_days=None)
        ),
    ),
    Case(
        name="unverified relapse widens the level",
        why="an unverified report of relapse after a verified completion reads, say, 1-3",
        document=of_records(verified("2026-05-01", "complete"), rumour("2026-06-01", "minimum")),
        expected=only(a=level(1, 3) | forecast(start=("2026-05-01",) * 2, complete=("2026-05-01", None))),
    ),
    Case(
        name="rumour of relapse does not move reached on",
        why="reached on the first day, within the unbroken run of days with high >= L, on which low >= L",
        document=of_records(
            record("2026-05-01", "minimum"), rumour("2026-05-20", "not_initiated"), record("2026-06-10", "minimum")
        ),
        expected=only(a=level(1, 1) | forecast(start=("2026-05-01", "2026-05-01"))),
    ),
    Case(
        name="established relapse moves reached on",
        why="reached on the first day within the unbroken run: the relapse breaks the run",
        document=of_records(
            record("2026-05-01", "minimum"), record("2026-05-20", "not_initiated"), record("2026-06-10", "minimum")
        ),
        expected=only(a=level(1, 1) | forecast(start=("2026-06-10", "2026-06-10"))),
    ),
    Case(
        name="sources that disagree about one date read as a range",
        why="qualifying sources that disagree about one date read as the range between them",
        document=of_records(
            verified("2026-06-01", "complete"), record("2026-06-01", "minimum"), verified("2026-05-30", "not_initiated")
        ),
        expected=only(a=level(1, 3)),
    ),
    Case(
        name="record of the same day, recorded before the base's newest, is not later",
        why="later are the records which do not qualify and come, by (date, recorded), at or after the newest",
        document=of_records(
            verified("2026-06-01", "complete", recorded="2026-06-05T12:00:00Z"),
            rumour("2026-06-01", "minimum", recorded="2026-06-05T11:59:59Z"),
        ),
        expected=only(a=level(3, 3)),
    ),
    Case(
        name="record of the same day and instant as the base's newest is later",
        why="at or after the base's newest, by (date, recorded)",
        document=of_records(
            verified("2026-06-01", "complete", recorded="2026-06-05T12:00:00Z"),
            rumour("2026-06-01", "minimum", recorded="2026-06-05T15:00:00+03:00"),
        ),
        expected=only(a=level(1, 3)),
    ),
    Case(
        name="disputed record counts for nothing",
        why="disputed: shown but counting for nothing",
        document=of_records(record("2026-06-01", "minimum"), record("2026-06-02", "complete", "disputed")),
        expected=only(a=level(1, 1)),
    ),
    Case(
        name="record retracted at known_at does not count",
        why="not retracted at or before known_at",
        document=of_records(verified("2026-06-01", "complete", retracted="2026-06-10T00:00:00Z")),
        known_at="2026-06-10T00:00:00Z",
        expected=only(a=level(0, 0)),
    ),
    Case(
        name="record retracted after known_at counts",
        why="not retracted at or before known_at",
        document=of_records(verified("2026-06-01", "complete", retracted="2026-06-10T00:00:00Z")),
        known_at="2026-06-09T23:59:59Z",
        expected=only(a=level(3, 3)),
    ),
    Case(
        name="record counts from its date, as it is known now",
        why="a record counts on a day D when date <= D, recorded <= known_at: the past is seen as known now",
        document=of_records(verified("2026-06-01", "complete", recorded="2026-06-14T12:00:00Z")),
        known_at="2026-06-14T12:00:00Z",
        expected=only(a=level(3, 3) | forecast(complete=("2026-06-01", "2026-06-01"))),
    ),
    Case(
        name="record not yet recorded does not count",
        why="recorded <= known_at",
        document=of_records(verified("2026-06-01", "complete", recorded="2026-06-14T12:00:00Z")),
        known_at="2026-06-14T11:59:59Z",
        expected=only(a=level(0, 0)),
    ),
    Case(
        name="milestone's own verification is the one required",
        why="its own `verification`, else the plan's, else corroborated",
        document=of_records(record("2026-06-01", "complete"), verification="verified"),
        expected=only(a=level(0, 3)),
    ),
    Case(
        name="record of today counts, of tomorrow does not",
        why="date <= D",
        document=of_records(verified(ON, "minimum"), verified("2026-06-16", "complete")),
        expected=only(a=level(1, 1) | forecast(start=(ON, ON))),
    ),
]

READING_CASES = [
    Case(
        name="stale count is no reading, and the baseline does not come back",
        why="stale: its base is more than stale_after days old; the baseline does not come back",
        document=of_reading({"at_least": 50}, record("2026-05-01", 100), stale_after=44, baseline=0),
        expected=only(a=first_condition("unknown", ON) | {"status": "unsettled"}),
    ),
    Case(
        name="count as old as stale_after still speaks",
        why="stale: its base is MORE than stale_after days old",
        document=of_reading({"at_least": 50}, record("2026-05-01", 100), stale_after=45),
        expected=only(a=first_condition("met", ON) | {"status": "cleared"}),
    ),
    Case(
        name="fresh rumour does not keep a stale series alive",
        why="each series gives the values of its base and later, unless its base is stale",
        document=of_reading({"at_least": 50}, record("2026-05-01", 100), rumour("2026-06-14", 10), stale_after=30),
        expected=only(a=first_condition("unknown", ON)),
    ),
    Case(
        name="series disagree",
        why="unknown, when some values of the reading satisfy it and some do not",
        document=of_reading(
            {"at_least": 600}, record("2026-06-01", 145, series="un"), record("2026-05-01", 610, series="coordinator")
        ),
        expected=only(a=first_condition("unknown", ON)),
    ),
    Case(
        name="official series alone is read",
        why="where the indicator names an official series, the others are left out",
        document=of_reading(
            {"at_least": 600},
            record("2026-06-01", 145, series="un"),
            record("2026-05-01", 610, series="coordinator"),
            official="un",
        ),
        expected=only(a=first_condition("unmet", ON)),
    ),
    Case(
        name="claim of another series, dated with the latest base, adds its value",
        why="records of a series without any qualifying one are claims: at or after the latest base they add",
        document=of_reading(
            {"at_least": 50},
            record("2026-06-01", 10, series="a", recorded="2026-06-05T00:00:00Z"),
            rumour("2026-06-01", 100, series="b"),
        ),
        expected=only(a=first_condition("unknown", ON)),
    ),
    Case(
        name="claim of another series, dated before the latest base, adds nothing",
        why="those dated at or after the latest base add their values",
        document=of_reading(
            {"at_least": 50}, record("2026-06-01", 10, series="a"), rumour("2026-05-31", 100, series="b")
        ),
        expected=only(a=first_condition("unmet", ON)),
    ),
    Case(
        name="claim older than the latest of several bases adds nothing",
        why="those dated at or after the LATEST base add their values",
        document=of_reading(
            {"at_least": 50},
            record("2026-05-01", 10, series="a"),
            record("2026-06-01", 10, series="b"),
            rumour("2026-05-15", 100, series="c"),
        ),
        expected=only(a=first_condition("unmet", ON)),
    ),
    Case(
        name="rumours of a stale series are left out, beside a fresh one",
        why="unless it is stale; and claims are the records of a series without any qualifying one",
        document=of_reading(
            {"at_least": 50},
            record("2026-05-01", 100, series="a"),
            rumour("2026-06-14", 100, series="a"),
            record("2026-06-10", 10, series="b"),
            stale_after=30,
        ),
        expected=only(a=first_condition("unmet", ON)),
    ),
    Case(
        name="claims alone stand beside the baseline",
        why="if no series has a qualifying record, the baseline is the base, older than any record",
        document=of_reading({"at_least": 50}, rumour("2026-05-01", 60), baseline=0),
        expected=only(a=first_condition("unknown", ON)),
    ),
    Case(
        name="claims alone are no reading",
        why="with no base that is not stale the indicator has no reading",
        document=of_reading({"at_least": 50}, rumour("2026-05-01", 10)),
        expected=only(a=first_condition("unknown", ON)),
    ),
    Case(
        name="values are exact",
        why="every value of the reading satisfies it: 0.1 is at most 0.1, written as a string or not",
        document=of_reading({"at_most": "0.10"}, record("2026-06-01", 0.1)),
        expected=only(a=first_condition("met", ON)),
    ),
]

SCHEDULE_CASES = [
    Case(
        name="newest revision that gives the field holds, of one date the last listed",
        why="by date; of several on one date the last listed; null gives nothing",
        document=of_records(
            due="2026-06-01",
            schedule=[
                {"date": "2026-06-10", "due": "2026-07-01", "source": "s"},
                {"date": "2026-06-10", "due": "2026-07-03", "source": "s", "recorded": "2026-06-10T00:00:00Z"},
                {"date": "2026-06-10", "due": None, "planned_start": "2026-07-01", "source": "s"},
                {"date": "2026-05-10", "due": "2026-08-01", "source": "s"},
                {"date": "2026-06-16", "due": "2026-09-01", "source": "s"},
            ],
        ),
        expected=only(
            a={"overdue": False} | forecast(start=("2026-07-01",) * 2, complete=("2026-07-03",) * 2, delay_days=0)
        ),
    ),
    Case(
        name="revision that says none lifts the date",
        why="the word `none` lifts the date: from then on there is none",
        document=of_records(
            due="2026-06-01",
            planned_start="2026-05-01",
            schedule=[
                {"date": "2026-05-10", "due": "2026-06-05", "source": "s"},
                {"date": "2026-06-10", "due": "none", "source": "s"},
            ],
        ),
        expected=only(a={"overdue": False} | forecast(complete=(ON, None), delay_days=None)),
    ),
    Case(
        name="date lifted on a day to come, or planned anew, stands",
        why="that of its newest schedule revision that gives it",
        document=of_records(
            due="2026-06-01",
            schedule=[
                {"date": "2026-06-10", "due": "none", "source": "s"},
                {"date": "2026-06-11", "due": "2026-07-01", "source": "s"},
                {"date": "2026-06-16", "due": "none", "source": "s"},
            ],
        ),
        expected=only(a=forecast(complete=(ON, "2026-07-01"), delay_days=0)),
    ),
    Case(
        name="due that was moved before the planned start makes no negative duration",
        why="duration: the days from planned_start to due, at least 0",
        document=of_records(
            planned_start="2026-06-20",
            due="2026-06-30",
            schedule=[{"date": "2026-06-10", "due": "2026-06-16", "source": "s"}],
        ),
        expected=only(a=forecast(start=("2026-06-20",) * 2, complete=("2026-06-20",) * 2, delay_days=4)),
    ),
    Case(
        name="revision not yet known gives nothing",
        why="a record counts when recorded <= known_at, by default midnight UTC of its date",
        document=of_records(due="2026-06-01", schedule=[{"date": "2026-06-10", "due": "2026-07-01", "source": "s"}]),
        known_at="2026-06-09T23:00:00Z",
        expected=only(a={"overdue": True} | forecast(delay_days=14)),
    ),
]

CASES = LEVEL_CASES + READING_CASES + SCHEDULE_CASES
