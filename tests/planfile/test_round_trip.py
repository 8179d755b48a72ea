"""A document that is written and parsed again is the same document."""

import json

import yaml
from hypothesis import HealthCheck, given, settings

from milestones.kinds.format import parse
from milestones.planfile import Document, as_mapping, dump
from tests.planfile.documents import documents


def slow_to_build(examples: int) -> settings:
    """Settings for whole documents, which take long to draw."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=checks)


@slow_to_build(60)
@given(documents())
def test_yaml_keeps_every_document_and_writes_it_one_way(document: Document) -> None:
    written = dump(document)
    again = parse(written, sections=()).document
    assert again == document
    assert dump(again) == written


@slow_to_build(40)
@given(documents())
def test_json_keeps_every_document(document: Document) -> None:
    mapping = as_mapping(document)
    assert parse(mapping, sections=()).document == document
    assert parse(json.dumps(mapping), format="json", sections=()).document == document


@slow_to_build(20)
@given(documents())
def test_other_yaml_readers_can_read_what_is_written(document: Document) -> None:
    core = document.replace(sections={})  # a section may hold keys that others take for dates or numbers
    assert yaml.safe_load(dump(core))["plan"]["slug"] == document.plan.slug
