"""Days, instants, grades and texts in their own direction, as pages write them; nothing for None."""

import re
from html import unescape

from django import template

from milestones import notation
from milestones.contingency.scales import Status
from milestones.lettering import in_own_direction, isolated
from milestones.pages.cells import grade_mark
from milestones.pages.links import with_links
from milestones.words import STATUS_MARKS

register = template.Library()

register.filter("day", notation.day)
register.filter("short_day", notation.short_day)
register.filter("instant", notation.instant)
register.filter("counted", lambda count: notation.Counted(count))
register.filter("grade", grade_mark)
register.filter("bdi", in_own_direction)
register.filter("isolated", isolated, is_safe=True)
register.filter("with_links", lambda sentence, facts: with_links(sentence, facts.viewpoint, facts.names))
register.filter("picture_name", lambda drawn: "".join(re.findall(r'^<svg class="[^"]*" id="([^"]*)-drawn"', drawn)))
register.filter("picture_title", lambda drawn: unescape("".join(re.findall(r"<title[^>]*>([^<]*)</title>", drawn)[:1])))
register.filter("status", lambda word: STATUS_MARKS[Status(word)].word)
