"""A handful of cases, one at each bend of the road, so that every page has something to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.best_interests import public as best_interests
from app.cases import public as cases
from app.coi import public as coi
from app.core.actor import SYSTEM
from app.decisions import public as decisions
from app.documents import public as documents
from app.identity import public as identity
from app.intake import public as intake
from app.interviews import public as interviews
from app.overrides import public as overrides
from app.quality import public as quality
from app.referrals import public as referrals
from app.remedies import public as remedies
from app.scheduling import public as scheduling
from app.statistics import public as statistics
from app.statistics.public import alerts, forecast
from app.workflows.hand_in import hand_in
from app.workflows.record_need import record_need
from app.workflows.screen_person import screen_again
from tests import batching
from tests.appealing import appealed, rejected_and_served, represented
from tests.assessing import written
from tests.awaiting import case_awaiting_decision
from tests.coi.sources import facts
from tests.features.test_decisions import draft, serve, sign
from tests.features.test_importing import family, upload
from tests.features.test_signatures import enrolled as with_certificate
from tests.features.test_sittings import MEMBERS, convene, open_with, put
from tests.features.test_transfers import proposed
from tests.features.test_transitions import of_2022
from tests.features.test_transitions import prepared as of_a_rule
from tests.hearing import awaiting
from tests.intake.files import as_csv
from tests.journeys.road import FAMILY, Road
from tests.offline.sending import enrolled, person
from tests.overrides.texts import BECAUSE, override
from tests.people.test_merging import confirmed
from tests.people.test_pairs import pair_waiting
from tests.quality.test_calibration import convened
from tests.quality.test_samples import assess, assigned, drawn, places
from tests.site import Site
from tests.world import MORNING, World, also_holds, family_of_five

OFFICER = "eligibility_officer"


@dataclass(frozen=True)
class Caseload:
    """What can stand in an address: the name of the part → the identifiers that there are."""

    parts: Mapping[str, Sequence[str]]

    def addresses(self, path: str) -> list[str]:
        """The addresses of a route with what there is; the one itself where it names nothing."""
        found = [path]
        for part, values in self.parts.items():
            if f"{{{part}}}" in path:
                found = [each.replace(f"{{{part}}}", value) for each in found for value in values]
        return [each for each in found if "{" not in each]


async def made(site: Site) -> Caseload:
    """Just registered; booked; being heard; being analysed; in review; on an agenda; signed, served, appealed, suspended."""
    world = site.world
    # Before any other moves the clock: a sample is of the days from which it is drawn.
    in_quality = await _quality(world)
    fresh = await world.register(family_of_five(), booking=True)
    suspended = await _suspended(world)
    in_review, record, analysis = await _in_review(site)
    booked = await awaiting(world, household=family_of_five())
    hearing = await _being_heard(world)
    sitting, on_agenda = await _sitting(world)
    challenged, remedy = await appealed(world, family_of_five())
    await represented(world, booked.case_id)
    signed = await _signed(world)
    drafted = await _being_analysed(site)
    lists, listed = await _lists(world)
    waiting, same = await pair_waiting(world), (await confirmed(world))[0]
    laptop, clash = await _from_a_laptop(site)
    need, suggested = await _screened(world, fresh.reference, fresh.persons[0])
    return Caseload(
        {
            "reference": [
                fresh.reference,
                booked.reference,
                challenged.reference,
                in_review.reference,
                on_agenda,
                suspended,
                signed[1],
                drafted[1],
                *listed,
            ],
            "batch_id": lists,
            "series_id": [await _a_series(world)],
            "forecast_id": [await _a_forecast(world)],
            "release_id": [await _a_release(world)],
            "alert_id": [await _an_alert(world)],
            **in_quality,
            "act": ["relate"],
            "pair_id": [str(same), str(waiting)],
            "encounter_id": [await _encounter(world)],
            # What the appealed case's procedure records on the general form, where it stands.
            "event": ["sent_up"],
            "proposal_id": [signed[2]],
            "name": [batching.GROUP, "pending"],
            "interview_id": [hearing, record, *await _a_child_heard(world)],
            "appointment_id": [str(booked.appointment_id)],
            "room_id": [str(world.room)],
            "interpreter_id": [str(world.interpreter)],
            "user_id": [str(world.actor(OFFICER).user_id)],
            # Whose hours: an office's, in the calendar.
            "whose": ["office"],
            "owner_id": [str(world.office)],
            "assessment_id": [drafted[0], analysis],
            "sitting_id": [sitting],
            "holder_id": [await _holder(world)],
            "decision_id": [str(challenged.decision_id), signed[0]],
            **await _certified(world, signed[0]),
            "remedy_id": [str(remedy)],
            **await _status_looked_at(world, remedy),
            "laptop_id": [laptop],
            "kid": [await _key(world)],
            "client": [await _institution(world)],
            "clash_id": [clash],
            "person_id": [str(fresh.persons[0])],
            "need_id": [need],
            "suggested_id": [suggested],
            "import_id": [str(await upload(world, as_csv(family(world.tag))))],
            "number": ["2"],
            "request_id": [str((await proposed(world))[2])],
            **await _referred(world, fresh.case_id),
            "best_interests_id": [await _for_a_child(world, fresh.case_id, fresh.persons[4])],
            "filing_id": [await _filed(world, fresh.case_id)],
            "attachment_id": [await _attached(world, fresh.case_id)],
            **await _country_information(world, booked.case_id),
            **await _told_to_colleagues(world, booked.case_id),
            "override": await _overrides(world),
            **await _papers(world, fresh.case_id),
            "code": [await _number(site, fresh.reference), "000000000000"],
        }
    )


async def _status_looked_at(world: World, remedy: UUID) -> dict[str, list[str]]:
    """A status that may be lost, told to the person; and the open records of a hearing on a remedy and on it."""
    held = await rejected_and_served(world, outcome="recognised_convention")
    reasons = "Renovó el pasaporte de su país (dato ficticio)."
    async with world.acting("supervisor") as db:
        loss = await remedies.open_loss(
            db, db.actor, held.case_id, kind="cessation", grounds=[], reasons=reasons
        )
        await remedies.tell_of_loss(db, db.actor, loss, how=reasons, language="es", days=15)
    present = [remedies.Present("La persona (ficticia)", "person")]
    async with world.acting("appeals_judge") as db:
        heard = await remedies.open_hearing(db, db.actor, remedy_id=remedy, language="es", people=present)
    return {"loss_id": [str(loss)], "hearing_id": [str(heard)]}


async def _referred(world: World, case_id: UUID) -> dict[str, list[str]]:
    """A service, and somebody who was referred to it."""
    async with world.acting("supervisor") as db:
        house = referrals.ServiceFacts(
            f"Casa {world.tag}",
            ("shelter",),
            (),
            "Liberia",
            ("es",),
            "siempre",
            "phone",
            "+506 6000 0199",
            "",
            24,
        )
        service = await referrals.keep_service(db, db.actor, house)
        opened = await cases.open_case(db, case_id)
        made = await referrals.refer(
            db,
            db.actor,
            case_id,
            claim_id=opened.principal.id,
            service_id=service,
            kind="shelter",
            urgent=False,
            needed="Una cama esta noche",
            parts=["age"],
            consent=referrals.Consent(True, how="En español", on=MORNING.date()),
        )
    return {"service_id": [str(service)], "referral_id": [str(made)]}


async def _for_a_child(world: World, case_id: UUID, child: UUID) -> str:
    async with world.acting("child_protection_officer") as db:
        opened = await cases.open_case(db, case_id)
        claim = next(c.id for c in opened.claims if c.person_id == child)
        made = await best_interests.open_procedure(
            db, db.actor, case_id, claim_id=claim, kind="assessment", reason="asylum_procedure"
        )
    return str(made)


async def _a_series(world: World) -> str:
    """Two appointments booked in one move."""
    case = await awaiting(world, booking=False)
    async with world.acting("registration_officer") as db:
        times = [
            scheduling.SeriesTime(case.case_id, world.room, db.now() + timedelta(days=n), "es")
            for n in (34, 35)
        ]
        series, _made = await scheduling.book_series(db, db.actor, times)
    return str(series)


async def _an_alert(world: World) -> str:
    """A figure that somebody watches."""
    async with world.acting("supervisor") as db:
        made = await alerts.subscribe(
            db, db.actor, figure="pending", key="late", direction="above", line=25, last_days=90
        )
    return str(made)


async def _a_forecast(world: World) -> str:
    """One that waits for the worker."""
    async with world.acting("supervisor") as db:
        return str(await forecast.ask(db, db.actor, scenarios=[], runs=10, years=1))


async def _a_release(world: World) -> str:
    """A draft of what may be published."""
    await statistics.catch_up(world.system)
    publishing = statistics.publishing
    asked = publishing.Asked("De prueba", "pending", "persons", None, None, ("sex",), "rounding")
    async with world.acting("auditor") as db:
        return str(await publishing.prepare(db, db.actor, asked))


async def _quality(world: World) -> dict[str, list[str]]:
    """A sample that is being assessed and one released to its author, a session, and what was found with what it asks for."""
    session = await convened(world)
    samples = [await drawn(world, 2, size=1, title=title) for title in ("Abierta", "Entregada")]
    reviews = []
    for sample in samples:
        await assigned(world, sample, [world.actor("quality_assessor").user_id])
        (place,) = await places(world, sample)
        reviews.append(place)
    await assess(world, reviews[1].id, "quality_assessor")
    month = world.clock.now().date().replace(day=1)
    found = quality.Found(
        "interview", "interview", "substance.inconsistencies", "Sin aclarar (prueba)", month, month, 6, 24
    )
    due = month + timedelta(days=60)
    asked = quality.Proposal("interview", "Una pregunta más", "6 de 24", "supervisor", world.office, due)
    async with world.acting("quality_assessor") as db:
        await quality.release_sample(db, db.actor, samples[1])
        finding = await quality.note_finding(db, db.actor, found)
        recommendation = await quality.propose(db, db.actor, asked, finding_id=finding)
    return {
        "instrument_name": ["interview"],
        "sample_id": [str(sample) for sample in samples],
        "review_id": [str(place.id) for place in reviews],
        "calibration_id": [str(session)],
        "recommendation_id": [str(recommendation)],
    }


async def _filed(world: World, case_id: UUID) -> str:
    async with world.acting("registration_officer") as db:
        made = await hand_in(
            db,
            db.actor,
            case_id,
            kind="writing",
            title="Alegato",
            body="De prueba.",
            files=[("a.pdf", b"%PDF-1.7")],
            handed_in_by="La persona solicitante",
        )
    return str(made)


async def _attached(world: World, case_id: UUID) -> str:
    async with world.acting("registration_officer") as db:
        kept = await documents.attach(
            db, db.actor, case_id, kind="evidence", name="denuncia.pdf", content=b"%PDF-1.7"
        )
    return str(kept)


async def _country_information(world: World, case_id: UUID) -> dict[str, list[str]]:
    """A source, and a question to the unit that it has not answered."""
    async with world.acting("coi_researcher") as db:
        source = await coi.add_source(db, db.actor, facts(countries=("VEN",)))
    async with world.acting(OFFICER) as db:
        question = coi.Question(
            "¿Recibe denuncias la policía?", ["VEN"], ["police"], world.clock.now().date(), confidential=False
        )
        asked = await coi.ask(db, db.actor, case_id, question)
    return {"source_id": [str(source)], "question_id": [str(asked)]}


async def _told_to_colleagues(world: World, case_id: UUID) -> dict[str, list[str]]:
    """A note, a task for oneself, and the case offered to another officer."""
    async with world.acting(OFFICER) as db:
        note = await cases.notes.write_note(db, db.actor, case_id, body="No citarla los lunes")
        today = world.clock.now().date()
        await cases.notes.add_task(db, db.actor, case_id, title="Llamar a la tía", due_on=today)
        offered = await cases.notes.propose_handover(
            db,
            db.actor,
            case_id,
            to_user=world.actor("second_eligibility_officer").user_id,
            done="Entrevistada",
            pending="Oír a la tía",
            promises="Llamarla el lunes",
        )
    return {"note_id": [str(note)], "handover_id": [str(offered)]}


async def _encounter(world: World) -> str:
    """Somebody who said that they are afraid, and was not let in."""
    refused = intake.NewEncounter("refused_entry", "NIC", "female", age=31, refusal_ground="no_visa")
    async with world.acting("border_liaison_officer") as db:
        return str((await intake.log_encounters(db, db.actor, [refused]))[0])


async def _screened(world: World, reference: str, person: UUID) -> tuple[str, str]:
    """A need that is looked at again one day, and something that a screening proposes."""
    async with world.acting("supervisor") as db:
        case_id = await cases.case_id_of(db, reference)
        need = await record_need(db, db.actor, case_id, person_id=person, code="SM-CI")
        await screen_again(db, db.actor, reference, person, {"papers": "yes"})
        waiting = await intake.suggested_in(db, case_id)
    return str(need), str(waiting[0].id)


async def _key(world: World) -> str:
    """The key that signs documents now."""
    async with world.system.writing(world.actor("administrator")) as db:
        return await documents.rotate_key(db, db.actor)


async def _institution(world: World) -> str:
    """Somebody else's machine that may check documents."""
    async with world.acting("administrator") as db:
        issued = await identity.issue_client(
            db, db.actor, name=f"Institución {world.tag}", scopes=["document.verify"]
        )
    return str(issued.id)


