"""Writes: each validates, works in one transaction and raises the plan's recompute mark."""
