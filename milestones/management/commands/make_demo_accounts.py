"""Local accounts for trying the site out."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from milestones.services.roles import ANALYST, make_roles

ADMINISTRATOR = "admin"


class Command(BaseCommand):
    help = (
        "Make two accounts on a developer's machine, an administrator and an analyst who may edit plans, "
        "with random passwords that are shown once."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Demonstration accounts are for a developer's machine, and DEBUG is off here. "
                "Make accounts with `manage.py createsuperuser` or in the admin."
            )
        self.stdout.write("Demonstration accounts, on this machine only:")
        self._make(ADMINISTRATOR, is_superuser=True)
        if analyst := self._make(ANALYST, is_superuser=False):
            analyst.groups.add(*(group for group in make_roles() if group.name == ANALYST))

    def _make(self, username: str, *, is_superuser: bool) -> Any:
        """Make the account and show its password; return None where it exists, which is left as it is."""
        accounts = get_user_model().objects
        if accounts.filter(username=username).exists():
            self.stdout.write(f"  {username:<10} exists; for another password: manage.py changepassword {username}")
            return None
        password = secrets.token_urlsafe(12)
        account = accounts.create_user(username, password=password, is_staff=True, is_superuser=is_superuser)
        self.stdout.write(f"  {username:<10} password: {password}   (shown only now)")
        return account
