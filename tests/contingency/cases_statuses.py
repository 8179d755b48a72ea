"""Cases of sections 4 and 5: statuses, deadlocks and roll-ups."""

from __future__ import annotations

from typing import Any

from .small_plans import (
    ON,
    Case,
    Raw,
    after,
    first_gate,
    forecast,
    gate,
    milestone,
    only,
    plan,
    reaches,
    record,
    rumour,
    verified,
)

TEN_DAYS = {"planned_start": "2026-06-20", "due": "2026-06-30"}
WITHDRAWN = {"date": "2026-06-01", "source": "s"}


def waiting_for(slug: str, *records: Raw, before: str = "start", on: str = "a", **fields: Any) -> Raw:
    """A milestone which waits for another's completion."""
    return milestone(slug, *records, gates=[gate(before, reaches(on))], **fields)


STATUS_CASES = [
    Case(
        name="it went ahead of its conditions",
        why="premature: one of these was not met on the day on which its level was reached",
        document=plan(milestone("a"), waiting_for("b", verified("2026-06-01", "minimum"))),
        expected=only(b={"status": "premature"} | first_gate(truth="unmet", truth_when_reached="unmet")),
    ),
    Case(
        name="it went ahead of conditions that nobody had verified",
        why="premature: was NOT MET, so unknown then is premature too",
        document=plan(
            milestone("a", rumour("2026-05-01", "complete"), verified("2026-06-10", "minimum")),
            waiting_for("b", verified("2026-06-01", "minimum")),
        ),
        expected=only(b={"status": "premature"} | first_gate(truth="unmet", truth_when_reached="unknown")),
    ),
    Case(
        name="the conditions have failed since",
        why="undermined: unmet, though each such was met then",
        document=plan(
            milestone("a", verified("2026-05-01", "complete"), verified("2026-06-10", "minimum")),
            waiting_for("b", verified("2026-06-01", "minimum")),
        ),
        expected=only(b={"status": "undermined"} | first_gate(truth="unmet", truth_when_reached="met")),
    ),
    Case(
        name="one failing gate that was never met makes it premature, beside one that was",
        why="premature: one of these (the unmet gates before a level <= low) was not met",
        document=plan(
            milestone("a", verified("2026-05-01", "complete"), verified("2026-06-10", "minimum")),
            milestone("c"),
            milestone(
                "b",
                verified("2026-06-01", "minimum"),
                gates=[gate("start", reaches("a")), gate("start", reaches("c"))],
            ),
        ),
        expected=only(b={"status": "premature"}),
    ),
    Case(
        name="gate that is met now, though it was not then, does not make it premature",
        why="undermined: a gate is unmet, though each such (each unmet one) was met then",
        document=plan(
            milestone("a", verified("2026-05-01", "complete"), verified("2026-06-10", "minimum")),
            milestone("c", verified("2026-06-05", "complete")),
            milestone(
                "b",
                verified("2026-06-01", "minimum"),
                gates=[gate("start", reaches("a")), gate("start", reaches("c"))],
            ),
        ),
        expected=only(
            b={
                "status": "undermined",
                "gates": [
                    {"truth": "unmet", "truth_when_reached": "met"},
                    {"truth": "met", "truth_when_reached": "unmet"},
                ],
            }
        ),
    ),
    Case(
        name="waiver on the day of the start is looked up on that day",
        why="a group that is waived on that day is met; truth on the day on which its level was reached",
        document=plan(
            milestone("a"),
            milestone(
                "b",
                verified("2026-06-01", "minimum"),
                gates=[
                    gate(
                        "start",
                        reaches("a"),
                        waived={
                            "date": "2026-06-01",
                            "source": "s",
                            "ended": {"date": "2026-06-02", "source": "s"},
                        },
                    )
                ],
            ),
        ),
        expected=only(b={"status": "undermined"} | first_gate(truth="unmet", truth_when_reached="met")),
    ),
    Case(
        name="unmet gate before a level still to come is waited for",
        why="premature: a gate before a level <= low",
        document=plan(
            milestone("a"), waiting_for("b", verified("2026-06-01", "minimum"), before="completion")
        ),
        expected=only(b={"status": "waiting"} | first_gate(truth_when_reached=None)),
    ),
    Case(
        name="complete with a gate that cannot be told is unsettled",
        why="fulfilled: low = 3 and every gate is met; unsettled: no gate is unmet, but some cannot be told",
        document=plan(
            milestone("a", rumour("2026-05-01", "complete")),
            waiting_for("b", verified("2026-06-01", "complete")),
        ),
        expected=only(a={"status": "unconditional"}, b={"status": "unsettled"}),
    ),
    Case(
        name="gate that opens after the planned start delays",
        why="delayed: an unmet gate opens later than planned_start for `start`",
        document=plan(milestone("a", **TEN_DAYS), waiting_for("b", planned_start="2026-06-29")),
        expected=only(b={"status": "delayed"}),
    ),
    Case(
        name="gate that opens on the planned start does not delay",
        why="later than planned",
        document=plan(milestone("a", **TEN_DAYS), waiting_for("b", planned_start="2026-06-30")),
        expected=only(b={"status": "waiting"}),
    ),
    Case(
        name="gate before intermediate is compared with the middle of the plan",
        why="planned_start + d/2 for `intermediate` where both dates are there",
        # d = 15: half is 7, so 06-29, a day before the gate opens.
        document=plan(
            milestone("a", **TEN_DAYS),
            waiting_for("b", before="intermediate", planned_start="2026-06-22", due="2026-07-07"),
            waiting_for("c", before="intermediate", planned_start="2026-06-22"),
            waiting_for("d", before="intermediate", planned_start="2026-06-22", due="2026-07-08"),
        ),
        expected=only(b={"status": "delayed"}, c={"status": "waiting"}, d={"status": "waiting"}),
    ),
    Case(
        name="gate whose date to compare with is open does not count",
        why="a gate whose date to compare with is missing or open does not count",
        document=plan(
            milestone("a", **TEN_DAYS),
            waiting_for("b", planned_start=after("c", "complete", 0)),
            milestone("c"),
        ),
        expected=only(b={"status": "waiting"}),
    ),
    Case(
        name="gate that never opens delays what an open gate still lets complete",
        why="never is later than any day",
        document=plan(
            milestone("a", withdrawn=WITHDRAWN),
            waiting_for("b", rumour("2026-06-10", "complete"), planned_start="2026-06-20"),
        ),
        expected=only(b={"status": "delayed"} | first_gate(truth="unmet", earliest=None)),
    ),
    Case(
        name="authority has lapsed",
        why="lapsed: lapses < on and low < 3",
        document=plan(
            milestone("a", lapses="2026-06-14"),
            milestone("b", lapses=ON),
            milestone("c", verified("2026-06-01", "complete"), lapses="2026-06-14"),
        ),
        expected=only(a={"status": "lapsed"}, b={"status": "unconditional"}, c={"status": "fulfilled"}),
    ),
    Case(
        name="informing group changes no status",
        why="a group whose force is `informs` is evaluated and shown and counts for nothing below",
        document=plan(milestone("a"), milestone("b", gates=[gate("start", reaches("a"), force="informs")])),
        expected=only(
            a={"downstream": 0, "releases": 0},
            b={"status": "unconditional"} | first_gate(force="informs", truth="unmet", earliest=ON),
        )
        | {"matrix": []},
    ),
    Case(
        name="group stands only under its readings, and the first reading is the default",
        why="a group may be limited to some readings; without a reading, the plan's first one holds",
        document=plan(
            milestone("a"),
            milestone("b", gates=[gate("start", reaches("a"), readings=["south"])]),
            readings=("north", "south"),
        ),
        expected={"reading": "north"} | only(b={"status": "unconditional", "gates": []}),
    ),
    Case(
        name="withdrawn milestone keeps the day it was completed on",
        why="withdrawn comes first of the statuses; low >= L: the day on which it was reached",
        document=plan(
            milestone("a", verified("2026-05-11", "complete"), due="2026-05-01", withdrawn=WITHDRAWN),
            milestone("c", verified("2026-05-11", "complete"), due="2026-05-01"),
        ),
        expected=only(
            a={"status": "withdrawn", "overdue": False}
            | forecast(complete=("2026-05-11", "2026-05-11"), delay_days=None),
            c={"status": "fulfilled", "overdue": False} | forecast(delay_days=10),
        ),
    ),
    Case(
        name="due today is not overdue",
        why="overdue: due < on, low < 3, not withdrawn",
        document=plan(
            milestone("a", rumour("2026-06-01", "complete"), due="2026-06-14"), milestone("c", due=ON)
        ),
        expected=only(a={"overdue": True}, c={"overdue": False}) | {"pillars": {"first": {"overdue": 1}}},
    ),
]

