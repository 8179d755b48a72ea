"""Demilitarisation: arms, inspections, incidents and handovers."""
