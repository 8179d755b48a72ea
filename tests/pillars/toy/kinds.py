from milestones.kinds import Kind
from tests.pillars.toy.models import Gathering

KINDS = (Kind(Gathering, "gatherings"),)
