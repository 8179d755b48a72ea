"""Cases of sections 2 and 3: conditions, gates, and the earliest and established dates."""

from __future__ import annotations

from .small_plans import (
    ON,
    TEN_DAYS,
    WITHDRAWN,
    Case,
    after,
    first_condition,
    first_gate,
    forecast,
    gate,
    indicator,
    level,
    milestone,
    only,
    plan,
    reaches,
    record,
    rumour,
    verified,
)

CONDITION_CASES = [
    Case(
        name="for_days is met when it holds from D - n to D",
        why="met when met on every day from D - n to D",
        document=plan(
            milestone("a", verified("2026-06-05", "complete")),
            milestone("b", gates=[gate("start", reaches("a", for_days=10))]),
        ),
        expected=only(b=first_condition("met", ON)),
    ),
    Case(
        name="for_days that is still running out comes at since + n",
        why="if it has for_days n and holds without regard to n today: the day since which it does, + n",
        document=plan(
            milestone("a", verified("2026-06-05", "complete")),
            milestone("b", gates=[gate("start", reaches("a", for_days=11))]),
        ),
        expected=only(b=first_condition("unmet", "2026-06-16") | forecast(start=("2026-06-16", None))),
    ),
    Case(
        name="for_days of a level still to come starts at its date",
        why="for a milestone, the date of the level it is to reach, + n",
        document=plan(milestone("a", **TEN_DAYS), milestone("b", gates=[gate("start", reaches("a", for_days=5))])),
        expected=only(b=first_condition("unmet", "2026-07-05")),
    ),
    Case(
        name="for_days with an unknown day is unknown",
        why="met on every day; unmet on any; else unknown: a stale fortnight between two counts",
        document=plan(
            milestone("b", gates=[gate("start", {"indicator": "i", "at_least": 5, "for_days": 30})]),
            indicators=(indicator("i", record("2026-05-01", 9), record("2026-06-10", 9), stale_after=20),),
        ),
        expected=only(b=first_condition("unknown", ON)),
    ),
    Case(
        name="indicator's target date counts where its target satisfies",
        why="for an indicator, its target_date, if that is `on` or after and its target satisfies, + n",
        document=plan(
            milestone("b", gates=[gate("start", {"indicator": "i", "at_least": 50, "for_days": 7})], due=ON),
            indicators=(indicator("i", baseline=0, target=50, target_date=ON),),
        ),
        expected=only(b=first_condition("unmet", "2026-06-22") | forecast(start=("2026-06-22",) * 2)),
    ),
    Case(
        name="indicator whose target date is past may come today, and is established never",
        why="otherwise on + n (established: never)",
        document=plan(
            milestone("b", gates=[gate("start", {"indicator": "i", "at_least": 50})], due="2026-07-01"),
            indicators=(indicator("i", baseline=0, target=50, target_date="2026-06-14"),),
        ),
        expected=only(b=first_condition("unmet", ON) | forecast(start=(ON, None))),
    ),
    Case(
        name="indicator whose target falls short may come today, and is established never",
        why="its target_date, if its target satisfies the condition; otherwise on + n (established: never)",
        document=plan(
            milestone("b", gates=[gate("start", {"indicator": "i", "at_least": 51, "for_days": 3})], due=ON),
            indicators=(indicator("i", baseline=0, target=50, target_date="2026-07-01"),),
        ),
        expected=only(b=first_condition("unmet", "2026-06-18") | forecast(start=("2026-06-18", None))),
    ),
    Case(
        name="for_days runs from the claim for the earliest date, from the proof for the established one",
        why="holds without regard to n today (is met; earliest: or unknown): the day since which it does, + n",
        document=plan(
            milestone("a", rumour("2026-06-09", "complete"), verified("2026-06-12", "complete")),
            milestone("b", planned_start="2026-06-16", gates=[gate("start", reaches("a", for_days=10))]),
        ),
        expected=only(b=first_condition("unmet", "2026-06-19") | forecast(start=("2026-06-19", "2026-06-22"))),
    ),
    Case(
        name="for_days with a day that is unmet and one that is unknown is unmet",
        why="unmet when unmet on any of them, else unknown",
        document=plan(
            milestone("a", rumour("2026-06-14", "complete")),
            milestone("b", gates=[gate("start", reaches("a", for_days=2))]),
        ),
        expected=only(b=first_condition("unmet", "2026-06-16")),
    ),
    Case(
        name="k of n counts the unknown",
        why="met when at least k are met; unmet when met + unknown < k; else unknown",
        document=plan(
            milestone("a", verified("2026-06-01", "complete")),
            milestone("c", rumour("2026-06-01", "complete")),
            milestone("d"),
            milestone("b", gates=[gate("start", reaches("a"), reaches("c"), reaches("d"), require=2)]),
        ),
        expected=only(b=first_gate(truth="unknown", require=2, earliest=ON) | {"status": "unsettled"}),
    ),
    Case(
        name="date of today is met",
        why="met: the day is D' or later",
        document=plan(milestone("b", gates=[gate("start", {"date": ON})])),
        expected=only(b=first_condition("met", ON) | {"status": "cleared"}),
    ),
    Case(
        name="pillar of withdrawn milestones is unknown",
        why="unknown; also when P has no milestone that is not withdrawn",
        document=plan(
            milestone("a", withdrawn=WITHDRAWN),
            milestone("b", pillar="second", gates=[gate("start", {"pillar": "first", "progress": 0})]),
        ),
        expected=only(a={"status": "withdrawn"}, b=first_condition("unknown", ON)),
    ),
    Case(
        name="progress is compared exactly",
        why="compared exactly, without floating point: a third is more than 33.3333 and less than 33.3334",
        document=plan(
            milestone("a", verified("2026-06-01", "complete"), weight="0.1"),
            milestone("c", weight="0.2"),
            milestone(
                "b",
                pillar="second",
                gates=[
                    gate("start", {"pillar": "first", "progress": "33.33333333333333333333"}),
                    gate("start", {"pillar": "first", "progress": "33.33333333333333333334"}),
                ],
            ),
        ),
        expected=only(b={"gates": [{"truth": "met"}, {"truth": "unmet"}]})
        | {"pillars": {"first": {"progress": {"low": 33.3333, "high": 33.3333}}}},
    ),
    Case(
        name="pillar's progress comes with the first date by which enough levels have come",
        why="for a pillar, the first date by which enough levels of its milestones have come",
        document=plan(
            milestone("a", **TEN_DAYS),
            milestone("c", verified("2026-06-01", "complete")),
            milestone("b", pillar="second", gates=[gate("start", {"pillar": "first", "progress": 75})]),
        ),
        expected=only(b=first_condition("unmet", "2026-06-25")),
    ),
    Case(
        name="waiver that has ended does not hold",
        why="a waiver counts only until its `ended`, itself a record, counts",
        document=plan(
            milestone("a"),
            milestone(
                "b",
                gates=[
                    gate(
                        "start",
                        reaches("a"),
                        waived={"date": "2026-06-01", "source": "s", "ended": {"date": ON, "source": "s"}},
                    )
                ],
            ),
        ),
        expected=only(b=first_gate(waived=False, truth="unmet")),
    ),
    Case(
        name="waiver whose end is not known yet holds",
        why="only until its `ended`, itself a record, counts: recorded <= known_at",
        document=plan(
            milestone("a"),
            milestone(
                "b",
                gates=[
                    gate(
                        "start",
                        reaches("a"),
                        waived={
                            "date": "2026-06-01",
                            "source": "s",
                            "ended": {"date": "2026-06-10", "source": "s", "recorded": "2026-06-20T00:00:00Z"},
                        },
                    )
                ],
            ),
        ),
        known_at="2026-06-15T12:00:00Z",
        expected=only(b=first_gate(waived=True, truth="met", earliest=ON) | {"status": "cleared"}),
    ),
]

