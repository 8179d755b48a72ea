"""The ways of writing, and what a write is answered: the rows as they now are, and what a dry run would change."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from milestones.api.entries import adding_schema, changing_schema
from milestones.api.parameters import DRY_RUN, IN_PLAN, LANG, Parameter
from milestones.api.schema import ProblemErrorSerializer, component_name
from milestones.api.serializers.base import OF_PLAN
from milestones.api.views.what_if import MovedPillarSerializer, MovedSerializer
from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.limits import REASON_LENGTH
from milestones.planfile.fields import Schema, map_schema

OFTEN = "A word of your own; the same request under it within 24 hours is answered as before, and writes nothing again."
VERSION = "The row's `version` that you read, in double quotes."
STALE = "It has been changed since."
REFUSED = {
    400: "The body breaks rules, each told at its place (a JSON pointer) by the plan file's code.",
    403: "Neither your role nor your token's scope allows it there.",
    413: "The body is too long.",
    415: "The body is not JSON.",
    422: "The Idempotency-Key was sent with another request.",
}


@dataclass(frozen=True, slots=True)
class Write:
    """A way of writing: what programs call it, after the operation that reads; what it takes, and is answered with."""

    suffix: str
    summary: str
    text: str
    status: int
    body: Callable[[Kind], Schema]
    parameters: tuple[Parameter, ...] = (LANG, DRY_RUN)
    needed: Collection[str] = ()
    headers: dict[str, str] = field(default_factory=lambda: {"Idempotency-Key": OFTEN})
    problems: dict[int, str] = field(default_factory=lambda: REFUSED)


ADD = Write(
    "_add",
    "Add one or, all or none, up to a thousand",
    "Entries in the plan file's own words. One that does not say its publication is published where you may publish, "
    "and else a draft, submitted for review where it is a record about what is published.",
    201,
    adding_schema,
    parameters=(LANG, IN_PLAN, DRY_RUN),
    needed=("plan",),
)
CHANGE = Write(
    "_change",
    "Change the keys that are given",
    "In the plan file's own words; null empties a key. Parts with lists of their own are changed by themselves.",
    200,
    changing_schema,
    needed=("If-Match",),
    headers={"If-Match": VERSION, "Idempotency-Key": OFTEN},
    problems=REFUSED | {412: STALE, 428: "If-Match is missing."},
)


def _step(summary: str, text: str, refused: str, **words: Schema) -> Write:
    """What is done to one record; `words` are the keys of the body, all of them needed."""
    return Write("", summary, text, 200, lambda kind: map_schema(words, [*words]), problems=REFUSED | {409: refused})


def _review(summary: str, text: str, refused: str, **words: Schema) -> Write:
    """A step of review, of a record or of a part of the plan, which has a version."""
    step = _step(summary, text, refused, **words)
    version = f"{VERSION} Without it what was changed since is not asked."
    stale = {412: f"{STALE} Or it is a record, which has no version."}
    return replace(step, headers=step.headers | {"If-Match": version}, problems=step.problems | stale)


def _words(text: str) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": REASON_LENGTH, "description": text}


RETRACT = _step(
    "Retract a record",
    "It counts no more from now on, and stays on record with the reason.",
    "It is retracted already.",
    reason=_words("Why it no longer counts."),
)
RAISE = _step(
    "Raise a record's grade",
    "In one step it is retracted and entered anew with the higher grade, by another account than entered it.",
    "It is retracted already.",
    verification={
        "enum": [grade.slug for grade in Grade if grade > Grade.REPORTED],
        "description": "The higher grade.",
    },
    reason=_words("Why it no longer counts."),
)
SUBMIT = _review(
    "Submit a draft for review",
    "It waits for a publisher; one that waits already stays so.",
    "It is no draft, or is retracted.",
)
PUBLISH = _review(
    "Publish a draft",
    "It counts from now on; a waiver another publishes than who entered it.",
    "It is no draft, was retracted before it counted, or may not be published by you or as it is.",
)
SEND_BACK = _review(
    "Send a draft back",
    "A draft that was submitted goes back to its author with what is to be mended; the remarks stay on record.",
    "It does not wait for a review, or is retracted.",
    remarks=_words("What is to be mended."),
)


@cache
def written(shape: Any) -> Any:
    """The shape of an answer about rows of a shape."""
    return inline_serializer(
        f"{component_name(shape)}Written",
        {
            "plan": serializers.CharField(help_text=OF_PLAN),
            "revision": serializers.IntegerField(
                allow_null=True,
                help_text="The plan's revision that takes it up, at the earliest; null where you do not count all.",
            ),
            "dry_run": serializers.BooleanField(help_text="Whether nothing was written."),
            "rows": shape(many=True, help_text="As they now are."),
            "warnings": ProblemErrorSerializer(many=True),
            "milestones": MovedSerializer(
                many=True, required=False, help_text="Of a dry run: those that would stand otherwise."
            ),
            "pillars": MovedPillarSerializer(many=True, required=False),
        },
    )
