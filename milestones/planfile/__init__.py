"""The plan file, `peace-plan/1`: its tables, how it is read and written, and what the engine makes of it; no Django.

A `Table` tells one kind of entry by its `Field`s, and a `Format` is the tables of a document. Who hands them over (the
kinds, `milestones.kinds.format`) also says in which columns each value is kept; here these are but names.
"""

from milestones.planfile.entry import Document, Entry
from milestones.planfile.faults import Fault, PlanFileError
from milestones.planfile.table import Shape, Table
from milestones.planfile.to_plan import to_plan
from milestones.planfile.write import as_mapping, dump, normalised
