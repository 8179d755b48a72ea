"""How big a plan file may be: far above any real plan, and below what would bring a server down."""

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 40
MOST_VALUES = 20_000_000
LONGEST_NUMBER = 60
MOST_FAULTS = 10_000
MOST_HINTS = 100
