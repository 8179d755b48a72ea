"""The words that the format itself sets apart."""

FORMAT = "peace-plan/1"
NONE_DESIGNATED = "none-designated"
"""Stands for a certifier where the text names nobody; no actor may be called so."""
DERIVED_SERIES = "derived"
"""The series of the observations that a measure computes."""
