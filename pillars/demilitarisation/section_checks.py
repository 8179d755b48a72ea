"""The rules over a whole section, said with the place in the file; the models hold the same in the database."""

from collections.abc import Callable, Iterable

from milestones.sections.tables import Check, Entry, Read
from pillars.demilitarisation.models import COUNTS

Breach = tuple[str, str]
"""(key, message)."""


def _range(entry: Entry) -> Iterable[Breach]:
    if not 0 <= entry["low"] <= entry["high"]:
        yield (
            "high",
            f"the range from {entry['low']} to {entry['high']} is none; low comes first, not below 0",
        )


def _share(entry: Entry) -> Iterable[Breach]:
    yield from _range(entry)
    if entry["high"] > 100:
        yield "high", f"{entry['high']} percent is more than the whole; a share is at most 100"


def _tally(entry: Entry) -> Iterable[Breach]:
    if all(entry[count] is None for count in COUNTS):
        yield "", f"a tally gives at least one figure: {', '.join(COUNTS)}"
    if entry["scope"] == "stage" and entry["phase"] is None:
        yield "phase", "a tally that covers a stage names the stage"
    handed_in, accepted, disputed = entry["handed_in"], entry["accepted"], entry["disputed"]
    sorted_out = (accepted or 0) + (entry["rejected"] or 0)
    if handed_in is not None and sorted_out > handed_in:
        yield "handed_in", f"{sorted_out} are accepted and rejected, of {handed_in} handed in"
    if disputed is not None and accepted is not None and disputed > accepted:
        yield "disputed", f"{disputed} are disputed, of {accepted} accepted"
    if entry["disputed_by"] is not None and disputed is None:
        yield "disputed", "say how many are disputed, or leave out disputed_by"


def _incident(entry: Entry) -> Iterable[Breach]:
    if entry["date"] < entry["happened_on"]:
        yield "date", f"{entry['date']} is before {entry['happened_on']}, when it happened"
    if entry["finding"] in ("upheld", "unfounded") and entry["investigated_by"] is None:
        yield "investigated_by", f'"{entry["finding"]}" needs who found it'


def _each(key: str, rule: Callable[[Entry], Iterable[Breach]]) -> Check:
    def check(read: Read) -> Iterable[tuple[str, int, str, str]]:
        for index, entry in enumerate(read[key]):
            for field, message in rule(entry):
                yield key, index, field, message

    return check


def _one_decides(read: Read) -> Iterable[tuple[str, int, str, str]]:
    deciding = [index for index, entry in enumerate(read["series"]) if entry["decides"]]
    for index in deciding[1:]:
        first = read["series"][deciding[0]]["slug"]
        yield "series", index, "decides", f'"{first}" decides already; let one count decide at most'


CHECKS: tuple[Check, ...] = (
    _one_decides,
    _each("totals", _range),
    _each("tallies", _tally),
    _each("incidents", _incident),
    _each("line_claims", _share),
)
