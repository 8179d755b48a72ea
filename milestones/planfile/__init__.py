"""The plan file, `peace-plan/1`: parse it, hand it to the engine, write it; without Django."""

from milestones.planfile.document import Document
from milestones.planfile.engine_plan import to_plan
from milestones.planfile.faults import Fault, PlanFileError
from milestones.planfile.parse import Parsed, parse
from milestones.planfile.write import as_mapping
from milestones.planfile.write_yaml import dump

__all__ = ["Document", "Fault", "Parsed", "PlanFileError", "as_mapping", "dump", "parse", "to_plan"]
