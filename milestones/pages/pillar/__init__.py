"""The pillar page, part by part: verdicts and names go in, words and pictures for the template come out."""

from milestones.pages.pillar.page import PillarPage, compose_pillar_page

__all__ = ["PillarPage", "compose_pillar_page"]
