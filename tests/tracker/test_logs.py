"""What a log line looks like."""

import json
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.conf import settings

from tracker.logs import logging_config


@pytest.fixture
def production_log() -> Iterator[StringIO]:
    """Everything that is logged, as production writes it."""
    stream = StringIO()
    config = logging_config(level="INFO", as_json=True)
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def test_production_lines_are_json_with_arabic_as_it_is_written(production_log: StringIO) -> None:
    structlog.get_logger("milestones.tests").info("loaded", plan="خطة غزة")
    line = production_log.getvalue()
    assert "خطة غزة" in line
    assert json.loads(line).items() >= {"event": "loaded", "plan": "خطة غزة", "level": "info"}.items()


def test_lines_of_the_standard_library_take_the_same_form(production_log: StringIO) -> None:
    logging.getLogger("milestones.tests").warning("%s marks wait", 3)
    found = json.loads(production_log.getvalue())
    assert (found["event"], found["level"], found["logger"]) == ("3 marks wait", "warning", "milestones.tests")


def test_a_traceback_is_a_field_of_one_line(production_log: StringIO) -> None:
    try:
        raise ValueError("border-handover")
    except ValueError:
        logging.getLogger("milestones.tests").exception("failed")
    (line,) = production_log.getvalue().splitlines()
    assert "ValueError: border-handover" in json.loads(line)["exception"]


def test_a_line_tells_nothing_of_who_asked(production_log: StringIO) -> None:
    log = structlog.get_logger("milestones.tests")
    log.info("request_started", request="GET /search/?q=Nour+Haddad", user_agent="Chromium")
    logging.getLogger("django.request").warning("%s: %s", "Gone", "/admin/invitation/MTE/abc-123/")
    text = production_log.getvalue()
    assert '"GET /search/"' in text
    assert not any(word in text for word in ("Nour", "Chromium", "abc-123", "MTE"))
