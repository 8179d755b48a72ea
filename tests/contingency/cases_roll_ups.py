"""Cases of sections 4 and 5: deadlocks and roll-ups."""

from __future__ import annotations

from .small_plans import (
    ON,
    WITHDRAWN,
    Case,
    forecast,
    gate,
    milestone,
    only,
    plan,
    reaches,
    record,
    rumour,
    verified,
    waiting_for,
)

DEADLOCK_CASES = [
    Case(
        name="two that wait for each other, and one that waits for them",
        why="strongly connected components of several levels are deadlocks; m stands in one when a level does",
        document=plan(waiting_for("a", on="b"), waiting_for("b", before="completion"), waiting_for("c")),
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
            milestone("a", gates=[gate("start", reaches("b"), {"date": "2026-07-01"}, require="any")]), waiting_for("b")
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
        document=plan(milestone("a", gates=[gate("completion", {"pillar": "first", "progress": 100})]), milestone("c")),
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
        name="gate before a level that is claimed draws no arrow from a later one",
        why="for each unmet gate before exactly L whose date is never, draw (m, L)",
        document=plan(
            milestone(
                "a",
                rumour("2026-06-01", "minimum"),
                gates=[gate("start", reaches("b")), gate("intermediate", reaches("x"))],
            ),
            waiting_for("b"),
            milestone("x", withdrawn=WITHDRAWN),
        ),
        expected=only(a={"status": "blocked"}, b={"status": "blocked"}) | {"deadlocks": []},
    ),
    Case(
        name="pillar condition that has a date draws no arrow",
        why="each of its conditions whose date is never, draw",
        document=plan(
            milestone("a", gates=[gate("completion", {"pillar": "first", "progress": 10}, reaches("x", "minimum"))]),
            milestone("c"),
            milestone("x", pillar="second", withdrawn=WITHDRAWN),
        ),
        expected=only(a={"status": "blocked"}) | {"deadlocks": []},
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
        expected=only(a={"downstream": 2}, b={"downstream": 1}, c={"downstream": 0}, e={"downstream": 1}),
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
        expected={"matrix": [{"pillar": "second", "on_pillar": "first", "met": 2, "unmet": 2, "unknown": 0, "held": 1}]}
        | only(b={"status": "waiting"}, c={"status": "fulfilled"}),
    ),
    Case(
        name="awaited counts the open milestones that wait for a thing, not their conditions",
        why="how many milestones with an open status have a gate that is not met and in it an unmet condition on it",
        document=plan(
            milestone("a", verified("2026-06-01", "minimum")),
            milestone("b", rumour("2026-06-01", "complete")),
            milestone(
                "c",
                gates=[
                    gate("start", reaches("a"), reaches("b"), {"date": "2026-07-01"}),
                    gate("completion", reaches("a", "intermediate"), {"pillar": "first", "progress": 90}),
                ],
            ),
            milestone("d", gates=[gate("start", reaches("b")), gate("start", reaches("a"), force="informs")]),
            milestone(
                "e",
                gates=[
                    gate("start", reaches("a"), reaches("a", "minimum"), require="any"),
                    gate("start", reaches("b")),
                    gate("completion", reaches("a"), waived=WITHDRAWN),
                ],
            ),
            milestone("f", withdrawn=WITHDRAWN, gates=[gate("start", reaches("a"))]),
        ),
        expected={
            "awaited": [
                {"kind": "milestone", "slug": "a", "unmet": 1, "unknown": 0},
                {"kind": "pillar", "slug": "first", "unmet": 1, "unknown": 0},
                {"kind": "date", "slug": "2026-07-01", "unmet": 1, "unknown": 0},
                {"kind": "milestone", "slug": "b", "unmet": 0, "unknown": 3},
            ]
        },
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
                    "counts": {"waiting": 1, "unconditional": 1, "fulfilled": 1, "withdrawn": 1, "blocked": 0},
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

CASES = DEADLOCK_CASES + ROLL_UP_CASES