async def _from_a_laptop(site: Site) -> tuple[str, str]:
    """A laptop, and what it sent of somebody who had a file already."""
    async with site.api("border_liaison_officer") as api:
        laptop, key, one = await enrolled(api, site.world), uuid4(), person()
        await laptop.send(laptop.item(one))
        await laptop.send(laptop.item(one), key)
    return str(laptop.id), str(key)


async def _lists(world: World) -> tuple[list[str], list[str]]:
    """A group's list, prepared, with a case on it; a transitional rule's, of a case filed under the version before."""
    await batching.put_all_away(world)
    case_id = await batching.awaiting_interview(world)
    group = await batching.prepared(world)
    older = await of_2022(world)
    rule = await of_a_rule(world)
    return [str(group), str(rule)], [await _reference(world, case) for case in (case_id, older)]


async def _overrides(world: World) -> list[str]:
    """A draft, and one that is put in force for a day that no test's clock comes to. Each with a text of its own."""
    numbers = []
    async with world.acting("administrator") as db:
        for months in (5, 6):
            text = override(months, es=f"Ajuste de prueba {world.tag} {months}")
            numbers.append(await overrides.upload(db, db.actor, content=text, because=BECAUSE))
    async with world.acting(await also_holds(world, "auditor", "administrator", "confirming")) as db:
        day = date(2400, 1, 1) + timedelta(days=numbers[1])
        await overrides.put_in_force(db, db.actor, numbers[1], valid_from=day, because=BECAUSE)
    return [str(number) for number in numbers]