DEADLOCK_CASES = [
    Case(
        name="two that wait for each other, and one that waits for them",
        why="strongly connected components of several levels are deadlocks; m stands in one when a level does",
        document=plan(
            waiting_for("a", on="b"),
            waiting_for("b", before="completion"),
            waiting_for("c"),
        ),
        expected=only(
            a={"status": "deadlocked"} | forecast(start=(None, None)),
            b={"status": "deadlocked"} | forecast(start=(ON, None), complete=(None, None)),
            c={"status": "blocked"},
        )
        | {"deadlocks": [["a", "b"]]},
    ),
    Case(
        name="gate that requires any lets a member out",
        why="the k-th smallest date of its conditions: with k = 1 the date alone opens it",
        document=plan(
            milestone("a", gates=[gate("start", reaches("b"), {"date": "2026-07-01"}, require="any")]),
            waiting_for("b"),
        ),
        expected=only(
            a={"status": "waiting"} | forecast(start=("2026-07-01", None)),
            b={"status": "waiting"} | forecast(start=("2026-07-01", None)),
        )
        | {"deadlocks": []},
    ),
    Case(
        name="milestone whose completion waits for all of its own pillar",
        why="for a pillar, draw to each level that is never of each of its milestones not withdrawn",
        document=plan(
            milestone("a", gates=[gate("completion", {"pillar": "first", "progress": 100})]),
            milestone("c"),
        ),
        expected=only(
            a={"status": "deadlocked"} | forecast(start=(ON, None), complete=(None, None)),
            c={"status": "unconditional"},
        )
        | {"deadlocks": [["a"]]},
    ),
    Case(
        name="deadlock through two pillars",
        why="a pillar condition draws to each level that is never of its milestones",
        document=plan(
            milestone("a", gates=[gate("start", {"pillar": "second", "progress": 10})]),
            waiting_for("b", pillar="second"),
        ),
        expected={"deadlocks": [["a", "b"]]} | only(a={"status": "deadlocked"}, b={"status": "deadlocked"}),
    ),
    Case(
        name="waiting for what is withdrawn is no deadlock",
        why="blocked: a gate can never come; the levels drawn are of milestones not withdrawn",
        document=plan(waiting_for("a", on="b", withdrawn=WITHDRAWN), waiting_for("b")),
        expected=only(b={"status": "blocked"}) | {"deadlocks": []},
    ),
    Case(
        name="claim of completion opens a cycle for the earliest dates",
        why="earliest: what is claimed or unknown holds",
        document=plan(waiting_for("a", on="b"), waiting_for("b", rumour("2026-06-01", "complete"))),
        expected=only(a={"status": "unsettled"}, b={"status": "waiting"}) | {"deadlocks": []},
    ),
]

