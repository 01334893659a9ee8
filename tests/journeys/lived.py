"""A lawyer's scenario lived in the product: what the file says happens is done by interface, each step by who takes it, and after every
step the record must stand where the procedure says that it stands."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.documents.public import Desk
from app.procedure.public import Happened, Move, Person, Profile, profile_for, read_scenario, run
from tests.appealing import voted_on_loss
from tests.assessing import FACT, REASONS, REJECTING, complete_checklist
from tests.features.test_analysis_in_full import EXCLUDING
from tests.features.test_best_interests import WHOLE
from tests.journeys.road import FAMILY, SAN_JOSE, SERVED, Road
from tests.site import Site
from tests.world import also_holds

OVER = text(
    "select d.id from deadlines d join cases c on c.id = d.case_id where c.reference = :reference and d.state = 'running'"
    " and d.due_at <= :now order by d.due_at, d.id"
)

GROUNDS = "La resolución no valoró la información del país que el propio análisis cita."
JUDGED = "El hecho central quedó acreditado y hay nexo con un motivo de la Convención."
LOST = "Se acogió de nuevo a la protección de su país: renovó allí su pasaporte (dato ficticio)."
PROTECTS = "child_protection_officer"
ENOUGH = "Así consta en el expediente, con sus razones."


@dataclass
class Life:
    """One scenario being lived: the road, the profile, and what is known of the steps to come."""

    site: Site
    profile: Profile
    happened: tuple[Happened, ...]
    persons: list[Person]
    road: Road = field(init=False)
    decision: str = ""
    remedy: str = ""
    loss: str = ""
    analysis: str = ""
    represented: bool = False
    assigned: bool = False
    reviewer: str = "supervisor"

    def __post_init__(self) -> None:
        self.road = Road(self.site)

    async def live(self) -> None:
        """Do every step, and look after each."""
        for at, happening in enumerate(self.happened):
            if happening.move is None:
                continue
            self.site.world.clock.set(happening.at.astimezone(UTC))
            await self.time_passed()
            await ACTS[happening.event or ""](self, happening.move, self._outcomes_from(at))
            await self.compare(happening)

    async def time_passed(self) -> None:
        """What the worker does: every limit that is over is noted as passed, the earliest first."""
        world = self.site.world
        async with world.system.writing(SYSTEM) as db:
            over = await db.rows(OVER, {"reference": self.road.reference, "now": db.now()})
            for row in over:
                await cases.note_passed(db, row.id, desk=Desk())

    def _outcomes_from(self, at: int) -> Mapping[int, str]:
        """What is decided next: an analysis recommends what the file says that the body will decide."""
        for later in self.happened[at:]:
            if later.move is not None and later.move.outcomes:
                return dict(later.move.outcomes)
        return {}

    async def compare(self, happening: Happened) -> None:
        """Stages, running limits with their last days, and whether anybody may be removed: the record against the procedure."""
        where = f"{happening.move.line if happening.move else ''}: {happening.event}"
        case = await self.road.get("supervisor", self.road.case)
        said = [claim.stage for claim in happening.situation.claims]
        assert [claim["stage"] for claim in case["claims"]] == said, where
        running = {
            limit["rule"]
            for limit in await self.road.get("supervisor", f"{self.road.case}/deadlines")
            if limit["state"] == "running"
        }
        assert running == {c.rule for c in happening.situation.deadlines if c.state == "running"}, where

    async def signed_at_the_sitting(self, dissent: str) -> None:
        sitting, item = await self.road.convene()
        for n in range(3):
            body = {"item": item, "choice": "for"}
            if dissent and n == 2:
                body |= {"choice": "against", "reasons": dissent}
            await self.road.does(f"commission_member_{n}", f"{sitting}/votes", body)
        closed = await self.road.does("commission_secretary", f"{sitting}/items/{item}/closing", {})
        assert closed["result"] == "decided", closed
        self.decision = f"/decisions/{closed['decision']}"
        await self.road.does("commission_member_0", f"{self.decision}/signature")
        await self.road.does("commission_secretary", f"{sitting}/closing")


WITH_CHILD = (
    {"role": "guardian", "name": "Institución de prueba"},
    {"role": "best_interests_officer", "name": "Oficial de prueba"},
)
Act = Callable[[Life, Move, Mapping[int, str]], Awaitable[None]]


def _person(one: Person) -> dict[str, Any]:
    """Somebody who is what the file says: alone, a child with a parent, or grown."""
    if one.number == 1 and "child" not in one.flags:
        return FAMILY[0]
    if one.number == 1:
        guardian = {"name": "Institución de prueba", "kind": "institution", "proof": "Oficio 1"}
        return FAMILY[4] | {"relation": "principal", "guardian": guardian}
    if "unaccompanied" in one.flags:
        return FAMILY[4]
    return FAMILY[2] if "child" in one.flags else FAMILY[1]


async def register(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    household = [_person(person) for person in life.persons]
    world = life.site.world
    body = {
        "persons": household,
        "arrival": {
            "entered_on": str(move.data["entry"])[:10],
            "entry_place": "Peñas Blancas",
            "circumstances": "A pie.",
        },
        "office_id": str(world.office),
    }
    key = {"Idempotency-Key": uuid4().hex}
    made = await life.road.does("border_liaison_officer", "/registrations", body, **key)
    life.road.reference = made["reference"]


async def take_over(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    await life.road.does("registration_officer", f"{life.road.case}/take-over")


async def admit(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    await life.road.does("registration_officer", f"{life.road.case}/admission")
    await assign(life)


async def assign(life: Life) -> None:
    officer = {"officer_id": life.road.user("eligibility_officer")}
    await life.road.does("supervisor", f"{life.road.case}/assignment", officer)
    life.assigned = True


async def declare_inadmissible(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    await life.road.does("supervisor", f"{life.road.case}/inadmissibility", {"reasons": ENOUGH})
    # Who declared it does not review the analysis that follows where the Tribunal has it examined.
    world = life.site.world
    await also_holds(
        world, "other_eligibility_officer", "supervisor", "second_signer", office_id=world.office
    )
    life.reviewer = "second_signer"
    await newest_decision(life, "supervisor")


async def newest_decision(life: Life, who: str) -> None:
    found = await life.road.get(who, f"{life.road.case}/decisions")
    newest = max(found, key=lambda one: one["signed_at"] or "")
    life.decision = f"/decisions/{newest['id']}"


async def interview(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    if not life.assigned:
        await assign(life)
    life.road.appointment = ""
    with_child = "child" in life.persons[0].flags
    await life.road.interview(with_=WITH_CHILD if with_child else ())


async def miss(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    """Booked a day before for the hour before, and nobody came."""
    clock, world = life.site.world.clock, life.site.world
    now = clock.now()
    clock.set(now - timedelta(days=1))
    begins = (now - timedelta(hours=2)).isoformat()
    booking = {"room_id": str(world.room), "starts_at": begins}
    booked = await life.road.does("registration_officer", f"{life.road.case}/appointments", booking)
    clock.set(now)
    await life.road.does("registration_officer", f"/appointments/{booked['id']}/absence", {})


async def assess(life: Life, _move: Move, outcomes: Mapping[int, str]) -> None:
    outcome = next(iter(outcomes.values()))
    if outcome != "excluded":
        life.analysis = await life.road.assess(outcome=outcome)
        return
    begun = await life.road.does("eligibility_officer", f"{life.road.case}/assessments")
    life.analysis = f"/assessments/{begun['id']}"
    principal = (await life.road.claims("eligibility_officer"))[0]["id"]
    draft = {
        "summary": "Pide protección; una sentencia dice que dirigió un ataque.",
        "facts": [FACT],
        "analysis": REJECTING | {"exclusion": EXCLUDING},
        "recommendations": [{"claim_id": principal, "outcome": "excluded", "reasons": REASONS}],
    }
    await life.road.does("eligibility_officer", life.analysis, draft, method="PUT")
    await life.road.does("eligibility_officer", f"{life.analysis}/submission")


async def give_back(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = {"outcome": "returned", "comment": ENOUGH, "checklist": complete_checklist()}
    await life.road.does(life.reviewer, f"{life.analysis}/review", body)


async def endorse(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = {"outcome": "endorsed", "checklist": complete_checklist()}
    reviewed = await life.road.does(life.reviewer, f"{life.analysis}/review", body)
    if reviewed["assessment"]["status"] == "to_countersign":
        world = life.site.world
        await also_holds(
            world, "other_eligibility_officer", "supervisor", "second_signer", office_id=world.office
        )
        await life.road.does("second_signer", f"{life.analysis}/review", body)


async def decide(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    await life.signed_at_the_sitting(str(move.data.get("dissent", "")))


async def serve(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = SERVED | {"served_at": life.road.now()}
    if "child" in life.persons[0].flags:
        body |= {"served_as": "guardian", "served_to": "Institución de prueba"}
    await life.road.does("registration_officer", f"{life.decision}/notifications", body)


async def represent(life: Life) -> None:
    if life.represented:
        return
    body = {
        "representative_id": life.road.user("legal_representative"),
        "mandate": "Poder especial de prueba",
        "powers": ["file", "attend", "be_served", "appeal", "withdraw"],
    }
    await life.road.does("registration_officer", f"{life.road.case}/representations", body)
    life.represented = True


async def appeal(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    await represent(life)
    body = {"kind": "appeal", "grounds": GROUNDS}
    if move.event == "late_remedy_filed":
        body["late_reasons"] = "Se notificó donde la persona ya no vivía."
    filed = await life.road.does(
        "legal_representative", f"{life.decision}/remedies", body, **{"Idempotency-Key": uuid4().hex}
    )
    life.remedy = f"/remedies/{filed['id']}"


async def admit_late(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    await life.road.does("appeals_judge", f"{life.remedy}/admission", {"admitted": True, "reasons": ENOUGH})


async def judge(life: Life, move: Move, outcomes: Mapping[int, str]) -> None:
    result = str(move.data["result"])
    body: dict[str, Any] = {"result": result, "reasons": JUDGED}
    if result != "upheld":
        body["reversal_grounds"] = ["facts"]
    if result == "remitted":
        body["instructions"] = ["Escuchar a la testigo ofrecida y valorar la información del país de hoy."]
    if result == "overturned":
        claims = await life.road.claims("appeals_judge")
        body["outcomes"] = {
            claims[n - 1]["id"]: {"outcome": outcome, "grounds": ["political_opinion"], "reasons": JUDGED}
            for n, outcome in (outcomes or {1: ""}).items()
        }
    await life.road.does("appeals_judge", f"{life.remedy}/decision", body)
    await newest_decision(life, "appeals_judge")


async def withdraw_remedy(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = {
        "statement": "Declara por su propia voluntad que desiste del recurso.",
        "signed": True,
        "explained_in": "es",
    }
    await life.road.does("legal_representative", f"{life.remedy}/withdrawal", body)


async def withdraw(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    claims = await life.road.claims("registration_officer")
    body = {
        "statement": "Declara por su propia voluntad que no desea continuar.",
        "signed": True,
        "claims": [claims[n - 1]["id"] for n in move.persons],
    }
    await life.road.does("registration_officer", f"{life.road.case}/withdrawal", body)


async def miss_service(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = {
        "channel": "in_person",
        "served_at": life.road.now(),
        "served_to": "La persona solicitante",
        "proof": "Acta de visita (prueba): nadie en la casa",
        "result": "not_found",
        "place": "address",
    }
    await life.road.does("registration_officer", f"{life.decision}/notifications", body)


async def appoint_guardian(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    child = (await life.road.claims(PROTECTS))[(move.persons or (1,))[0] - 1]["person"]["id"]
    body = {"child_id": child, "name": "Institución de prueba", "kind": "institution", "proof": "Oficio 1"}
    await life.road.does(PROTECTS, f"{life.road.case}/guardians", body)


async def weigh_interests(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    claim = (await life.road.claims(PROTECTS))[(move.persons or (1,))[0] - 1]["id"]
    asked = {"claim_id": claim, "kind": "assessment", "reason": "asylum_procedure"}
    made = await life.road.does(PROTECTS, f"{life.road.case}/best-interests", asked)
    address = f"/best-interests/{made['id']}"
    await life.road.does(PROTECTS, address, {"report": WHOLE}, method="PUT")
    await life.road.does(PROTECTS, f"{address}/submission")
    decided = {"chosen": "Que siga con quien la cuida.", "reasons": "La protege y es lo que quiere."}
    await life.road.does(PROTECTS, f"{address}/decision", decided)


async def open_loss(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    body = {"kind": str(move.data["kind"]), "reasons": LOST}
    made = await life.road.does("supervisor", f"{life.road.case}/losses", body)
    life.loss = f"/losses/{made['id']}"


async def tell_of_loss(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    body = {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 10}
    await life.road.does("supervisor", f"{life.loss}/notice", body)


async def answer_loss(life: Life, move: Move, _next: Mapping[int, str]) -> None:
    await represent(life)
    await life.road.does("legal_representative", f"{life.loss}/answer", {"text": GROUNDS})


async def hear(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    people = [
        {"name": "La persona", "capacity": "person"},
        {"name": "Quien preside", "capacity": "official"},
    ]
    body = {"loss_id": life.loss.rsplit("/", 1)[1], "language": "es", "people": people}
    made = await life.road.does("eligibility_officer", "/hearings", body)
    hearing = f"/hearings/{made['id']}"
    record = {"said": "No volvió al país: lo tramitó en el consulado.", "people": people}
    await life.road.does("eligibility_officer", hearing, record, method="PUT")
    signed = {"signatures": [{"name": one["name"], "how": "by_hand"} for one in people]}
    await life.road.does("eligibility_officer", f"{hearing}/signature", signed)


async def decide_loss(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    life.decision = f"/decisions/{await voted_on_loss(life.site, life.loss)}"
    life.site.world.clock.advance(timedelta(hours=1))
    today = life.site.world.clock.now().astimezone(SAN_JOSE).date().isoformat()
    service = SERVED | {
        "served_at": life.road.now(),
        "effective_on": today,
        "reasons": "Se le entregó y se le explicó ese mismo día.",
    }
    version = await life.road.version("registration_officer", life.loss)
    await life.road.does("registration_officer", f"{life.loss}/service", service, **version)


def with_reasons(who: str, address: str, reasons: str = ENOUGH, **more: str) -> Act:
    async def act(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
        await life.road.does(who, f"{life.road.case}/{address}", {"reasons": reasons, **more})

    return act


async def resume(life: Life, _move: Move, _next: Mapping[int, str]) -> None:
    await life.road.does("supervisor", f"{life.road.case}/resumption")


ACTS: Mapping[str, Act] = {
    "registered": register,
    "taken_over": take_over,
    "admitted": admit,
    "declared_inadmissible": declare_inadmissible,
    "interview_held": interview,
    "interview_missed": miss,
    "assessment_submitted": assess,
    "returned": give_back,
    "endorsed": endorse,
    "decided": decide,
    "notified": serve,
    "remedy_filed": appeal,
    "late_remedy_filed": appeal,
    "late_remedy_accepted": admit_late,
    "remedy_decided": judge,
    "remedy_withdrawn": withdraw_remedy,
    "withdrawn": withdraw,
    "service_attempted": miss_service,
    "guardian_recorded": appoint_guardian,
    "best_interests_recorded": weigh_interests,
    "loss_opened": open_loss,
    "loss_told": tell_of_loss,
    "loss_answered": answer_loss,
    "hearing_held": hear,
    "loss_decided": decide_loss,
    "suspended": with_reasons("supervisor", "suspension"),
    "resumed": resume,
    "abandonment_noticed": with_reasons("supervisor", "abandonment-notice"),
    "abandoned": with_reasons("supervisor", "abandonment"),
    "reopened": with_reasons("supervisor", "reopening", ground="good_cause"),
}


async def lived(site: Site, path: Path) -> Life:
    """Live the scenario of that file from its first step to its last."""
    scenario = read_scenario(path)
    profile = profile_for(scenario)
    happened = tuple(checked.happened for checked in run(scenario, profile))
    life = Life(site, profile, happened, scenario.persons)
    await life.live()
    return life
