"""The plan page, part by part: verdicts and names go in, words and pictures for the template come out."""

from milestones.pages.plan.page import PlanPage, compose_plan_page

__all__ = ["PlanPage", "compose_plan_page"]
