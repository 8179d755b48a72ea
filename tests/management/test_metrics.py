"""What operators watch: counted over all processes, and given out by one of its own."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from milestones import tasks
from milestones.management.commands.serve_metrics import Stored
from milestones.models import RecomputeMark
from milestones.state.keeping import bodies, keeper
from tests.factories import make_plan
from tools.environment import ROOT
from tools.throwaway import free_port

MAKE_PAGES = """
import django
django.setup()
from django.test import Client
for _ in range(3):
    assert Client(HTTP_HOST="localhost").get("/admin/login/").status_code == 200
"""


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def counted(page: str, status: int = 200) -> float:
    return figure("tracker_request_seconds_count", page=page, method="GET", status=str(status))


@pytest.mark.django_db
def test_an_answer_is_counted_by_its_page_and_a_kept_one_as_kept(client: Client) -> None:
    plan = make_plan()
    address, pages, kept = f"/plans/{plan.slug}/", counted("plan-page"), counted("kept")
    assert client.get(address).status_code == client.get(address).status_code == 200
    assert (counted("plan-page") - pages, counted("kept") - kept) == (1, 1)
    nowhere = counted("nowhere", 404)
    assert client.get("/no/such/page").status_code == 404
    assert counted("nowhere", 404) - nowhere == 1


@pytest.mark.django_db
def test_what_is_kept_is_told_in_bytes_and_by_how_often_it_served(client: Client) -> None:
    address = f"/plans/{make_plan().slug}/"

    def asked() -> list[float]:
        return [
            figure("tracker_kept_asked_total", what=what, found=found)
            for what in ("answers", "states")
            for found in ("yes", "no")
        ]

    def told_by(path: str) -> list[float]:
        before = asked()
        assert client.get(path).status_code == 200
        return [now - then for now, then in zip(asked(), before, strict=True)]

    first, again, another = told_by(address), told_by(address), told_by(f"{address}?lang=ar")
    assert (first[:2], again, another[:2]) == ([0, 1], [1, 0, 0, 0], [0, 1])
    assert first[3] > 0, "the state had to be read"
    assert another[2] > 0, "and serves the next page too"
    for what, kept in {"answers": bodies, "states": keeper}.items():
        assert figure("tracker_kept_bytes", what=what) == kept.held > 0


@pytest.mark.django_db
def test_a_run_and_what_waits_are_told() -> None:
    labels = {"task": "start_day", "outcome": "done"}
    before = figure("tracker_run_seconds_count", **labels)
    make_plan()
    tasks.start_day()
    assert figure("tracker_run_seconds_count", **labels) == before + 1
    told = {name: value for name, (_about, value) in Stored()._figures().items()}
    assert told["tracker_marks_waiting"] == RecomputeMark.objects.count() > 0
    assert told["tracker_oldest_mark_seconds"] >= 0
    assert (told["tracker_failing_plans"], told["tracker_differences_found"], told["tracker_import_rows"]) == (0, 0, 0)


@pytest.mark.one_database
def test_one_process_gives_out_what_others_counted(tmp_path: Path) -> None:
    folder, port = tmp_path / "counts", free_port()
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "REDIS_URL": "",
        "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True)
    for _ in range(2):
        subprocess.run([sys.executable, "-c", MAKE_PAGES], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "manage.py", "serve_metrics", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        text = answered(f"http://127.0.0.1:{port}/metrics")
        process.terminate()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    (count,) = (
        sample.value
        for sample in families["tracker_request_seconds"].samples
        if sample.name.endswith("_count") and sample.labels["page"] == "admin:login"
    )
    assert count == 6
    assert families["tracker_marks_waiting"].samples[0].value == 0


def answered(url: str) -> str:
    """What is answered there, once something listens."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
