"""On which line of a text a place of the document stands; asked only where there is something to tell."""

import json
import re
from collections.abc import Collection, Iterator

import yaml

from milestones.planfile.faults import Path

Token = tuple[str, str, int]
"""What it is: "{", "[", "}" (the end of either) or "" (a scalar); a scalar's text; its line."""

_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+|\n', re.DOTALL)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lines_of(source: str | bytes, places: Collection[Path]) -> dict[Path, int]:
    """The line, from 1, of each place in a text that was read without a fault of its syntax.

    A place that is not there, as of what is missing, has the line of the innermost thing that holds it.
    """
    text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
    wanted = {place[:length] for place in places for length in range(1, len(place) + 1)}
    try:
        json.loads(text)
        tokens = _json_tokens(text)
    except ValueError:
        tokens = _yaml_tokens(text)
    placed = _placed(tokens, wanted)
    lines: dict[Path, int] = {}
    for place in places:
        known = next((place[:length] for length in range(len(place), 0, -1) if place[:length] in placed), None)
        if known is not None:
            lines[place] = placed[known]
    return lines


def _placed(tokens: Iterator[Token], wanted: Collection[Path]) -> dict[Path, int]:
    """The line of each wanted place: of a value that of its key, of a key that stands twice that of the second."""
    lines: dict[Path, int] = {}
    steps: list[str | int | None] = []  # of each open map or list the step to what comes next; None awaits a key
    for kind, words, line in tokens:
        if kind == "}":
            steps.pop()
            _step_on(steps)
            continue
        is_key = bool(steps) and steps[-1] is None
        if is_key:
            steps[-1] = words
        path = tuple(step for step in steps if step is not None)
        if path in wanted and (is_key or isinstance(steps[-1], int)):
            lines[path] = line
        if kind:
            steps.append(None if kind == "{" else 0)
        elif not is_key:
            _step_on(steps)
    return lines


def _step_on(steps: list[str | int | None]) -> None:
    """Await a map's next key, or a list's next item."""
    if steps:
        step = steps[-1]
        steps[-1] = step + 1 if isinstance(step, int) else None


def _yaml_tokens(text: str) -> Iterator[Token]:
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.MappingStartEvent):
            yield "{", "", line
        elif isinstance(event, yaml.SequenceStartEvent):
            yield "[", "", line
        elif isinstance(event, yaml.CollectionEndEvent):
            yield "}", "", line
        elif isinstance(event, yaml.ScalarEvent):
            yield "", str(event.value), line


def _json_tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _JSON.finditer(text):
        word = match[0]
        if word == "\n":
            line += 1
        elif word in "{[":
            yield word, "", line
        elif word in "}]":
            yield "}", "", line
        else:
            yield "", json.loads(word) if word.startswith('"') else word, line
