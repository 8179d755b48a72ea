"""What governance shows: on its pillar's page, and on pages of its own."""

from collections.abc import Sequence

from milestones.pages.blocks import Block
from milestones.selectors.records import Viewpoint
from pillars.governance.pages.bodies import body_section
from pillars.governance.pages.functions import benchmark_section, function_section


def panel(viewpoint: Viewpoint) -> Sequence[Block]:
    """The bodies with their seats, the functions and the benchmarks; nothing of what the plan has none."""
    return (*body_section(viewpoint), *function_section(viewpoint), *benchmark_section(viewpoint))
