"""A pillar app's section of the plan file, declared as tables: read, loaded and exported by one engine.

A section is a map of lists; each list is a table, each entry of it a row. Structure is named by its slug and follows
the file; records are added, retracted and published, never changed or deleted.
"""

from milestones.sections.exporting import export_section
from milestones.sections.loading import load_section
from milestones.sections.reading import read_section, reader_of
from milestones.sections.tables import Section, SectionTable

__all__ = ["Section", "SectionTable", "export_section", "load_section", "read_section", "reader_of"]
