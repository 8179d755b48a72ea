#!/usr/bin/env python3
"""The project's one helper script: set up, run, test, check. Needs Python 3.11 or newer and nothing else.

Everything it does is ordinary Django, Celery and pytest; README.md gives the long form.
"""

from __future__ import annotations

import argparse
import sys

from tools import environment, suite
from tools.environment import stop_on_sigterm


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py", description="Set up, run, test and check the tracker.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="set up and serve the site on this machine")
    run.add_argument("--port", type=int, default=8000, help="where to listen on 127.0.0.1 (default 8000)")
    run.add_argument("--demo-accounts", action="store_true", help="make local accounts with random passwords")
    run.add_argument("--reload", action="store_true", help="start anew whenever the code changes")
    run.set_defaults(
        action=lambda args, rest: environment.run_site(
            port=args.port, demo_accounts=args.demo_accounts, reload=args.reload
        )
    )

    worker = commands.add_parser("worker", help="run background tasks (needs REDIS_URL)")
    worker.set_defaults(action=lambda args, rest: environment.run_celery("worker", rest))

    beat = commands.add_parser("beat", help="start periodic tasks on time (needs REDIS_URL)")
    beat.set_defaults(action=lambda args, rest: environment.run_celery("beat", rest))

    test = commands.add_parser("test", help="run every test on SQLite, then on PostgreSQL and Redis")
    test.set_defaults(action=lambda args, rest: suite.run_both_passes(rest))

    soak = commands.add_parser("soak", help="the tests that have a long form, in that form (an hour and more)")
    soak.set_defaults(action=lambda args, rest: suite.soak(rest))

    check = commands.add_parser("check", help="lint, types, migrations, deployment settings, locks, translations")
    check.set_defaults(action=lambda args, rest: environment.run_module("dev", "tools.checks", rest))

    lock = commands.add_parser("lock", help="compile requirements*.txt from pyproject.toml (--upgrade: newest)")
    lock.set_defaults(action=lambda args, rest: environment.run_module("dev", "tools.locks", rest))

    messages = commands.add_parser("messages", help="collect texts to translate, compile the translations")
    messages.set_defaults(action=lambda args, rest: environment.run_module("dev", "tools.messages", rest))

    bench = commands.add_parser("bench", help="measure everything, or the figures that are named (bench/README.md)")
    bench.set_defaults(action=lambda args, rest: environment.run_module("dev", "bench", rest))

    screenshots = commands.add_parser(
        "screenshots", help="pictures of every page, to be looked at (--help)", add_help=False
    )
    screenshots.set_defaults(action=lambda args, rest: environment.run_module("browser", "tools.screenshots", rest))
    return parser


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        print(f"The tracker needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    stop_on_sigterm()
    # What argparse does not know goes on to pytest, Celery or the tool.
    arguments, rest = build_parser().parse_known_args()
    try:
        return arguments.action(arguments, rest)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
