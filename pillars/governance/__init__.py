"""Governance: seats, bodies, services and reform."""
