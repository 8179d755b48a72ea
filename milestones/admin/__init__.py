"""The admin: the analysts' door. Each module registers the pages of its models."""

from milestones.admin import accounts, core, imports, redactions, workings
