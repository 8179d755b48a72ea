"""A page costs a reader on a bad line little: its text, style and script, packed, fonts aside."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from milestones.planfile import parse
from milestones.services.loading import load_document

pytestmark = pytest.mark.django_db

BUDGET = 60_000
PLAN = Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml"


@pytest.fixture
def gaza() -> Any:
    return load_document(parse(PLAN.read_bytes()).document)


def packed(content: bytes) -> int:
    return len(gzip.compress(content))


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_largest_shipped_plan_stays_within_the_budget(gaza: Any, language: str) -> None:
    response = Client().get("/plans/gaza-phase-two/", {"lang": language, "reading": "both-demands"})
    body = response.content.decode()
    files = re.findall(r'<(?:link rel="stylesheet" href|script type="module" src)="/static/([^"]+)"', body)
    assert len(files) >= 2
    size = packed(response.content) + sum(packed(Path(finders.find(name)).read_bytes()) for name in files)
    assert size < BUDGET, f"{size} bytes"
