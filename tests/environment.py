"""What every test process needs before Django's settings are read; pyproject.toml loads it as a plugin."""

import gc
import os

import pytest
from django.conf import settings

from tools.suite import find_chromium
from tracker.celery import app as celery_app

os.environ.setdefault("SECRET_KEY", "for tests only, and nothing they sign outlives them")
os.environ["DEBUG"] = "true"  # the development settings; pytest-django turns settings.DEBUG itself off
os.environ["CONN_MAX_AGE"] = "0"  # an idle connection would keep the test database from being dropped
# Read with the settings: Django's apps import the throttles before pytest is configured.
os.environ["API_RATE_ANONYMOUS"] = os.environ["API_RATE_USER"] = "100000/min"
os.environ["SHARE_SECONDS"] = "100000000"  # django-environ reads digits alone
# In a parallel run each process has its own pair of Redis databases: tasks of one are not another's.
if os.environ.get("REDIS_URL") and (process := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")):
    server = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    os.environ["REDIS_URL"] = f"{server}/{2 + 2 * int(process)}"
    os.environ["REDIS_CACHE_URL"] = f"{server}/{3 + 2 * int(process)}"
# Synchronous browser drivers run inside an event loop, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "admin_client"}


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    celery_app.conf.task_eager_propagates = True  # a task that fails, fails its test


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage seldom, and not among what stays, thousands of tests and all modules: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this run has no server or browser for.

    `dev.py test` runs the suite twice. Browser tests belong to its second pass, where the site's threads
    each have a database connection; the first does not count them. What may not touch a database (pytest-django
    sees to that) gives the same beside any, and belongs to the first; so does what is marked `one_database`, which
    a second database could not answer otherwise.
    """
    if os.environ.get("TEST_PASS") == "sqlite":
        browser = [item for item in items if item.get_closest_marker("browser")]
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=browser)
    if os.environ.get("TEST_PASS") == "postgresql":
        alone = [item for item in items if not _belongs_to_the_second(item)]
        items[:] = [item for item in items if _belongs_to_the_second(item)]
        config.hook.pytest_deselected(items=alone)
    for item in items:
        if item.get_closest_marker("worker") and not settings.REDIS_URL:
            item.add_marker(pytest.mark.skip(reason="needs REDIS_URL: the second pass of dev.py test"))
        if item.get_closest_marker("browser") and not find_chromium():
            item.add_marker(pytest.mark.skip(reason="no chromium is installed"))


def _belongs_to_the_second(item: pytest.Item) -> bool:
    """Whether a test may use the database, the broker or a browser, and would tell of it more than the first pass."""
    if item.get_closest_marker("one_database"):
        return False
    marked = any(item.get_closest_marker(name) for name in ("django_db", "worker", "browser"))
    return marked or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
