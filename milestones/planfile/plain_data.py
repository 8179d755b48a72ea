"""A document from wherever it comes, as plain data: maps with string keys, lists, strings, booleans, Decimals and None.

YAML is read from its parser's events, so that nothing is guessed and nothing is built unasked: only `true` and `false`
are booleans and only null, `~` and nothing are null; dates stay strings; numbers are exact. Aliases are refused (a few
lines of them can stand for billions of values), and so are tags.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import takewhile
from typing import Literal

import yaml

from milestones.planfile.faults import Path, Refused, Report, shortened
from milestones.planfile.limits import LONGEST_NUMBER, MOST_BYTES, MOST_DEPTH, MOST_VALUES
from milestones.planfile.syntax_words import LOADER, why_no_json, why_no_yaml

Syntax = Literal["yaml", "json"]
_AS_THEY_ARE = frozenset({str, Decimal, bool, type(None)})
"""The types of most values, told apart first: a plan has thousands."""
_BEGINS_AS_JSON = re.compile(r'\s*\{\s*("|\Z)')
_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")


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


class Pairs(list[tuple[object, object]]):
    """A map as its pairs, so that a key given twice can be seen."""


class PlainData:
    """Turns parsed JSON, or a caller's own maps and lists, into plain data; reports what it cannot turn."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.values = 0

    def of(self, value: object, path: Path = ()) -> object:
        """The value as plain data; None in place of what is reported. Raises Refused where it is too much."""
        self.values += 1
        if self.values > MOST_VALUES:
            raise too_many()
        if len(path) > MOST_DEPTH:
            raise too_deep()
        if type(value) in _AS_THEY_ARE:
            return value
        if isinstance(value, Decimal):
            return Decimal(value)
        if isinstance(value, str):
            return str(value)
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Pairs):
            return self.map(value, path)
        if isinstance(value, Mapping):
            return self.map(value.items(), path)
        if isinstance(value, list | tuple):
            return [self.of(item, (*path, index)) for index, item in enumerate(value)]
        type_name = type(value).__name__
        message = f"a {type_name} is not something a plan file can hold; write it as a string"
        self.report.error(path, "wrong_type", message, found=type_name)
        return None

    def map(self, pairs: Iterable[tuple[object, object]], path: Path) -> dict[str, object]:
        """A map with string keys, each once."""
        plain: dict[str, object] = {}
        for key, value in pairs:
            if not isinstance(key, str):
                self.report.error(path, "wrong_type", f"a key must be a string; this is {key!r:.60}", key=repr(key))
            elif key in plain:
                duplicate_key(self.report, (*path, key))
            else:
                plain[key] = self.of(value, (*path, key))
        return plain


def _number(value: int | float) -> Decimal:
    """The number as it prints, so that 0.1 is a tenth."""
    if isinstance(value, float):
        return exact_number(float.__repr__(value))
    return Decimal(int(value)) if value.bit_length() <= 3 * LONGEST_NUMBER else Decimal("NaN")


def exact_number(digits: str) -> Decimal:
    """The number that the digits say, or NaN (which every reader refuses) where it is none to reckon with."""
    if len(digits) > LONGEST_NUMBER:
        return Decimal("NaN")
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all bounds
        return Decimal("NaN")


def too_deep() -> Refused:
    """Lists and maps stand inside one another too deeply."""
    return Refused("too_deep", f"lists and maps are nested more than {MOST_DEPTH} deep", most=MOST_DEPTH)


def too_many() -> Refused:
    """The document holds too many values to read."""
    return Refused("too_many_values", f"there are more than {MOST_VALUES:,} values", most=MOST_VALUES)


def duplicate_key(report: Report, path: Path) -> None:
    """Report that a map gives one key twice."""
    key = shortened(str(path[-1]))
    message = f'the key "{key}" stands here for a second time'
    report.error(path, "duplicate_key", message, key=key)


def read_yaml(text: str, report: Report) -> object:
    """The document's plain data; raises Refused where the text is no YAML document at all."""
    try:
        return _document(_events(text), report)
    except yaml.YAMLError as error:
        if "nesting depth" in str(error):  # the parser's own limit, past ours, met before the first event
            raise too_deep() from error
        raise Refused("bad_yaml", f"this is not valid YAML: {why_no_yaml(error, text)}") from error


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events; an alias is refused."""
    for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
        if number > 2 * MOST_VALUES:
            raise too_many()
        if isinstance(event, yaml.AliasEvent):
            name = shortened(str(event.anchor))
            words = "write out what it stands for, or put a text in quotes"
            raise Refused("alias", f"the alias *{name} stands{_line(event)}; {words}")
        yield event


def _document(events: Iterator[yaml.Event], report: Report) -> object:
    """The only document's data."""
    root, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Refused("several_documents", f"a second document begins{_line(event)}; give one")
        elif isinstance(event, yaml.NodeEvent):
            root = _node(event, events, (), report)
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], path: Path, report: Report) -> object:
    """The value that begins with an event, and goes on to the end of its list or map."""
    tag = getattr(event, "tag", None)
    if tag is not None and tag not in _STRING_TAGS:
        named = shortened(tag)
        raise Refused("tag", f"the tag {named} stands{_line(event)}; a plan file has none", tag=named)
    if isinstance(event, yaml.ScalarEvent):
        words = str(event.value)
        if not event.implicit[0] or tag is not None:
            return words
        if words in _WORDS:
            return _WORDS[words]
        return exact_number(words) if _NUMBER.fullmatch(words) else words
    if len(path) >= MOST_DEPTH:
        raise too_deep()
    if isinstance(event, yaml.SequenceStartEvent):
        return [_node(item, events, (*path, index), report) for index, item in enumerate(_up_to_end(events))]
    entries: dict[str, object] = {}
    for start in _up_to_end(events):
        # A key is the text of its scalar, whatever it looks like: `on` and 2026 are keys as they stand.
        if not isinstance(start, yaml.ScalarEvent):
            raise Refused("wrong_type", f"a key must be a string; a list or map stands for one{_line(start)}")
        key = str(start.value)
        if key in entries:
            duplicate_key(report, (*path, key))
        entries[key] = _node(next(events), events, (*path, key), report)
    return entries


def _up_to_end(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """What begins in a list or map, as far as its end; who takes an event reads on to the end of its value."""
    return takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), events)


def _line(event: yaml.Event) -> str:
    return f" on line {event.start_mark.line + 1}" if event.start_mark else ""