ROLL_UP_CASES = [
    Case(
        name="releases through a pillar",
        why="how many others have not every gate met, and would have if a complete, verified assessment stood",
        document=plan(
            milestone("a"),
            milestone("c", weight=2),
            milestone("b", pillar="second", gates=[gate("start", {"pillar": "first", "progress": 50})]),
        ),
        # Completing a makes 33.3 percent, completing c 66.7.
        expected=only(a={"releases": 0, "downstream": 1}, c={"releases": 1, "downstream": 1}),
    ),
    Case(
        name="assumed completion stands in place of others of that day",
        why="stood in place of any others of its that are dated `on`",
        document=plan(milestone("a", verified(ON, "minimum"), rumour(ON, "minimum")), waiting_for("b")),
        expected=only(a={"releases": 1}),
    ),
    Case(
        name="completion today has not held for a day",
        why="met when met on every day from D - n to D",
        document=plan(milestone("a"), milestone("b", gates=[gate("start", reaches("a", for_days=1))])),
        expected=only(a={"releases": 0, "downstream": 1}),
    ),
    Case(
        name="claim already held for the time becomes met at once",
        why="met on every day: the past stays unknown, so it is still unknown",
        document=plan(
            milestone("a", rumour("2026-06-01", "complete")),
            milestone("b", gates=[gate("start", reaches("a", for_days=1))]),
            waiting_for("c"),
        ),
        expected=only(a={"releases": 1, "downstream": 2}, b={"status": "unsettled"}),
    ),
    Case(
        name="what is lapsed or withdrawn is not released",
        why="other milestones whose status is open; 0 for one withdrawn or with low = 3",
        document=plan(
            milestone("a"),
            waiting_for("b", lapses="2026-06-14"),
            waiting_for("c", withdrawn=WITHDRAWN),
            waiting_for("d"),
        ),
        expected=only(a={"releases": 1, "downstream": 2}),
    ),
    Case(
        name="downstream runs through pillars and others, not through waivers or what is withdrawn",
        why="directly or through others, by unwaived gates of milestones not withdrawn",
        document=plan(
            milestone("a"),
            milestone("b", pillar="second", gates=[gate("start", {"pillar": "first", "progress": 10})]),
            waiting_for("c", pillar="third", on="b"),
            milestone("d", pillar="third", gates=[gate("start", reaches("a"), waived=WITHDRAWN)]),
            waiting_for("e", pillar="third", withdrawn=WITHDRAWN),
            waiting_for("f", pillar="third", on="e"),
        ),
        expected=only(
            a={"downstream": 2},
            b={"downstream": 1},
            c={"downstream": 0},
            e={"downstream": 1},
        ),
    ),
    Case(
        name="matrix counts conditions, and holds those that are open",
        why="of the conditions in unwaived gates that milestones of one pillar place on the other; held",
        document=plan(
            milestone("a", verified("2026-06-01", "minimum")),
            milestone(
                "b",
                pillar="second",
                gates=[
                    gate("start", reaches("a"), reaches("a", "minimum"), {"date": "2026-07-01"}),
                    gate("completion", reaches("a"), waived=WITHDRAWN),
                ],
            ),
            milestone(
                "c",
                verified("2026-06-01", "complete"),
                pillar="second",
                gates=[gate("start", reaches("a"), reaches("a", "minimum"), require="any")],
            ),
        ),
        expected={
            "matrix": [
                {"pillar": "second", "on_pillar": "first", "met": 2, "unmet": 2, "unknown": 0, "held": 1}
            ],
        }
        | only(b={"status": "waiting"}, c={"status": "fulfilled"}),
    ),
    Case(
        name="pillar shows the most severe status, and its progress as a range",
        why="as its own status the most severe present; low with the low levels, high with the high ones",
        document=plan(
            milestone("a", rumour("2026-06-01", "minimum"), weight=2),
            milestone("b", verified("2026-06-01", "complete"), weight="0.5"),
            waiting_for("c"),
            milestone("d", withdrawn=WITHDRAWN, weight=100),
        ),
        # Weights 3.5: 100 * 1.5 / 10.5 and 100 * 3.5 / 10.5.
        expected={
            "pillars": {
                "first": {
                    "progress": {"low": 14.2857, "high": 33.3333},
                    "status": "waiting",
                    "counts": {
                        "waiting": 1,
                        "unconditional": 1,
                        "fulfilled": 1,
                        "withdrawn": 1,
                        "blocked": 0,
                    },
                },
                "second": {"progress": {"low": None, "high": None}, "status": None, "overdue": 0},
            }
        },
    ),
    Case(
        name="delay is unknown without due, when never, and when withdrawn",
        why="null without due, when never, or withdrawn",
        document=plan(
            milestone("a"),
            milestone("b", due="2026-06-10", lapses="2026-06-01"),
            milestone("c", due="2026-06-10", withdrawn=WITHDRAWN),
            milestone("d", due="2026-06-10"),
            milestone("e", record("2026-06-01", "complete"), due="2026-06-10"),
        ),
        expected=only(
            a=forecast(delay_days=None),
            b=forecast(delay_days=None),
            c=forecast(delay_days=None),
            d=forecast(delay_days=5),
            e=forecast(delay_days=0),
        ),
    ),
]

CASES = STATUS_CASES + DEADLOCK_CASES + ROLL_UP_CASES
