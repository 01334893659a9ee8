"""Envelopes and files: what is sealed opens only where it belongs, under any master key that there was, and is whole or not there."""

import os
import resource
from uuid import uuid4

import pytest

from app.core import crypto, storage

OLD = crypto.MasterKeys("old", {"old": os.urandom(32)})
BOTH = crypto.MasterKeys("new", {"new": os.urandom(32), **OLD.keys})


def test_an_envelope_opens_at_its_own_place_and_nowhere_else() -> None:
    at = crypto.place("person_photos", 1, "content")
    envelope = crypto.seal(b"a face", at, keys=OLD)
    assert crypto.open_sealed(envelope, at, keys=OLD) == b"a face"
    for broken in (
        envelope[:-1],
        envelope[:30],
        b"",
        b"XXXX" + envelope[4:],
        bytes([*envelope[:-1], envelope[-1] ^ 1]),
    ):
        with pytest.raises(crypto.NotReadable):
            crypto.open_sealed(broken, at, keys=OLD)
    with pytest.raises(crypto.NotReadable):
        crypto.open_sealed(envelope, crypto.place("person_photos", 2, "content"), keys=OLD)


def test_a_new_master_key_takes_over_without_touching_the_content() -> None:
    envelope = crypto.seal(b"a face", "here", keys=OLD)
    again = crypto.rewrap(envelope, "here", keys=BOTH)
    assert (crypto.sealed_under(envelope), crypto.sealed_under(again)) == ("old", "new")
    assert again[-22:] == envelope[-22:]
    alone = crypto.MasterKeys("new", {"new": BOTH.keys["new"]})
    assert crypto.open_sealed(again, "here", keys=alone) == b"a face"
    with pytest.raises(crypto.NotReadable):
        crypto.open_sealed(envelope, "here", keys=alone)


async def test_a_full_disk_says_so_and_leaves_nothing_half_written() -> None:
    file, content = uuid4(), os.urandom(20_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
    try:
        with pytest.raises(storage.NoRoom):
            await storage.put(file, content, at="here")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await storage.get(file, at="here") is None
    assert [p for p in storage.path_of(file).parent.iterdir() if file.hex in p.name] == []
    await storage.put(file, content, at="here")
    assert await storage.get(file, at="here") == content
    assert content[:100] not in storage.path_of(file).read_bytes()
