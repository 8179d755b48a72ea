"""What every test process needs before Django's settings are read; pyproject.toml loads it as a plugin."""

import os

import pytest
from django.conf import settings

from tracker.celery import app as celery_app

os.environ.setdefault("SECRET_KEY", "for tests only, and nothing they sign outlives them")
os.environ["DEBUG"] = "true"  # the development settings; pytest-django turns settings.DEBUG itself off
os.environ["CONN_MAX_AGE"] = (
    "0"  # a live server's idle connection would keep the test database from being dropped
)
# Synchronous browser drivers run inside an event loop, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # quick; guards nothing here
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": "100000/min", "user": "100000/min"}
    celery_app.conf.task_eager_propagates = True  # a task that fails, fails its test
