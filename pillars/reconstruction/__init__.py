"""Reconstruction: needs, projects and the money trail."""
