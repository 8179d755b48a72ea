"""YAML as plain data: from the parser's events, so that nothing is guessed and nothing is built unasked.

Only `true` and `false` are booleans and only null, `~` and nothing are null; dates stay strings; numbers are
exact. Aliases are refused (a few lines of them can stand for billions of values), and so are tags.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

import yaml

from milestones.planfile.faults import Path, Refused, Report, shortened
from milestones.planfile.limits import MOST_DEPTH, MOST_VALUES
from milestones.planfile.plain_data import duplicate_key, exact_number, too_deep, too_many
from milestones.planfile.syntax_words import why_no_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")


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
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
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
