"""The migrations make the database that the models describe."""

import pytest
from django.core.management import call_command

from milestones.models import Plan


def missing_migrations() -> bool:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return True
    return False


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    assert not missing_migrations()


@pytest.mark.django_db
def test_a_field_without_a_migration_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan._meta.get_field("slug"), "max_length", 7)
    assert missing_migrations()
