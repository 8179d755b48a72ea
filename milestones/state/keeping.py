"""What the process keeps of states, evaluations and answers, within a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from operator import attrgetter
from threading import Lock
from typing import Any, TypeVar

from prometheus_client import Counter

MOST_BYTES, MOST_BYTES_OF_BODIES = 256 * 2**20, 64 * 2**20

Answer = TypeVar("Answer")
Size = Callable[[Any], int]
OWN: Size = attrgetter("size")
ASKED = Counter("tracker_kept_asked", "What was asked of what is kept, and whether it was there.", ["what", "found"])


class Keeper:
    """The last answers, as far as they fit into so many bytes; the newest is kept however large it is.

    Of a question one answer is kept, with what it is `of`, such as a plan's version: one of another is none, and takes
    its place, so that edits alone make nothing grow. `beside` is one for what is made of these, and goes with them.
    `what` it keeps names its figures.
    """

    def __init__(self, what: str, most: int, *, beside: "Keeper | None" = None) -> None:
        self.what, self.most, self.held, self.beside = what, most, 0, beside
        self._hits, self._misses = ASKED.labels(what, "yes"), ASKED.labels(what, "no")
        self._answers: OrderedDict[Hashable, tuple[Any, Hashable, int]] = OrderedDict()
        self._lock = Lock()

    def kept(self, question: Hashable, make: Callable[[], Answer], size: Size = OWN, *, of: Hashable = None) -> Answer:
        """The answer that is kept or, where none is, the one that is made now; `size` gives its bytes, else its own."""
        answer: Answer | None = self.at_hand(question, of=of)
        if answer is None:
            answer = make()
            self.put(question, answer, size(answer), of=of)
        return answer

    def at_hand(self, question: Hashable, *, of: Hashable = None) -> Any:
        """The answer that is kept; None where none is."""
        with self._lock:
            answer, known, _size = self._answers.get(question, (None, None, 0))
            if answer is None or known != of:
                self._misses.inc()
                return None
            self._hits.inc()
            self._answers.move_to_end(question)
            return answer

    def put(self, question: Hashable, answer: object, size: int, *, of: Hashable = None) -> None:
        """Keep an answer of so many bytes."""
        with self._lock:
            *_replaced, before = self._answers.pop(question, (0,))
            self._answers[question] = (answer, of, size)
            self.held += size - before
            while self.held > self.most and len(self._answers) > 1:
                _question, (*_answer, freed) = self._answers.popitem(last=False)
                self.held -= freed

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._answers.clear()
            self.held = 0
        if self.beside is not None:
            self.beside.clear()


bodies = Keeper("answers", MOST_BYTES_OF_BODIES)
"""The answers that this process gave: apart, since anybody can ask for many, which must not push the states out."""
keeper = Keeper("states", MOST_BYTES, beside=bodies)
"""What this process keeps."""
