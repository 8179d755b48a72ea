"""How the admin writes days and instants: as milestones.notation does on the pages."""
