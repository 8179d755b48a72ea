"""The milestone page, part by part: proof and records go in, words and pictures for the template come out."""

from milestones.pages.milestone.page import MilestonePage, compose_milestone_page

__all__ = ["MilestonePage", "compose_milestone_page"]
