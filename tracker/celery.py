"""The Celery application; its settings are the CELERY_ ones of tracker.settings."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def be_patient(conf: Any, **_: Any) -> None:
    """Let a worker wait for a broker that hangs: it has nothing else to do, and goes on when that does.

    An acknowledgement that ran out of time would count as outstanding for ever, and with it no task be taken again. A
    machine that is gone without a word is noticed by the connection's keep-alive.
    """
    limits = {"socket_timeout": None, "socket_connect_timeout": 5, "socket_keepalive": True}
    conf.broker_transport_options = {**conf.broker_transport_options, **limits}


@worker_init.connect
def spare_what_stays(**_: Any) -> None:
    """Have the garbage collector leave what is loaded by now alone: that took a third of the time under edits."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 50)  # Python's, but for the last: replaced states go by full collections
