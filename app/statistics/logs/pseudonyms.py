"""Names for one extract: the same thing has the same one all through it, and none in any other. Pure.

HMAC-SHA256 under a key that is made for the extract, kept in memory while it is written, and never written down: whoever has two
extracts cannot lay them side by side, and whoever has an identifier cannot find it in either.
"""

import hmac
from dataclasses import dataclass, field
from secrets import token_bytes

KEY_BYTES = 32
# 96 bits: among a hundred million things, two share a pseudonym once in ten trillion extracts.
_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms of one extract."""

    key: bytes = field(default_factory=lambda: token_bytes(KEY_BYTES), repr=False)

    def of(self, kind: str, identifier: object) -> str:
        """`case-9f0c…`: the thing's name in this extract. The kind is in it, so that a case and a claim never share one."""
        digest = hmac.digest(self.key, f"{kind}\0{identifier}".encode(), "sha256")
        return f"{kind}-{digest.hex()[:_DIGITS]}"
