"""Numbers as people write them elsewhere: with separators of thousands, a decimal comma, other digits, a true minus."""

import re
import unicodedata

_MINUS = re.compile(r"^[\u2010-\u2015\u2212\ufe63\uff0d]")
_GROUPED = re.compile(
    r"([-+]?[0-9]{1,3}(?:[,'’_٬ \u00a0\u2009\u202f][0-9]{2,3})*[,'’_٬ \u00a0\u2009\u202f][0-9]{3})(?:[.٫]([0-9]*))?"
)
_DOTTED = re.compile(r"([-+]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+(?=,)))(?:,([0-9]*))?")
_COMMA = re.compile(r"([-+]?[0-9]+)[,٫]([0-9]+)")


def respelt(value: str) -> tuple[str, str] | None:
    """The number as plan files write it, and in words what was otherwise; None where it is no number at all."""
    digits = "".join(str(unicodedata.decimal(character, character)) for character in value)
    signed = _MINUS.sub("-", digits)
    words = [
        *(["in the digits 0 to 9"] if digits != value else []),
        *(["with a plain hyphen for minus"] if signed != digits else []),
    ]
    if grouped := _GROUPED.fullmatch(signed) or _DOTTED.fullmatch(signed):
        words.append("without separators of thousands")
    if decimals := grouped or _COMMA.fullmatch(signed):
        whole, part = re.sub(r"[^-+0-9]", "", decimals[1]), decimals[2]
        if part and signed[decimals.end(1)] != ".":
            words.append("with a point before its decimals")
        signed = f"{whole}.{part}" if part else whole
    is_number = re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", signed)
    return (signed, " and ".join(words)) if words and is_number else None
