"""Kinds of rows in the API: from a kind's columns follow its shape, its filters, its orderings and its two addresses.

The classes are made here and are found by their names: of a model `Seat` come `SeatSerializer`, `SeatListView` and
`SeatView`. What a model cannot say of itself stands in a `Special`.
"""

from milestones.api.kinds.resources import Resource, Special, routes
