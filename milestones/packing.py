"""How an answer is packed for who can unpack it: brotli where it is taken, else gzip.

BREACH guesses a secret from the length of packed answers in which it stands beside what the attacker sends. So brotli
packs only what follows from the address alone, which holds no secret; what is answered to a session is packed by
Django's gzip, which adds a random number of bytes.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

import brotli
from django.utils.text import compress_string

LEAST_PACKED_BYTES = 200
"""As Django's GZipMiddleware has it."""
PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5),  # takes as long as gzip, packs tighter
    "gzip": compress_string,
}
"""By their names in `Content-Encoding`, the better first."""


@lru_cache(256)
def packing_for(accepted: str, packings: tuple[str, ...] = tuple(PACKINGS)) -> str | None:
    """The packing that an `Accept-Encoding` likes best (RFC 9110, 12.5.3), the first of equals; None for none."""
    weights = dict(map(_weighed, accepted.lower().split(",")))
    anything = weights.get("*", 0.0)
    liked = {packing: weights.get(packing, anything) for packing in packings}
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 and liked[best] >= weights.get("identity", 0.0) else None


def _weighed(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    _, _, weight = rest.partition("q=")
    try:
        return name.strip(), float(weight.strip() or 1)
    except ValueError:
        return name.strip(), 0.0
