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
        _write_once(file, secrets.token_urlsafe(50))
    return file.read_text().strip()


def _write_once(file: Path, key: str) -> None:
    """Write the key so that only its owner can read it, and two processes starting at once agree on one."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(key + "\n")
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
