from milestones.translation import keep_kinds
from tests.pillars.toy.kinds import KINDS

keep_kinds(KINDS, app="tests.pillars.toy")
