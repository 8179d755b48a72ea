"""The key that signs sessions: from the environment or, in development only, from an ignored file."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_secret_key(given: str, *, debug: bool, file: Path) -> str:
    """Return the given key, else, in development, the one kept in `file`, which is made at first need.

    Raises ImproperlyConfigured in production without a key: a key made there would differ between
    servers and end every session at a restart.
    """
    if given:
        return given
    if not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set and DEBUG is off. Set the environment variable SECRET_KEY to a long "
            "random string, the same for every process, or set DEBUG=true on a developer's machine."
        )
    if not file.exists():
        file.touch(mode=0o600)  # nobody but its owner reads it
        file.write_text(secrets.token_urlsafe(50) + "\n")
    return file.read_text().strip()
