"""What the outcomes of a visit mean: which cancel it, which say what came of it, and which leave its time to others."""

from db.vocabulary import VisitOutcome

CANCELLED = frozenset({VisitOutcome.CANCELLED_BY_FAMILY, VisitOutcome.CANCELLED_BY_CLINIC})
TOOK_PLACE = frozenset({VisitOutcome.ATTENDED, VisitOutcome.NO_SHOW})
# None is a visit of which nothing is said yet. One that was cancelled or moved has left its time.
TAKES_ITS_TIME = frozenset({None, *TOOK_PLACE})
