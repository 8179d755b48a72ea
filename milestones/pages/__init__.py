"""What pages are made of: pure builders put facts into sections, tables, records and pictures for a few templates.

A pillar app's pages are made of these parts alone, and of blocks of its own: anything that names its `template`,
which finds it under `block`.
"""
