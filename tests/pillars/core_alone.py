"""The site's settings with no pillar app."""

from tracker.settings import *  # noqa: F403 - settings are taken whole

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("pillars.")]  # noqa: F405
ALLOWED_HOSTS = ["testserver"]
