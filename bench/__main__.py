"""Every figure, one after another: `python3 dev.py bench`; those that need servers get throw-away ones.

It takes about an hour on two cores, which nothing else should use meanwhile. Names of figures may be given.
"""

import subprocess
import sys

ALONE = ("engine", "measures", "first_page")
FIGURES = {
    **{name: ("-m", f"bench.{name}") for name in ALONE},
    **{name: ("-m", "tools.servers", "-m", f"bench.{name}") for name in ("reads", "recompute", "burst", "load")},
    "memory": ("-m", "tools.servers", "-m", "bench.load", "memory"),
}


def main(names: list[str]) -> int:
    """Run the figures of these names, else all; how many of them failed."""
    unknown = sorted(set(names) - set(FIGURES))
    if unknown:
        print(f"There is no figure {', '.join(unknown)}; there are {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    failed = 0
    for name in names or FIGURES:
        print(f"\n## {name}", flush=True)
        done = subprocess.run([sys.executable, *FIGURES[name]], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:  # else it holds nothing but the site's log
            failed += 1
            print(done.stderr[-4000:], file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
