"""How fast readers are answered, beside a bare application and a stock one: `python -m bench.reads [MILESTONES]`.

Starts a throw-away PostgreSQL and Redis, and asks in a process of its own as production would be configured.
"""

import os
import secrets
import sys
import tempfile

from tools import servers
from tools.environment import stop_on_sigterm

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "bench.example",
    "SECURE_SSL_REDIRECT": "false",
    "DJANGO_SETTINGS_MODULE": "tracker.settings",
}

if __name__ == "__main__":
    stop_on_sigterm()
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as static:
        os.environ |= {**PRODUCTION, "STATIC_ROOT": static}
        sys.exit(servers.main(["-m", "bench.side_by_side", *sys.argv[1:]]))
