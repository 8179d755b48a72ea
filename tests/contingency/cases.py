"""Small plans whose answers were worked out by hand, each with the sentence of the method that decides it."""

from __future__ import annotations

from . import cases_dates, cases_records, cases_roll_ups, cases_statuses

CASES = [*cases_records.CASES, *cases_dates.CASES, *cases_statuses.CASES, *cases_roll_ups.CASES]
