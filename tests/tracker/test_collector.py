"""What lives as long as its process is not gone through again and again by the garbage collector."""

import subprocess
import sys

import pytest

MODELS = 50_000
TELL = "import gc; print(gc.get_freeze_count(), *gc.get_threshold())"


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(
            "import runpy, tracker.wsgi; runpy.run_path('gunicorn.conf.py')['post_worker_init'](None)", id="a server"
        ),
        pytest.param(
            "import tracker.celery; from celery.signals import worker_init; worker_init.send(sender=None)",
            id="a worker",
        ),
    ],
)
def test_a_process_that_serves_spares_what_it_has_loaded(begin: str) -> None:
    told = subprocess.run([sys.executable, "-c", f"{begin}; {TELL}"], capture_output=True, text=True, check=True).stdout
    spared, *thresholds = map(int, told.split())
    assert spared > MODELS
    assert thresholds == [700, 10, 50]