async def _reference(world: World, case_id: object) -> str:
    async with world.reading("supervisor") as db:
        return await cases.reference_of(db, case_id)  # type: ignore[arg-type]


async def _number(site: Site, reference: str) -> str:
    claims = await Road(site, reference).claims("border_liaison_officer")
    return str(claims[0]["document"]["number"])


async def _papers(world: World, case_id: UUID) -> dict[str, list[str]]:
    """The papers of a case: printed together, and one of them expected at the counter."""
    async with world.acting("documentation_officer") as db:
        ids = [d.id for d in await documents.documents_of(db, case_id)]
        claim = (await documents.of_case(db, await cases.reference_of(db, case_id), ids[0])).claim_id
        await documents.check_in(db, db.actor, claim_id=claim, wants="renewal")
        batch = await documents.print_batch(db, db.actor, ids, form="card_sheet")
    return {"document_id": [str(ids[0])], "print_batch_id": [str(batch)]}


async def _suspended(world: World) -> str:
    scene = await awaiting(world, booking=False)
    async with world.acting("supervisor") as db:
        await cases.suspend(db, db.actor, scene.case_id, reasons="Espera una traducción.")
    return scene.reference


async def _in_review(site: Site) -> tuple[Road, str, str]:
    """Heard and handed in: the road, the signed record, the analysis."""
    road = Road(site)
    await road.register(FAMILY, booked=False)
    await road.to_the_interview()
    record = await road.interview()
    return road, record.rpartition("/")[2], (await road.assess()).rpartition("/")[2]


