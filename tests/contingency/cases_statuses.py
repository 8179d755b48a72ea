"""Cases of section 4: statuses."""

from __future__ import annotations

from .small_plans import (
    ON,
    TEN_DAYS,
    WITHDRAWN,
    Case,
    after,
    first_gate,
    forecast,
    gate,
    milestone,
    only,
    plan,
    reaches,
    rumour,
    verified,
    waiting_for,
)

CASES = [
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
                "b", verified("2026-06-01", "minimum"), gates=[gate("start", reaches("a")), gate("start", reaches("c"))]
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
                "b", verified("2026-06-01", "minimum"), gates=[gate("start", reaches("a")), gate("start", reaches("c"))]
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
                        waived={"date": "2026-06-01", "source": "s", "ended": {"date": "2026-06-02", "source": "s"}},
                    )
                ],
            ),
        ),
        expected=only(b={"status": "undermined"} | first_gate(truth="unmet", truth_when_reached="met")),
    ),
    Case(
        name="waiver given after the start does not reach back",
        why="truth on the day on which its level was reached; a group that is waived on that day is met",
        document=plan(
            milestone("a"),
            milestone("b", verified("2026-05-01", "minimum"), gates=[gate("start", reaches("a"), waived=WITHDRAWN)]),
        ),
        expected=only(b={"status": "cleared"} | first_gate(waived=True, truth="met", truth_when_reached="unmet")),
    ),
    Case(
        name="pillar's progress on a past day is of the milestones not withdrawn on that day",
        why="everything is said of a day D: a withdrawal counts on D when its date <= D",
        document=plan(
            milestone("a", verified("2026-05-01", "complete"), withdrawn=WITHDRAWN),
            milestone("c"),
            milestone(
                "b",
                verified("2026-05-20", "minimum"),
                pillar="second",
                gates=[gate("start", {"pillar": "first", "progress": 50})],
            ),
        ),
        expected=only(b={"status": "undermined"} | first_gate(truth="unmet", truth_when_reached="met")),
    ),
    Case(
        name="unmet gate before a level still to come is waited for",
        why="premature: a gate before a level <= low",
        document=plan(milestone("a"), waiting_for("b", verified("2026-06-01", "minimum"), before="completion")),
        expected=only(b={"status": "waiting"} | first_gate(truth_when_reached=None)),
    ),
    Case(
        name="complete with a gate that cannot be told is unsettled",
        why="fulfilled: low = 3 and every gate is met; unsettled: no gate is unmet, but some cannot be told",
        document=plan(
            milestone("a", rumour("2026-05-01", "complete")), waiting_for("b", verified("2026-06-01", "complete"))
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
            milestone("a", **TEN_DAYS), waiting_for("b", planned_start=after("c", "complete", 0)), milestone("c")
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
        name="claimed level of a withdrawn milestone keeps its day for the earliest dates",
        why="else, earliest only, high >= L: since claimed. Else, for a withdrawn milestone, never",
        document=plan(milestone("a", rumour("2026-05-11", "minimum"), withdrawn=WITHDRAWN, planned_start="2026-07-01")),
        expected=only(a={"status": "withdrawn"} | forecast(start=("2026-05-11", None), complete=(None, None))),
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
        document=plan(milestone("a", rumour("2026-06-01", "complete"), due="2026-06-14"), milestone("c", due=ON)),
        expected=only(a={"overdue": True}, c={"overdue": False}) | {"pillars": {"first": {"overdue": 1}}},
    ),
]
