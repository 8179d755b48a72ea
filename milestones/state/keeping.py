"""What the process keeps of states and evaluations, within a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST_BYTES = 256 * 2**20

Answer = TypeVar("Answer")


class Keeper:
    """The last answers, as far as they fit into so many bytes; the newest is kept however large it is."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def kept(self, question: Hashable, make: Callable[[], Answer], size: Callable[[Answer], int]) -> Answer:
        """The answer that is kept or, where none is, the one that is made now; `size` gives its bytes."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                answer: Answer = self._answers[question][0]
                return answer
        answer = make()
        self._put(question, answer, size(answer))
        return answer

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._answers.clear()
            self.held = 0

    def _put(self, question: Hashable, answer: object, size: int) -> None:
        with self._lock:
            _replaced, before = self._answers.pop(question, (None, 0))
            self._answers[question] = (answer, size)
            self.held += size - before
            while self.held > self.most and len(self._answers) > 1:
                _question, (_answer, freed) = self._answers.popitem(last=False)
                self.held -= freed


keeper = Keeper(MOST_BYTES)
"""What this process keeps."""
