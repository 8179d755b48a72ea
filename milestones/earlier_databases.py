"""A database of before the first migrations were written anew is refused with what to do; nothing in it is touched."""

from typing import Any

from django.apps import AppConfig
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_migrate
from django.dispatch import receiver

FIRST = "0001_initial"


@receiver(pre_migrate, dispatch_uid="milestones.refuse_earlier_database")
def refuse_earlier_database(app_config: AppConfig, using: str, **_kwargs: Any) -> None:
    """Raise CommandError where the database was brought up by other migrations than those that are here."""
    connection = connections[using]
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "milestones"}
    if app_config.label != "milestones" or not applied or FIRST in applied:
        return
    name = connection.settings_dict["NAME"]
    way = f"delete {name}" if connection.vendor == "sqlite" else f"drop the database “{name}” and create it anew"
    raise CommandError(
        "This database was made by an earlier version of the tracker, before its first release, and cannot be brought "
        f"up to date. Keep what was entered there (manage.py export_plan, with that version); then {way}, start again, "
        "and load the plans anew (manage.py load_plan). Nothing was changed."
    )
