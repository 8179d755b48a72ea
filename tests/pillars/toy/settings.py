"""The site with the toy beside the three pillars; its own database, in a file that the environment names."""

from tracker.settings import *  # noqa: F403 - settings are taken whole

INSTALLED_APPS = [*INSTALLED_APPS, "tests.pillars.toy"]  # noqa: F405
MIGRATION_MODULES = {"society": None}
ALLOWED_HOSTS = ["testserver"]
