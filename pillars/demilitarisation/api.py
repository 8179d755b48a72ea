"""Demilitarisation in the API: each kind as its model says."""

from milestones.api.kinds import Resource, routes
from pillars.demilitarisation.kinds import KINDS

ROUTES = routes(Resource(kind, "demilitarisation") for kind in KINDS)
"""What the core mounts below the app's slug."""
