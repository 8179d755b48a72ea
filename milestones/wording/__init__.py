"""Verdicts in words: pure functions from an explanation to whole sentences in the active language.

What goes in is what `milestones.contingency.explanation.explain` gives, or the reasons of a stored change, and the
names of what it speaks of; what comes out is what we computed, told neutrally. Nothing is looked up or decided here.
"""
