"""A task that does nothing but say that it was done: what any task costs."""

from celery import shared_task
from django.conf import settings
from redis import Redis

redis = Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=None)


@shared_task
def nothing(key: str) -> None:
    """Say so under the key."""
    redis.rpush(key, "done")
