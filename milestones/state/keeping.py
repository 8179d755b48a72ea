"""What the process keeps of states, evaluations and answers, within a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST_BYTES, MOST_BYTES_OF_BODIES = 256 * 2**20, 64 * 2**20

Answer = TypeVar("Answer")


class Keeper:
    """The last answers, as far as they fit into so many bytes; the newest is kept however large it is.

    `beside` is one for what is made of these answers, and goes with them.
    """

    def __init__(self, most: int, *, beside: "Keeper | None" = None) -> None:
        self.most, self.held, self.beside = most, 0, beside
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def kept(self, question: Hashable, make: Callable[[], Answer], size: Callable[[Answer], int]) -> Answer:
        """The answer that is kept or, where none is, the one that is made now; `size` gives its bytes."""
        answer: Answer | None = self.at_hand(question)
        if answer is None:
            answer = make()
            self.put(question, answer, size(answer))
        return answer

    def at_hand(self, question: Hashable) -> Any:
        """The answer that is kept; None where none is."""
        with self._lock:
            if question not in self._answers:
                return None
            self._answers.move_to_end(question)
            return self._answers[question][0]

    def put(self, question: Hashable, answer: object, size: int) -> None:
        """Keep an answer of so many bytes."""
        with self._lock:
            _replaced, before = self._answers.pop(question, (None, 0))
            self._answers[question] = (answer, size)
            self.held += size - before
            while self.held > self.most and len(self._answers) > 1:
                _question, (_answer, freed) = self._answers.popitem(last=False)
                self.held -= freed

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._answers.clear()
            self.held = 0
        if self.beside is not None:
            self.beside.clear()


bodies = Keeper(MOST_BYTES_OF_BODIES)
"""The answers that this process gave: apart, since anybody can ask for many, which must not push the states out."""
keeper = Keeper(MOST_BYTES, beside=bodies)
"""What this process keeps."""
