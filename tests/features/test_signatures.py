"""Signatures on a decision: each signatory's own, checked by tools that did not make them; stolen, copied and forged ones found."""

import asyncio
import io
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest

from app.core.errors import Invalid, Refusal
from app.decisions import errors
from app.decisions import public as decisions
from app.decisions.models import Decision
from app.decisions.queries import signatories as who_signs
from app.decisions.signing import stamping
from app.decisions.signing.papers import content_of, last
from app.decisions.signing.put import signatures_of
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import draft, sign
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

PHRASE = "frase de la llave de prueba"


async def enrolled(world: World, who: str, *, phrase: str = PHRASE) -> UUID:
    """A certificate of the deployment's own authority for that person, enrolled by themselves."""
    actor = world.actor(who)
    made = decisions.issue_certificate(
        world.clock.now(), name=actor.name, username=world.username(who), seat="", passphrase=phrase
    )
    async with world.acting(who) as db:
        return await decisions.enrol_certificate(db, db.actor, content=made, passphrase=phrase)


async def kept(world: World, decision_id: UUID) -> bytes:
    async with world.reading("commission_secretary") as db:
        paper = await last(db, decision_id)
        assert paper is not None
        return await content_of(paper)


async def all_present_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a country whose decisions everybody present signs."""
    asked = who_signs.signatories_of

    async def everybody(db: Any, decision_id: UUID) -> who_signs.Signatories:
        found = await asked(db, decision_id)
        row = await db.get(Decision, decision_id)
        voters = await who_signs._voters(db, row.item_id, row.sitting_id)
        return who_signs.Signatories(voters, any_one=False, verification=found.verification)

    for act in ("sign", "withdraw_text"):
        monkeypatch.setattr(f"app.decisions.actions.{act}.signatories_of", everybody)


def openssl_says(content: bytes, folder: Path) -> list[str]:
    """What OpenSSL, which signed nothing here, says of each signature over the bytes that it covers."""
    said = []
    for number, match in enumerate(re.finditer(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", content)):
        a, b, c, d = (int(each) for each in match.groups())
        signature, signed = folder / f"{number}.der", folder / f"{number}.bin"
        signature.write_bytes(_whole_der(bytes.fromhex(content[a + b : c].strip(b"<>").decode())))
        signed.write_bytes(content[a : a + b] + content[c : c + d])
        run = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", str(signature),
             "-content", str(signed), "-out", "/dev/null"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        said.append(run.stderr.strip())
    return said


def _whole_der(padded: bytes) -> bytes:
    """Without the zeros behind it."""
    size = padded[1] & 0x7F if padded[1] & 0x80 else 0
    length = int.from_bytes(padded[2 : 2 + size]) if size else padded[1]
    return padded[: 2 + size + length]


async def test_two_sign_at_once_with_their_own_keys_and_neither_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await all_present_sign(monkeypatch)
    decision_id = await draft(world, await case_awaiting_decision(world))
    members = [f"commission_member_{n}" for n in range(3)]
    for who in members[:2]:
        await enrolled(world, who)

    async def signs(who: str) -> decisions.Signed:
        async with world.acting(who) as db:
            return await decisions.sign(db, db.actor, decision_id, passphrase=PHRASE)

    first, second = await asyncio.gather(signs(members[0]), signs(members[1]))
    assert sorted(len(one.missing) for one in (first, second)) == [1, 2]
    async with world.reading("commission_secretary") as db:
        assert (await decisions.decision(db, decision_id)).status == "draft"
    # The third has no certificate: signed by hand, and attested by the authority's seal.
    done = await signs(members[2])
    assert done.recorded is not None
    content = await kept(world, decision_id)
    assert openssl_says(content, tmp_path) == ["CMS Verification successful"] * 3
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.root_object
    named = {field.get_object()["/TU"] for field in root["/AcroForm"]["/Fields"]}
    assert named == {f"Firma de {world.actor(who).name}" for who in members}
    tags = [kid.get_object()["/S"] for kid in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert tags.count("/Form") == 3
    assert root["/MarkInfo"]["/Marked"]
    async with world.reading("commission_secretary") as db:
        given = await signatures_of(db, decision_id)
        checked = await decisions.check_file(db, content)
    assert [(one.means, one.revision) for one in given] == [
        ("certificate", 1),
        ("certificate", 2),
        ("by_hand", 3),
    ]
    assert (checked.verdict, [one.verdict for one in checked.signatures]) == ("authentic", ["good"] * 3)


async def test_when_somebody_cannot_sign_any_more_the_text_is_taken_back_and_all_sign_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = site.world
    await all_present_sign(monkeypatch)
    decision_id = await draft(world, await case_awaiting_decision(world))
    members = [f"commission_member_{n}" for n in range(3)]
    path = f"/api/v1/decisions/{decision_id}/withdrawals"
    why = {"cause": "left", "reasons": "Terminó su nombramiento y no firmará.", "version": 1}
    async with world.acting("commission_secretary") as db:
        await decisions.compose(db, decision_id)
    async with site.api("commission_secretary") as api:
        unsigned = await api.post(path, json=why)
    assert unsigned.json()["type"] == "urn:acogida:problem:nobody_signed_yet"
    for who in members[:2]:
        async with world.acting(who) as db:
            await decisions.sign(db, db.actor, decision_id)
    old = await kept(world, decision_id)
    async with site.pages("commission_secretary") as pages:
        page = f"/decisions/{decision_id}"
        assert "Las firmas no se pueden completar" in (await pages.get(page)).text
        bad = await pages.post(
            f"{page}/withdrawal", data={"cause": "left", "reasons": "Se fue", "version": "1"}
        )
        assert (bad.status_code, "Escriba las razones de retirar el texto." in bad.text) == (422, True)
        gone = {**why, "leaving": str(world.actor(members[2]).user_id)}
        done = await pages.post(f"{page}/withdrawal", data=gone)
        assert done.status_code == 303, done.text
        shown = (await pages.get(page)).text
        assert_sound(shown)
        assert "Terminó su nombramiento" in shown
    async with site.api("commission_secretary") as api:
        (taken,) = (await api.get(path)).json()
    assert taken["signed"] == [world.actor(who).name for who in members[:2]]
    # The two who are left sign the new text; what they signed before is kept and is no decision.
    for who in members[:2]:
        async with world.acting(who) as db:
            last_one = await decisions.sign(db, db.actor, decision_id)
    assert last_one.recorded is not None
    async with world.reading("commission_secretary") as db:
        view = await decisions.decision(db, decision_id)
        assert (await decisions.check_file(db, old)).verdict == "unknown"
        assert (await decisions.check_file(db, await kept(world, decision_id))).verdict == "authentic"
    assert {one["user_id"] for one in view.signatories} == {str(world.actor(w).user_id) for w in members[:2]}


async def test_a_wrong_key_is_refused_at_its_field_and_leaves_nothing(world: World) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    await enrolled(world, "commission_member_0")
    for phrase, rule in (("", "required"), ("otra", "wrong")):
        with pytest.raises(Invalid) as refused:
            async with world.acting("commission_member_0") as db:
                await decisions.sign(db, db.actor, decision_id, passphrase=phrase)
        assert [(one.field, one.rule) for one in refused.value.fields] == [("passphrase", rule)]
    other = decisions.issue_certificate(
        world.clock.now(), name="Otra Persona", username="otra", seat="", passphrase=PHRASE
    )
    with pytest.raises(Invalid) as foreign:
        async with world.acting("commission_member_0") as db:
            await decisions.enrol_certificate(db, db.actor, content=other, passphrase=PHRASE)
    assert foreign.value.fields[0].rule == "somebody_elses"
    world.clock.advance(timedelta(days=800))
    with pytest.raises(Invalid) as expired:
        async with world.acting("commission_member_0") as db:
            await decisions.sign(db, db.actor, decision_id, passphrase=PHRASE)
    assert expired.value.fields[0].rule == "expired"
    async with world.reading("commission_secretary") as db:
        assert await last(db, decision_id) is None
        assert (await decisions.decision(db, decision_id)).status == "draft"


async def test_forged_copied_and_stolen_signatures_are_found(world: World) -> None:
    certificate = await enrolled(world, "commission_member_0")
    contents = []
    for _ in range(2):
        decision_id = await draft(world, await case_awaiting_decision(world))
        async with world.acting("commission_member_0") as db:
            await decisions.sign(db, db.actor, decision_id, passphrase=PHRASE)
        contents.append(await kept(world, decision_id))
    good, other = contents
    changed = good.replace(b"/Marked true", b"/Marked tru ", 1)
    added = good + b"\n% one more line\n1 0 obj\n<<>>\nendobj\n"
    async with world.reading("commission_secretary") as db:
        code = (await decisions.check_file(db, other)).decision
        assert code is not None
        seen = {
            name: await decisions.check_file(db, content)
            for name, content in {
                "good": good,
                "added": added,
                "changed": changed,
                "copied": _copied(good, other),
            }.items()
        }
        with pytest.raises(Invalid):
            await decisions.check_file(db, b"%PDF-1.7 nothing")
    assert seen["good"].verdict == "authentic"
    assert seen["added"].verdict == "altered"
    assert seen["changed"].verdict in ("altered", "unknown")
    assert seen["copied"].verdict in ("altered", "unknown")
    assert "good" not in {one.verdict for name in ("changed", "copied") for one in seen[name].signatures}
    async with world.acting("commission_member_0") as db:
        await decisions.revoke_certificate(
            db,
            db.actor,
            certificate,
            because="Me robaron el equipo",
            distrusted_from=db.now() - timedelta(days=1),
        )
    async with world.reading("commission_secretary") as db:
        stolen = await decisions.check_file(db, good)
    assert (stolen.verdict, [one.verdict for one in stolen.signatures]) == ("not_believed", ["not_believed"])


def _copied(source: bytes, target: bytes) -> bytes:
    """The signature of one decision put into another."""
    pattern = re.compile(rb"/Contents <([0-9a-fA-F]+)>")
    given, place = pattern.search(source), pattern.search(target)
    assert given is not None
    assert place is not None
    room = place.end(1) - place.start(1)
    return target[: place.start(1)] + given[1][:room].ljust(room, b"0") + target[place.end(1) :]


async def test_a_text_that_changed_is_not_signed_and_a_signed_one_does_not_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    async with world.acting("commission_secretary") as db:
        text = await decisions.compose(db, decision_id)
        free = next(one for part in text.parts for one in part.paragraphs if not one.fixed)
        fixed = next(one for part in text.parts for one in part.paragraphs if one.fixed)
        with pytest.raises(Invalid) as refused:
            await decisions.edit_text(
                db, db.actor, decision_id, paragraphs={fixed.id: "Otra fecha"}, version=text.version
            )
        assert refused.value.fields[0].rule == "fixed"
        edited = await decisions.edit_text(
            db, db.actor, decision_id, paragraphs={free.id: "Dicho de otro modo."}, version=text.version
        )
    assert edited.changed
    again = next(one for part in edited.parts for one in part.paragraphs if one.id == free.id)
    assert (again.composed, again.words) == (free.composed, "Dicho de otro modo.")
    with pytest.raises(errors.TextChanged):
        async with world.acting("commission_member_0") as db:
            await decisions.sign(db, db.actor, decision_id, version=text.version)
    # The authority that should stamp the time is not there: the signature holds without it, and says so.
    nobody = stamping.Authority("http://127.0.0.1:9/", 0.5)
    monkeypatch.setattr(stamping, "authority", lambda: nobody)
    await sign(world, decision_id)
    async with world.reading("commission_secretary") as db:
        assert [one.stamp for one in await signatures_of(db, decision_id)] == ["unanswered"]
    with pytest.raises(Refusal):
        async with world.acting("commission_secretary") as db:
            await decisions.edit_text(
                db, db.actor, decision_id, paragraphs={free.id: "Tarde."}, version=edited.version
            )
    words = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(await kept(world, decision_id))).pages
    )
    assert "Dicho de otro modo." in " ".join(words.split())
