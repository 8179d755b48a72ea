"""A fourth pillar, as small as can be: gatherings, and how many came."""
