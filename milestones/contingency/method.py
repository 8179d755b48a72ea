"""The version of the method by which verdicts are reached."""

METHOD = 1
"""Raised with every change of the engine that can change an answer; kept with every revision and status change."""
