"""A kind of row, told once by its model: file, database, API and admin derive what they need from it.

`Kind` knows neither the plan file nor the doors; each of these derives its own from a kind's fields.
"""

from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind

__all__ = ["Kind", "KindField", "ValueType"]
