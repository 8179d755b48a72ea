"""Reads: what the doors ask of the database, its joins chosen here."""
