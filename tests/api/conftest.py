"""What the API's tests start from: no limit on how often they ask, and a plan that has one of everything."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer
from rest_framework.throttling import SimpleRateThrottle

from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.services.loading import load_document
from tests.api.cast import Cast, make_cast, settle
from tools.environment import ROOT


@pytest.fixture(autouse=True)
def _unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None, "write": None})


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def aceh(transactional_db: Any) -> Iterator[str]:
    """Where a server answers that holds a shipped plan."""
    load_document(parse((ROOT / "plans/aceh-2005.yaml").read_bytes()).document)
    settle(Plan.objects.get())
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()
