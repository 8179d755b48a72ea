from milestones.api.kinds import routes
from tests.pillars.toy.kinds import KINDS

ROUTES = routes("society", KINDS)