DATE_CASES = [
    Case(
        name="planned start that is past is no date to rest on",
        why="Established: planned_start, or due where there is none; never, if that is missing or past",
        document=plan(milestone("a", planned_start="2026-06-14", due="2026-07-01")),
        expected=only(a=forecast(start=(ON, None), complete=("2026-07-02", None), delay_days=1)),
    ),
    Case(
        name="planned start of today is not past",
        why="never, if that is missing or past",
        document=plan(milestone("a", planned_start=ON, due="2026-06-25")),
        expected=only(a=forecast(start=(ON, ON), complete=("2026-06-25", "2026-06-25"), delay_days=0)),
    ),
    Case(
        name="due stands in for a missing planned start",
        why="Established: planned_start, or due where there is none",
        document=plan(milestone("a", due="2026-07-01")),
        expected=only(a=forecast(start=(ON, "2026-07-01"), complete=(ON, "2026-07-01"), delay_days=0)),
    ),
    Case(
        name="level 2 that should have come already takes the due date",
        why="L = 2: the date of level 1, + d/2. Established: the same, or due if that is past",
        # d = 61: 30 days to level 2, past already, and 31 more to level 3.
        document=plan(milestone("a", verified("2026-05-01", "minimum"), planned_start="2026-05-01", due="2026-07-01")),
        expected=only(a=forecast(start=("2026-05-01",) * 2, complete=("2026-07-16", "2026-08-01"), delay_days=15)),
    ),
    Case(
        name="level 2 is not established without a due date",
        why="L = 2: the date of level 1, + d/2. Established: never, if due is missing or past",
        document=plan(
            milestone("a", planned_start="2026-06-20"), milestone("b", planned_start=after("a", "intermediate", 5))
        ),
        expected=only(b=forecast(start=("2026-06-25", None))),
    ),
    Case(
        name="open due stands in for a missing planned start",
        why="due where there is none; an open due is neither missing nor past (only under the second)",
        document=plan(milestone("a", **TEN_DAYS), milestone("b", due=after("a", "complete", 5))),
        expected=only(b=forecast(start=(ON, "2026-07-05"), complete=(ON, "2026-07-05"), delay_days=None)),
    ),
    Case(
        name="pillar without milestones has no established date",
        why="never, if not all together suffice; earliest: on, as it is unknown",
        document=plan(
            milestone("a", withdrawn=WITHDRAWN),
            milestone(
                "b",
                pillar="second",
                planned_start="2026-06-20",
                gates=[gate("start", {"pillar": "first", "progress": 10})],
            ),
        ),
        expected=only(b=first_condition("unknown", ON) | forecast(start=("2026-06-20", None))),
    ),
    Case(
        name="past due establishes nothing beyond the levels reached",
        why="never, if due is missing or past",
        document=plan(milestone("a", verified("2026-06-10", "minimum"), planned_start="2026-06-01", due="2026-06-14")),
        # d = 13: level 2 on 06-16, level 3 seven days after that.
        expected=only(
            a={"overdue": True} | forecast(start=("2026-06-10",) * 2, complete=("2026-06-23", None), delay_days=9)
        ),
    ),
    Case(
        name="level 3 is established at due or later",
        why="L = 3: the date of level 2, + d - d/2. Established: due too",
        document=plan(
            milestone("a", verified("2026-06-01", "intermediate"), planned_start="2026-06-20", due="2026-07-20")
        ),
        # d = 30: 06-01 + 15 is 06-16.
        expected=only(a=forecast(complete=("2026-06-16", "2026-07-20"))),
    ),
    Case(
        name="open planned start takes the date of the level it follows",
        why="it takes the date, under the same assumption, of the level it follows, plus its days",
        document=plan(milestone("a", **TEN_DAYS), milestone("b", planned_start=after("a", "complete", 5))),
        expected=only(b=forecast(start=("2026-07-05", "2026-07-05"), complete=("2026-07-05", None), delay_days=None)),
    ),
    Case(
        name="open planned start comes not before today",
        why="plus its days, but not before `on`",
        document=plan(
            milestone("a", rumour("2026-05-01", "complete")), milestone("b", planned_start=after("a", "complete", 5))
        ),
        expected=only(a=forecast(complete=("2026-05-01", None)), b=forecast(start=(ON, None))),
    ),
    Case(
        name="planned start relative to a level reached is a date like another",
        why="the day on which M reached L, plus its days; past, so nothing is established",
        document=plan(
            milestone("a", verified("2026-06-01", "complete")),
            milestone("b", planned_start=after("a", "complete", 5), due=after("a", "complete", 25)),
        ),
        expected=only(b=forecast(start=(ON, None), complete=("2026-07-05", None), delay_days=9)),
    ),
    Case(
        name="open due counts for the established dates alone",
        why="an open due, only under the second",
        document=plan(
            milestone("a", **TEN_DAYS), milestone("b", planned_start="2026-06-16", due=after("a", "complete", 5))
        ),
        expected=only(b=forecast(start=("2026-06-16",) * 2, complete=("2026-06-16", "2026-07-05"), delay_days=None)),
    ),
    Case(
        name="due that follows its own milestone's start",
        why="it takes the date, under the same assumption, of the level it follows",
        document=plan(milestone("a", planned_start="2026-06-20", due=after("a", "minimum", 14))),
        expected=only(a=forecast(start=("2026-06-20",) * 2, complete=("2026-06-20", "2026-07-04"))),
    ),
    Case(
        name="start that follows itself never comes, and is a deadlock of one",
        why="draw (m, 1) -> the level that an open planned_start follows; one with an arrow to itself",
        document=plan(milestone("a", planned_start=after("a", "minimum", 1))),
        expected=only(a={"status": "deadlocked"} | forecast(start=(None, None))) | {"deadlocks": [["a"]]},
    ),
    Case(
        name="duration of two dates relative to one level is known while they are open",
        why="the difference of their days, when both are relative to the same level of the same milestone",
        document=plan(
            milestone("a", **TEN_DAYS),
            milestone("b", planned_start=after("a", "complete", 1), due=after("a", "complete", 11)),
        ),
        expected=only(b=forecast(start=("2026-07-01",) * 2, complete=("2026-07-11",) * 2, delay_days=None)),
    ),
    Case(
        name="claimed level is dated since its claim, not when a lower one was reached",
        why="earliest only, high >= L: the day since which it is claimed",
        document=plan(milestone("a", verified("2026-05-01", "minimum"), rumour("2026-05-20", "complete"))),
        expected=only(a=level(1, 3) | forecast(start=("2026-05-01",) * 2, complete=("2026-05-20", None))),
    ),
    Case(
        name="completion that passes the lapse of its authority never comes",
        why="never, if that is after the day on which the milestone's authority lapses",
        document=plan(milestone("a", **TEN_DAYS, lapses="2026-06-29")),
        expected=only(
            a={"status": "blocked"} | forecast(start=("2026-06-20",) * 2, complete=(None, None), delay_days=None)
        ),
    ),
    Case(
        name="completion on the day of the lapse comes",
        why="never, if that is AFTER the day on which the milestone's authority lapses",
        document=plan(milestone("a", **TEN_DAYS, lapses="2026-06-30")),
        expected=only(a={"status": "unconditional"} | forecast(complete=("2026-06-30",) * 2)),
    ),
    Case(
        name="day past the end of the calendar is a day, though none can be written",
        why="a date is never when no chain of facts leads to it, not when it is far away",
        document=plan(
            milestone("a", planned_start="2026-06-01", due="9999-12-31"),
            milestone("b", verified("2026-06-01", "complete")),
            milestone("c", planned_start=after("b", "complete", 2**31 - 1)),
            milestone("d", gates=[gate("start", reaches("b", for_days=2**31 - 1))], planned_start=ON),
        ),
        expected=only(
            a={"status": "unconditional"} | forecast(complete=(None, None), delay_days=14),
            c={"status": "unconditional"} | forecast(start=(None, None), delay_days=None),
            d={"status": "delayed"} | first_condition("unmet", None),
        ),
    ),
]

CASES = CONDITION_CASES + DATE_CASES
