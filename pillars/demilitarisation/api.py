"""Demilitarisation in the API: each kind as its model says."""

from milestones.api.kinds import routes
from pillars.demilitarisation.kinds import KINDS

ROUTES = routes("demilitarisation", KINDS)
"""What the core mounts below the app's slug."""
