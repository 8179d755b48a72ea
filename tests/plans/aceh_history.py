"""What Aceh's plan must say on each day, worked out by hand from its records and the method; no engine wrote it."""

from __future__ import annotations

MILESTONES = (
    "handover-1",
    "withdrawal-1",
    "handover-2",
    "withdrawal-2",
    "handover-3",
    "withdrawal-3",
    "handover-4",
    "withdrawal-4",
    "weapons-complete",
    "forces-at-ceiling",
)

# One status a milestone, in the order above. Days between two rows say what the row before says, but for `delayed`.
TEXT = {
    # Nothing has happened: only the first handover waits for nobody.
    "2005-09-13": "unconditional waiting waiting waiting waiting waiting waiting waiting waiting waiting",
    # 1,300 police leave a day before the first weapons come in: the withdrawal is ahead of its condition.
    "2005-09-14": "unconditional premature waiting waiting waiting waiting waiting waiting waiting waiting",
    "2005-09-15": "unconditional premature waiting waiting waiting waiting waiting waiting waiting waiting",
    # 243 accepted, quota 210: the first withdrawal may go ahead, and by the 25th it has.
    "2005-09-18": "fulfilled cleared waiting waiting waiting waiting waiting waiting waiting waiting",
    "2005-09-25": "fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting waiting",
    "2005-10-14": "fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting waiting",
    # 233 accepted in the second stage.
    "2005-10-20": "fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting",
    "2005-10-31": "fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting",
    "2005-11-14": "fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting",
    # 166 accepted, 44 short; extended to the 20th, past the day planned for the third withdrawal (the 19th).
    "2005-11-18": "fulfilled fulfilled fulfilled fulfilled cleared delayed waiting waiting waiting waiting",
    # It goes ahead all the same. The running total, 642, would have hidden this: it is above 630.
    "2005-11-19": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    "2005-11-20": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    "2005-11-21": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    # The mission's release: 222 accepted in the third stage, which is over. The withdrawal that began early may go on.
    "2005-11-22": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    "2005-11-23": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    "2005-11-24": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    # The third withdrawal ends on the planned day, so the fourth handover may begin.
    "2005-11-25": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-13": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-14": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-15": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-18": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    # 840 of 840.
    "2005-12-19": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled waiting",
    # The first of the last withdrawal leave as planned; its eleven days end on the 31st.
    "2005-12-20": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled waiting",
    "2005-12-21": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled waiting",
    # Halfway on the 29th only: six of its eleven days are left, to 4 January.
    "2005-12-29": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled delayed",
    "2006-01-01": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled delayed",
    # The last police leave.
    "2006-01-05": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled",
}

INDONESIA = {
    "2005-09-13": "unconditional waiting waiting waiting waiting waiting waiting waiting waiting waiting",
    # 1,300 police leave a day before the first weapons come in: the withdrawal is ahead of its condition.
    "2005-09-14": "unconditional premature waiting waiting waiting waiting waiting waiting waiting waiting",
    "2005-09-15": "unconditional premature waiting waiting waiting waiting waiting waiting waiting waiting",
    # 226 of the mission's 243 are undisputed, the quota is 210.
    "2005-09-18": "fulfilled cleared waiting waiting waiting waiting waiting waiting waiting waiting",
    "2005-09-25": "fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting waiting",
    "2005-10-14": "fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting waiting",
    # 424 of 420.
    "2005-10-20": "fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting waiting",
    "2005-10-31": "fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting",
    "2005-11-14": "fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting waiting",
    "2005-11-18": "fulfilled fulfilled fulfilled fulfilled cleared delayed waiting waiting waiting waiting",
    "2005-11-19": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    "2005-11-20": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    "2005-11-21": "fulfilled fulfilled fulfilled fulfilled cleared premature waiting waiting waiting waiting",
    # 631 of 630: in this count too the condition is met on the day of the mission's release.
    "2005-11-22": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    "2005-11-23": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    "2005-11-24": "fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting waiting",
    "2005-11-25": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-13": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-14": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-15": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    "2005-12-18": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared waiting waiting waiting",
    # 769 of 840: 71 are disputed.
    "2005-12-19": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled delayed premature delayed",
    # The last withdrawal begins without these 71; begun, its eleven days end on the 31st.
    "2005-12-20": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled premature premature waiting",
    # The government disputes no further: 840 of 840.
    "2005-12-21": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled waiting",
    # Halfway on the 29th only: six of its eleven days are left, to 4 January.
    "2005-12-29": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled delayed",
    "2006-01-01": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled cleared fulfilled delayed",
    "2006-01-05": "fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled",
}

# (reading, date) -> milestone -> status
EXPECTED: dict[tuple[str, str], dict[str, str]] = {
    (reading, on): dict(zip(MILESTONES, statuses.split(), strict=True))
    for reading, table in (("text", TEXT), ("indonesia", INDONESIA))
    for on, statuses in table.items()
}

# date -> the milestones that are past their date in force
OVERDUE: dict[str, set[str]] = {
    "2005-11-18": set(),
    "2005-11-20": set(),
    "2005-11-21": {"handover-3"},
    "2005-11-22": set(),
    "2005-11-26": set(),
    "2005-12-15": set(),
    "2005-12-17": set(),
    "2005-12-18": {"handover-4"},
    "2005-12-31": set(),
    "2006-01-01": {"withdrawal-4", "forces-at-ceiling"},
    "2006-01-05": set(),
}

# (date, what had been published by, milestone) -> status in the Indonesian side's reading: 424 came out on 18 November,
# the undisputed 631 with the mission's release of the 22nd.
AS_KNOWN: dict[tuple[str, str, str], str] = {
    ("2005-10-31", "2005-11-17T00:00:00Z", "withdrawal-2"): "unsettled",
    ("2005-10-31", "2005-11-18T00:00:00Z", "withdrawal-2"): "fulfilled",
    ("2005-11-22", "2005-11-21T00:00:00Z", "withdrawal-3"): "premature",
    ("2005-11-22", "2005-11-22T00:00:00Z", "withdrawal-3"): "cleared",
}
