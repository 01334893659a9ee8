"""Walking a case along its road by the programming interface: each step by whoever may take it, and first refused to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from app.core.actor import SYSTEM
from app.identity import public as identity
from tests.assessing import FACT, RECOGNISING, REJECTING, complete_checklist, result
from tests.hearing import DRAWING
from tests.site import Site

SAN_JOSE = ZoneInfo("America/Costa_Rica")
SECRET = "el secreto largo de una máquina de prueba"
SERVED = {
    "channel": "in_person",
    "served_to": "La persona solicitante",
    "proof": "Acta de notificación firmada",
}


def person(given: str, born: str, relation: str, *, sex: str = "female", **more: Any) -> dict[str, Any]:
    return {
        "given_names": given,
        "family_names": "Guédez Marcano",
        "birth_date": born,
        "sex": sex,
        "nationalities": ["VEN"],
        "languages": ["es"],
        "relation": relation,
        **more,
    }


FAMILY = [
    person("Yorlenis Beatriz", "1991-03-14", "principal", phone="+506 6000 0142", needs=["WR-SF"]),
    person("Darwin Alexis", "1988-11-02", "spouse", sex="male"),
    person("Sara Valentina", "2014-06-01", "child"),
    person("Jhoan Elías", "2019-01-19", "child", sex="male"),
    person("Keyla Dayana", "2012-05-20", "separated_child"),
]
ALONE = [FAMILY[0]]


@dataclass
class Road:
    """One case and what has been made on its way."""

    site: Site
    reference: str = ""
    appointment: str = ""
    made: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> str:
        return f"/cases/{self.reference}"

    async def send(
        self, who: str | None, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        async with self.site.api(who) as api:
            return await api.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def get(self, who: str, path: str) -> Any:
        answer = await self.send(who, "GET", path)
        assert answer.status_code == 200, (who, path, answer.text)
        return answer.json()

    async def version(self, who: str, path: str) -> dict[str, str]:
        """The header that says which version was read."""
        answer = await self.send(who, "GET", path)
        return {"If-Match": answer.headers["ETag"]}

    async def step(
        self, who: str, path: str, body: Any = None, *, not_by: str, method: str = "POST", **headers: str
    ) -> Any:
        """`not_by` tries first and is refused; then `who` does it."""
        refused = await self.send(not_by, method, path, body, **headers)
        assert refused.status_code in (403, 404), (not_by, path, refused.status_code, refused.text)
        assert refused.json()["type"] != "about:blank", f"no such route: {path}"
        return await self.does(who, path, body, method=method, **headers)

    async def does(
        self, who: str, path: str, body: Any = None, *, method: str = "POST", **headers: str
    ) -> Any:
        answer = await self.send(who, method, path, body, **headers)
        assert answer.is_success, (who, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def is_refused(
        self, who: str, path: str, rule: str, body: Any = None, *, method: str = "POST"
    ) -> None:
        """`who` may do such things, but not this one now, and is told why."""
        answer = await self.send(who, method, path, body)
        assert answer.status_code in (403, 409, 422), (who, path, answer.status_code, answer.text)
        assert answer.json()["type"] == f"urn:acogida:problem:{rule}", answer.text

    async def stage(self, who: str = "supervisor") -> str:
        return str((await self.get(who, self.case))["stage"])

    async def claims(self, who: str = "supervisor") -> list[dict[str, Any]]:
        claims: list[dict[str, Any]] = (await self.get(who, self.case))["claims"]
        return claims

    async def events(self, who: str = "supervisor") -> list[str]:
        """The names of what happened, oldest first."""
        timeline = await self.get(who, f"{self.case}/timeline?limit=500")
        return [event["name"] for event in reversed(timeline)]

    async def limits(self, who: str = "supervisor") -> dict[str, dict[str, Any]]:
        return {limit["rule"]: limit for limit in await self.get(who, f"{self.case}/deadlines")}

    def user(self, name: str) -> str:
        return str(self.site.world.actor(name).user_id)

    def at(self, text: str) -> None:
        """Set the clock, in San José's time."""
        self.site.world.clock.set(datetime.fromisoformat(text).replace(tzinfo=SAN_JOSE).astimezone(UTC))

    def now(self) -> str:
        return self.site.world.clock.now().isoformat()

    # ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def register(self, household: list[dict[str, Any]], *, booked: bool = True) -> None:
        world = self.site.world
        body = {
            "persons": household,
            "arrival": {
                "entered_on": "2026-11-09",
                "entry_place": "Peñas Blancas",
                "circumstances": "A pie.",
            },
            "office_id": str(world.office),
        }
        if booked:
            body["appointment"] = {"room_id": str(world.room), "starts_at": "2026-11-17T09:00:00-06:00"}
        key = {"Idempotency-Key": uuid4().hex}
        made = await self.step(
            "border_liaison_officer", "/registrations", body, not_by="eligibility_officer", **key
        )
        self.reference, self.appointment = made["reference"], made["appointment_id"] or ""

    async def to_the_interview(self) -> None:
        await self.step("registration_officer", f"{self.case}/take-over", not_by="other_registration_officer")
        await self.step("registration_officer", f"{self.case}/admission", not_by="border_liaison_officer")
        officer = {"officer_id": self.user("eligibility_officer")}
        await self.step("supervisor", f"{self.case}/assignment", officer, not_by="registration_officer")

    async def interview(self, *, with_: Sequence[dict[str, str]] = ()) -> str:
        """The interview of the principal applicant, from the oath to the last signature, `with_` others. Returns its address."""
        world = self.site.world
        body = {
            "appointment_id": self.appointment or None,
            "present": [
                {
                    "role": "interpreter",
                    "name": "Intérprete de prueba",
                    "interpreter_id": str(world.interpreter),
                },
                *with_,
            ],
        }
        begun = await self.step(
            "eligibility_officer", f"{self.case}/interviews", body, not_by="second_eligibility_officer"
        )
        address = f"/interviews/{begun['id']}"
        question = {"kind": "question", "text": "¿Por qué salió de su país?", "topic": "departure"}
        await self.is_refused("eligibility_officer", f"{address}/entries", "oath_not_taken", question)
        await self.does("eligibility_officer", f"{address}/oath")
        await self.step("eligibility_officer", f"{address}/entries", question, not_by="supervisor")
        line = f"{address}/entries/{uuid4()}"
        answer = {"kind": "answer", "text": "Me amenaz"}
        await self.does("eligibility_officer", line, answer, method="PUT")
        answer["text"] = "Me amenazaron por denunciar."
        await self.does("eligibility_officer", line, answer, method="PUT", **{"If-Match": '"1"'})
        await self.does("eligibility_officer", f"{address}/break", {"asked_by": "applicant"})
        await self.does("eligibility_officer", f"{address}/resume", {})
        await self.does("eligibility_officer", f"{address}/read-back")
        await self.does("eligibility_officer", f"{address}/readings", {})
        for one in (await self.get("eligibility_officer", address))["participants"]:
            signature = {"participant_id": one["id"], "method": "drawn", "drawing": DRAWING}
            await self.does("eligibility_officer", f"{address}/signatures", signature)
        return address

    async def assess(self, *, outcome: str = "rejected") -> str:
        """A complete draft, handed in. Returns the assessment's address."""
        begun = await self.step("eligibility_officer", f"{self.case}/assessments", not_by="supervisor")
        address = f"/assessments/{begun['id']}"
        principal = (await self.claims("eligibility_officer"))[0]["id"]
        draft = {
            "summary": "Pide protección porque la amenazaron.",
            "facts": [FACT],
            "analysis": RECOGNISING if outcome == "recognised_convention" else REJECTING,
            "recommendations": [result(principal, outcome)],
        }
        await self.step(
            "eligibility_officer", address, draft, not_by="second_eligibility_officer", method="PUT"
        )
        for point in await self.get("eligibility_officer", f"{self.case}/instructions"):
            where = f"{self.case}/instructions/{point['id']}/answer"
            await self.does("eligibility_officer", where, {"answer": "Hecho: véase la entrevista de hoy."})
        await self.does("eligibility_officer", f"{address}/submission")
        return address

    async def endorse(self, address: str) -> None:
        body = {"outcome": "endorsed", "checklist": complete_checklist()}
        await self.step("supervisor", f"{address}/review", body, not_by="other_supervisor")

    async def convene(self, *, present: tuple[int, ...] = (0, 1, 2)) -> tuple[str, str]:
        """An open sitting with this case on its agenda: the sitting's address and the item."""
        called = [self.user(f"commission_member_{n}") for n in range(3)]
        starts = self.site.world.clock.now() + timedelta(hours=1)
        body = {"starts_at": starts.isoformat(), "members": called, "presiding": called[0]}
        made = await self.step("commission_secretary", "/sittings", body, not_by="commission_member_0")
        sitting = f"/sittings/{made['id']}"
        listed = await self.step(
            "commission_secretary", f"{sitting}/agenda", {"reference": self.reference}, not_by="supervisor"
        )
        await self.attend(sitting, present)
        await self.step("commission_secretary", f"{sitting}/opening", {}, not_by="commission_member_0")
        return sitting, listed["item"]

    async def attend(self, sitting: str, present: tuple[int, ...]) -> None:
        body = {"present": [self.user(f"commission_member_{n}") for n in present]}
        await self.does("commission_secretary", f"{sitting}/attendance", body)

    async def vote(self, sitting: str, item: str, members: tuple[int, ...]) -> None:
        for n in members:
            body = {"item": item, "choice": "for"}
            await self.step(f"commission_member_{n}", f"{sitting}/votes", body, not_by="commission_secretary")

    async def decided(self) -> str:
        """Sat, voted and signed by the Commission as the assessment recommends. Returns the decision's address."""
        sitting, item = await self.convene()
        await self.vote(sitting, item, (0, 1, 2))
        closed = await self.does("commission_secretary", f"{sitting}/items/{item}/closing", {})
        assert closed["result"] == "decided"
        decision = f"/decisions/{closed['decision']}"
        await self.step("commission_member_0", f"{decision}/signature", not_by="commission_secretary")
        await self.does("commission_secretary", f"{sitting}/closing")
        return decision

    async def serve(
        self, decision: str, *, who: str = "registration_officer", not_by: str = "supervisor"
    ) -> Any:
        body = SERVED | {"served_at": self.now()}
        return await self.step(who, f"{decision}/notifications", body, not_by=not_by)

    async def represented(self) -> None:
        """The family's legal representative gets the file by a mandate."""
        before = await self.send("legal_representative", "GET", self.case)
        assert before.status_code == 404
        body = {"representative_id": self.user("legal_representative"), "mandate": "Poder especial de prueba"}
        await self.step(
            "registration_officer", f"{self.case}/representations", body, not_by="legal_representative"
        )

    async def appeal(self, decision: str, **more: str) -> str:
        body = {
            "kind": "appeal",
            "grounds": "La Comisión no valoró la nota de país citada en el análisis.",
        } | more
        filed = await self.step(
            "legal_representative", f"{decision}/remedies", body, not_by="other_legal_representative"
        )
        return f"/remedies/{filed['id']}"

    async def judged(self, remedy: str, result: str, **more: Any) -> Any:
        body = {
            "result": result,
            "reasons": "El hecho central quedó acreditado y hay nexo con un motivo.",
            "reversal_grounds": ["facts"],
        } | more
        return await self.step("appeals_judge", f"{remedy}/decision", body, not_by="appeals_clerk")

    async def removal_barred(self, **question: str) -> str:
        """What the machine of who carries removals out is told."""
        if "machine" not in self.made:
            self.made["machine"] = f"removals-{uuid4().hex[:8]}"
            async with self.site.world.system.writing(SYSTEM) as db:
                await identity.add_machine(
                    db,
                    client_id=self.made["machine"],
                    name="Autoridad de prueba",
                    secret=SECRET,
                    scopes=["removal.check"],
                )
        credentials = {"client_id": self.made["machine"], "client_secret": SECRET}
        async with self.site.api() as api:
            token = await api.post("/api/v1/token", data={"grant_type": "client_credentials", **credentials})
            api.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
            answer = await api.get("/api/v1/removal-check", params=question)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["barred"])
