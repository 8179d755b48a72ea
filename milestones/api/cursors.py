"""Places in a walk through a list: opaque, and of the plans as they stood when the walk began.

`cursor=*` begins one. Each cursor after it carries the revisions that the walk looks at, by their instants, and the
terms that place the last row given in the list's total order: so no row is given twice, and none is lost, whatever
comes in meanwhile. It is signed, so that what it says is what was said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.utils.translation import gettext as _

from milestones.api.parameters import BadValue, Parameter

FIRST = "*"
SALT = "milestones.api.cursors"
LONGEST = 4000
PLACE = object()
"""Stands in a list after the row that was given last."""
READ: Mapping[str, Callable[[str], Any]] = {
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a walk is: `pins` are the instants of its plans' revisions, None at its beginning.

    `place` are the terms of the list's own order, and `words` those of the words by which it is ordered.
    """

    walk: str = ""
    """The list, and the words by which it is ordered."""
    pins: Mapping[int, datetime | None] | None = None
    place: Sequence[Any] = ()
    words: Mapping[str, Any] | None = None

    def text(self) -> str:
        """The cursor as it stands in an address."""
        pins = {str(key): _plain(at) for key, at in (self.pins or {}).items()}
        words = {word: _plain(term) for word, term in (self.words or {}).items()}
        return dumps([self.walk, pins, [_plain(term) for term in self.place], words], salt=SALT, compress=True)


def read_cursor(value: str) -> Cursor:
    """The place in a walk; raises BadValue."""
    if value == FIRST:
        return Cursor()
    try:
        walk, pins, place, words = loads(value[:LONGEST], salt=SALT)
    except (BadSignature, UnicodeError, ValueError) as error:
        raise BadValue(
            _("This is no cursor that was given here. Begin a walk with cursor=*, and follow “next”.")
        ) from error
    return Cursor(
        walk,
        {int(key): _term(at) for key, at in pins.items()},
        tuple(map(_term, place)),
        {word: _term(term) for word, term in words.items()},
    )


def _plain(term: Any) -> Any:
    """The term as JSON has it: what JSON has no type for is named."""
    match term:
        case datetime():
            return {"instant": term.isoformat()}
        case date():
            return {"day": term.isoformat()}
        case Decimal():
            return {"number": str(term)}
    return term


def _term(plain: Any) -> Any:
    if isinstance(plain, dict):
        ((kind, text),) = plain.items()
        return READ[kind](text)
    return plain


CURSOR = Parameter(
    "cursor",
    read_cursor,
    {"type": "string", "maxLength": LONGEST},
    "For a walk through the whole list: * begins it, and `next` leads on until it is null. The walk sees the plans as "
    "they stood when it began. Instead of offset.",
)
