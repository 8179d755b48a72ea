"""The site's settings without the pillar apps named in WITHOUT, or without any."""

import os

from tracker.settings import *  # noqa: F403 - settings are taken whole

WITHOUT = tuple(os.environ.get("WITHOUT", "pillars.").split())
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(WITHOUT)]  # noqa: F405
ALLOWED_HOSTS = ["testserver"]
