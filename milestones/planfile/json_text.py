"""JSON as plain data: numbers exact, a key given twice refused."""

import json
from decimal import Decimal

from milestones.planfile.faults import Refused, Report
from milestones.planfile.plain_data import Pairs, PlainData, exact_number, too_deep
from milestones.planfile.syntax_words import why_no_json


def read_json(text: str, report: Report) -> object:
    """The document's plain data; raises Refused where the text is no JSON document at all."""
    try:
        parsed = json.loads(
            text,
            parse_int=exact_number,
            parse_float=exact_number,
            parse_constant=lambda _: Decimal("NaN"),
            object_pairs_hook=Pairs,
        )
    except json.JSONDecodeError as error:
        raise Refused("bad_json", f"this is not valid JSON: {why_no_json(error)}") from error
    except RecursionError as error:
        raise too_deep() from error
    return PlainData(report).of(parsed)