async def _being_heard(world: World) -> str:
    scene = await awaiting(world, booking=False)
    async with world.acting(OFFICER) as db:
        return str(await interviews.start(db, db.actor, scene.case_id))


async def _a_child_heard(world: World) -> list[str]:
    """A child in the room with both companions, and another whose interview was put off."""
    companions = [
        interviews.Present("guardian", "Tutora de prueba"),
        interviews.Present("best_interests_officer", "Oficial de prueba"),
    ]
    found = []
    for put_off in (False, True):
        scene = await awaiting(world, booking=False, household=family_of_five())
        reference = await _reference(world, scene.case_id)
        async with world.acting(OFFICER) as db:
            case = await cases.case_view(db, reference)
            claim = next(c.id for c in case.claims if c.relation == "child")
            started = await interviews.start(
                db, db.actor, scene.case_id, claim_id=claim, language="es", present=companions
            )
            if put_off:
                await interviews.postpone(db, db.actor, started, cause="exhaustion")
        found.append(str(started))
    return found


async def _being_analysed(site: Site) -> tuple[str, str]:
    road = Road(site)
    await road.register(FAMILY, booked=False)
    await road.to_the_interview()
    await road.interview()
    async with site.world.reading("supervisor") as db:
        case_id = await cases.case_id_of(db, road.reference)
    return str(await written(site.world, case_id)), road.reference


