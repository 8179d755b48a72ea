"""The wiring: the one package that knows every app."""

from tracker.celery import app as celery_app
