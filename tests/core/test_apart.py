"""What is read in a process of its own ends when its time is over, and tells nobody's error but that it was too much."""

import pytest

from app.core.apart import TooMuch, read_apart


def test_what_does_not_end_is_ended() -> None:
    with pytest.raises(TooMuch):
        # Serves for ever.
        read_apart("http.server", b"", seconds=1, arguments=["--bind", "127.0.0.1", "0"])


def test_what_breaks_is_too_much() -> None:
    with pytest.raises(TooMuch):
        read_apart("no.such.module", b"", seconds=30)