async def _holder(world: World) -> str:
    """Somebody who held a seat for a day, long ago: every world's Commission is one body, and no place is held twice."""
    day = date(1950, 1, 1) + timedelta(days=int(world.tag, 16) % 20_000)
    was = await also_holds(
        world, "auditor", "commission_member", "was_member", body="commission", seat="Otra"
    )
    async with world.acting("commission_secretary") as db:
        held = await decisions.appoint(
            db,
            db.actor,
            user_id=was.user_id,
            seat="Ministerio de Trabajo y Seguridad Social",
            place=0,
            since=day,
            until=day,
            act="Acuerdo sintético 1",
        )
    return str(held)


async def _sitting(world: World) -> tuple[str, str]:
    case_id = await case_awaiting_decision(world, family_of_five())
    await case_awaiting_decision(world)
    sitting = await convene(world)
    await put(world, sitting, case_id)
    await open_with(world, sitting, *MEMBERS)
    return str(sitting), await _reference(world, case_id)


async def _certified(world: World, decision_id: str) -> dict[str, list[str]]:
    """A certificate to sign with, and the code that a signed decision is checked by."""
    certificate = await with_certificate(world, "commission_member_1")
    async with world.reading("commission_secretary") as db:
        text = await decisions.text_of(db, UUID(decision_id))
    return {"certificate_id": [str(certificate)], "decision_code": [text.code] if text else []}


async def _signed(world: World) -> tuple[str, str, str]:
    """Signed, served, and the time to challenge it is over: that it became final is put before a person."""
    case_id = await case_awaiting_decision(world)
    decision = await draft(world, case_id)
    await sign(world, decision)
    await serve(world, decision)
    await represented(world, case_id)
    world.clock.advance(timedelta(days=20))
    async with world.reading("supervisor") as db:
        (over,) = [limit.id for limit in await cases.limits_of(db, case_id) if limit.rule == "appeal"]
    async with world.system.writing(SYSTEM) as db:
        await cases.note_passed(db, over)
    async with world.reading("supervisor") as db:
        (waiting,) = await cases.proposals_of(db, case_id)
    return str(decision), await _reference(world, case_id), str(waiting.id)
