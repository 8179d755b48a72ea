"""A document from wherever it comes: text, bytes or a caller's own map, always as plain data."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from milestones.planfile.faults import Refused, Report
from milestones.planfile.limits import MOST_BYTES
from milestones.planfile.plain_data import Pairs, PlainData, exact_number, too_deep
from milestones.planfile.syntax_words import why_no_json
from milestones.planfile.yaml_text import read_yaml

Syntax = Literal["yaml", "json"]
_BEGINS_AS_JSON = re.compile(r'\s*\{\s*("|\Z)')


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


def read_source(source: str | bytes | Mapping[str, object], syntax: Syntax | None, report: Report) -> object:
    """The plain data of a document; without a syntax, what is a JSON map is read as JSON, all else as YAML."""
    if not isinstance(source, str | bytes):
        return PlainData(report).of(source)
    text = decoded(source)
    if syntax == "json":
        return read_json(text, report)
    if syntax is None and text.lstrip().startswith("{"):
        return _in_braces(text, report)
    return read_yaml(text, report)


def _in_braces(text: str, report: Report) -> object:
    """JSON, or else YAML in braces; what is neither is told as JSON if its first key stands in double quotes."""
    try:
        return read_json(text, report)
    except Refused as no_json:
        if no_json.code != "bad_json":
            raise
        try:
            return read_yaml(text, report)
        except Refused as no_yaml:
            if no_yaml.code == "bad_yaml" and _BEGINS_AS_JSON.match(text):
                raise no_json from no_yaml
            raise


def decoded(source: str | bytes) -> str:
    """The text, which must be UTF-8 and no longer than a plan can be."""
    if len(source) > MOST_BYTES:
        raise Refused("too_big", f"the document is longer than {MOST_BYTES // 1024**2} MiB", most=MOST_BYTES)
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
        text.encode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", f"the document is not UTF-8 text: byte {error.start + 1} is not") from error
    except UnicodeEncodeError as error:
        raise Refused("not_utf8", f"character {error.start + 1} of the document is half a character") from error
    return text.removeprefix("\ufeff")
