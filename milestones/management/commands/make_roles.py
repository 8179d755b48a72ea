"""The groups that staff are put into."""

from typing import Any

from django.core.management.base import BaseCommand

from milestones.services.roles import make_roles


class Command(BaseCommand):
    help = (
        "Make the groups analyst (adds and edits plans and records, drafts and restricted ones too) and reader "
        "(sees what is published), or bring their permissions up to date."
    )

    def handle(self, **options: Any) -> None:
        for group in make_roles():
            self.stdout.write(f"{group.name}: {group.permissions.count()} permissions")
