"""Which texts are kept in each language, and whose history is kept; modeltranslation imports this."""

from milestones.translation import keep_kinds
from pillars.demilitarisation.kinds import KINDS

keep_kinds(KINDS, app="pillars.demilitarisation")
