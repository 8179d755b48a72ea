"""What the tracker keeps without loss: how long a text and how exact a number may be.

SQLite keeps fifteen significant digits of a number, and PostgreSQL refuses a text longer than its column. The same
limits hold everywhere, so that a plan means the same in a file and in either database.
"""

from decimal import Context, Decimal

SLUG_LENGTH = 100
NAME_LENGTH = 500
"""Of names, titles, publishers and units; longer texts are not limited."""
CODE_LENGTH = 100
"""Of clauses, P-codes, language tags, time zones and measures."""
URL_LENGTH = 2000
SEARCH_LENGTH = 200
"""Of the words that are searched for, in pages and in the API."""
REASON_LENGTH = 1000
"""Of the reason of a retraction."""
INTEGER_MAX = 2**31 - 1
"""Of days, decimals and ranks."""
KEY_DIGITS = 18
"""Of a row's key: a longer number does not fit a database's."""

_WIDE = Context(prec=200)
"""More digits than any plan file gives: Python's usual 28 would round."""

SIGNIFICANT_DIGITS = 15
DECIMAL_PLACES = 10


def is_key(word: str) -> bool:
    """Whether a word that somebody sent can be a row's key: a number that every database can look up."""
    return word.isascii() and word.isdecimal() and len(word) <= KEY_DIGITS


def is_exact(value: Decimal) -> bool:
    """Whether the number is kept without loss: finite, below 10**15, of at most 15 significant digits and 10 decimals.

    Trailing zeros do not count.
    """
    if not value:
        return True
    _sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):  # an infinity or no number
        return False
    written = "".join(map(str, digits))
    significant = written.rstrip("0")
    decimals = -(exponent + len(written) - len(significant))
    return (
        len(significant) <= SIGNIFICANT_DIGITS and decimals <= DECIMAL_PLACES and value.adjusted() < SIGNIFICANT_DIGITS
    )


def plain(value: Decimal) -> Decimal:
    """An exact number without trailing zeros and exponent: 600.00 as 600, 6E+2 as 600, -0 as 0."""
    if not value:
        return Decimal(0)
    short = value.normalize(_WIDE)
    return short.quantize(Decimal(1), context=_WIDE) if short == short.to_integral_value() else short
