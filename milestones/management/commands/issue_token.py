"""A token of the API, for an account."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from milestones.services.tokens import DEFAULT_DAYS, LONGEST_DAYS, issue_token, read_scope


class Command(BaseCommand):
    help = "Issue a token of the API for an account, and show it: only now, for no more than its digest is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the account's name")
        parser.add_argument(
            "--scope",
            nargs="+",
            default=["read"],
            metavar="WORD",
            help="read, restricted, write, write:PLAN or write:PLAN/PILLAR; several may be given (default: read)",
        )
        parser.add_argument(
            "--expires",
            type=int,
            default=DEFAULT_DAYS,
            metavar="DAYS",
            help=f"after how many days it is worth nothing, at most {LONGEST_DAYS} (default: {DEFAULT_DAYS})",
        )
        parser.add_argument("--name", default="manage.py", help="what it is used for")

    def handle(self, *, user: str, scope: list[str], expires: int, name: str, **options: Any) -> None:
        account = get_user_model().objects.filter(username=user, is_active=True).first()
        if account is None:
            raise CommandError(f"There is no open account “{user}”.")
        if not 1 <= expires <= LONGEST_DAYS:
            raise CommandError(f"A token lasts from 1 to {LONGEST_DAYS} days, not {expires}.")
        try:
            _grant, token = issue_token(account, name=name, scope=read_scope(scope), days=expires)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(token)
