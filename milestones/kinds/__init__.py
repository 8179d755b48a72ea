"""A kind of row, told once by its model: file, database, API and admin derive what they need from it.

A kind declares by hand only what its model cannot say, such as a key of the plan file that several columns keep
(`composed`, in the words of `milestones.planfile`). It knows no door: `tables` makes its table of the plan file,
`format` the whole format; the API and the admin derive their own from its fields.
"""

from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind
