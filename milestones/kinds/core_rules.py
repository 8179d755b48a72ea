"""What entries of the core may not say, beside what the models' constraints hold and the engine says of a plan."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from milestones.kinds.rules import Entry, OwnedRule, RowRule, Words, owned_rule, row_rule
from milestones.planfile.vocabulary import DERIVED_SERIES, NONE_DESIGNATED


def not_after(at: datetime) -> RowRule:
    """That a record was learned by this instant; the default of a file, its day's midnight, says nothing of that."""

    @row_rule("recorded", _("“%(value)s” is in the future. Leave it empty for now, or give an earlier instant."))
    def recorded_in_future(record: Entry) -> Words:
        recorded = record["recorded"]
        if recorded is None or recorded <= at or recorded == datetime.combine(record["date"], time(), UTC):
            return {}
        return {"value": localtime(recorded).strftime("%Y-%m-%d %H:%M:%S %Z")}

    return recorded_in_future


def not_retracted_after(at: datetime) -> RowRule:
    """That a record that somebody enters was not retracted before it was learned, or after this instant."""

    @row_rule(
        "retracted", _("It cannot be retracted at %(value)s, before it was recorded or in the future. Leave it empty.")
    )
    def retracted_out_of_time(record: Entry) -> Words:
        retracted, recorded = record.get("retracted"), record["recorded"]
        if retracted is None or recorded is None or recorded <= retracted <= at:
            return {}
        return {"value": localtime(retracted).strftime("%Y-%m-%d %H:%M:%S %Z")}

    return retracted_out_of_time


@row_rule("end", _("The phase ends on %(end)s, before it starts on %(start)s. Put its end later."))
def end_before_start(phase: Entry) -> bool:
    return None not in (phase["start"], phase["end"]) and phase["end"] < phase["start"]


@row_rule("slug", _("“%(slug)s” says that the text names nobody; it cannot name an actor."))
def reserved_slug(actor: Entry) -> bool:
    return bool(actor["slug"] == NONE_DESIGNATED)


NO_SUCH_SERIES = _(
    "“%(indicator)s” has no series “%(series)s”. It has: %(declared)s. Choose one, or add the series to the indicator "
    "first."
)


def _undeclared(series: str | None, indicator: Entry) -> Words:
    """Where an indicator declares its series, there is no other but the one that its measure computes."""
    declared = [series["slug"] for series in indicator["series"]]
    known = (*declared, *([DERIVED_SERIES] if indicator["measure"] else []))
    if not series or not declared or "" in declared or series in known:
        return {}
    return {"indicator": indicator["slug"], "series": series, "declared": ", ".join(declared)}


unknown_official_series = RowRule(
    "unknown_series",
    "official",
    NO_SUCH_SERIES,
    lambda indicator: _undeclared(indicator["official"], indicator),
    reads=("series",),
)
unknown_series = OwnedRule(
    "unknown_series",
    "series",
    NO_SUCH_SERIES,
    ("series",),
    lambda observation, indicator: _undeclared(observation["series"], indicator),
)


@owned_rule(
    "series",
    _("“%(series)s” is what measures give: it is computed from their records. Choose another series, or none."),
    by_hand=True,
)
def derived_by_hand(observation: Entry, indicator: Entry) -> bool:
    return bool(observation["series"] == DERIVED_SERIES)


@owned_rule("date", _("It cannot end on %(value)s, before it began, on %(began)s. Give a later date."))
def ended_before_it_began(ending: Entry, suspension: Entry) -> Words:
    end, began = ending["date"], suspension["date"]
    return {"value": end, "began": began} if None not in (end, began) and end < began else {}


def _stands_twice(suspension: Entry, others: Sequence[Entry]) -> bool:
    return suspension["ended"] is None and any(other is not suspension and other["ended"] is None for other in others)


@owned_rule("", _("“%(milestone)s” is given up already. Take it up again first."), "withdrawn", by_hand=True)
def withdrawn_already(withdrawal: Entry, milestone: Entry) -> Words:
    return {"milestone": milestone["slug"]} if _stands_twice(withdrawal, milestone["withdrawn"]) else {}


@owned_rule("", _("It is waived already. End that waiver first."), "waived", by_hand=True)
def waived_already(waiver: Entry, gate: Entry) -> bool:
    return _stands_twice(waiver, gate["waived"])
