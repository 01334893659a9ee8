"""What invented people say and write in the demonstration. No sentence is anybody's."""

from collections.abc import Mapping
from random import Random
from typing import Any

# A stroke of the pen that is nobody's.
SIGNATURE = (((30, 130), (70, 60), (110, 140), (150, 70)), ((160, 110), (330, 95)))

BEST_INTERESTS = "Oficial de protección de demostración"

# Points against a claim that the question of that topic puts to the person.
PUT = {"state_protection": "En el registro no consta ninguna denuncia (texto inventado)."}

QUESTIONS = (
    ("opening", "¿Entiende a la persona intérprete y está en condiciones de empezar?", "Sí, entiendo bien y puedo empezar."),
    ("identity", "¿Me dice su nombre completo y su nacionalidad?", "Ya los tienen en mi documento; son correctos."),
    ("departure", "¿Por qué salió de su país?", "Porque ya no podía vivir ahí sin miedo."),
    ("events", "¿Qué le pasó?", "Me amenazaron dos veces, la segunda en mi casa y delante de mi familia."),
    ("agent", "¿Quién fue?", "Gente del barrio que trabaja para ellos; no sé sus nombres."),
    ("state_protection", "¿Lo denunció?", "Fui, pero no me recibieron la denuncia."),
    ("current_fear", "¿Qué cree que le pasaría si regresa?", "Que cumplan lo que dijeron."),
)  # fmt: skip
SUMMARY = "Pide protección porque la amenazaron y las autoridades no la protegieron (texto inventado)."
REASONS = "Según los hechos aceptados y la información del país citada (texto inventado)."
RETURNED = "Falta citar la información del país en el primer hecho."
INADMISSIBLE = "La persona tiene ya la condición de refugiada en otro país (texto inventado)."
WITHDRAWAL = "Desisto porque voy a seguir mi camino con mi familia; nadie me presionó."
SUSPENSION = "La persona está hospitalizada y no puede continuar por ahora."
REOPENING = "Explicó que estuvo hospitalizada y lo comprobó con la epicrisis."
GROUNDS = "La resolución no valoró la prueba ni la información del país (texto inventado)."
LATE = "La notificación llegó a una dirección anterior; se enteró después del plazo."
LATE_ADMITTED = "La constancia de correos muestra que no recibió la notificación a tiempo."
LATE_REFUSED = "La notificación fue personal y consta su firma en la misma fecha."
UPHELD = "El recurso no desvirtúa lo resuelto; se confirma (texto inventado)."
OVERTURNED = "La prueba muestra el temor fundado y el nexo; se revoca (texto inventado)."
REMITTED = "No se examinó la situación de la familia; se devuelve (texto inventado)."
INSTRUCTION = "Volver a valorar los hechos con información actual del país."
SENT_BACK = "Ampliar la información sobre la denuncia que dice haber puesto."
FACT: Mapping[str, Any] = {
    "statement": "Fue amenazada en su barrio.",
    "evidence": [{"kind": "country_source", "ref": "Nota de país inventada, párr. 3"}],
    "finding": "accepted",
    "indicators": ["detail", "country_information"],
    "reasons": "Relato detallado y coherente con la información del país.",
}
FACTS: tuple[Mapping[str, Any], ...] = (
    FACT,
    {
        "statement": "La segunda amenaza fue en su casa, delante de su familia.",
        "evidence": [{"kind": "document", "ref": "Constancia médica inventada, folio 2"}],
        "finding": "accepted",
        "indicators": ["internal_consistency", "consistency_with_others"],
        "reasons": "Su relato y la constancia coinciden en la fecha y en quiénes estaban (texto inventado).",
    },
    {
        "statement": "Quiso denunciar y no le recibieron la denuncia.",
        "finding": "benefit_of_doubt",
        "indicators": ["detail", "country_information"],
        "doubt": ["evidence_sought", "generally_credible", "plausible"],
        "reasons": "No hay constancia, y no se espera que la haya: así lo dice la nota de país (texto inventado).",
    },
    {
        "statement": "Quienes la amenazan tienen alcance en todo el país.",
        "evidence": [{"kind": "country_source", "ref": "Nota de país inventada, párr. 9"}],
        "finding": "partly_accepted",
        "indicators": ["country_information"],
        "reasons": "Consta en dos provincias; en las demás no hay información (texto inventado).",
    },
)
COMMENTS = (
    "¿Qué párrafo de la nota lo dice? Falta citarlo (comentario inventado).",
    "Diga desde cuándo (comentario inventado).",
)
ANSWERED = "Corregido en esta versión (respuesta inventada)."
CONFLICT = "Es vecina de la familia desde hace años y prefiere no tramitar su expediente (texto inventado)."
REJECTING: Mapping[str, Any] = {
    "identity": {"conclusion": "established", "reasons": REASONS},
    "country_information": {"conclusion": "supports", "reasons": REASONS},
    "well_founded_fear": {"conclusion": "well_founded", "reasons": REASONS},
    "harm": {"conclusion": "other_serious_harm", "reasons": REASONS},
    "nexus": {"conclusion": "no_nexus", "reasons": REASONS, "parts": {"gender_examined": "yes"}},
    "agent_of_harm": {"conclusion": "non_state", "reasons": REASONS},
    "state_protection": {"conclusion": "not_available", "reasons": REASONS},
    "exclusion": {"conclusion": "no_indication"},
    "family_unity": {"conclusion": "shown", "reasons": REASONS},
    "statelessness": {"conclusion": "no_indication", "reasons": REASONS},
}
CATEGORIES: Mapping[str, str] = {
    "no_link_to_criteria": "Lo que teme viene de la delincuencia y no se debe a ninguno de los motivos de la Convención (texto inventado)."
}
CONVENTION_GROUNDS = ("political_opinion", "particular_social_group", "religion", "nationality", "race")
WEIGHTS = (60, 25, 6, 5, 4)


def analysis(outcome: str, chance: Random) -> dict[str, Any]:
    """Answers to every issue of the analysis that lead to `outcome`."""
    if outcome == "rejected":
        return dict(REJECTING)
    ground = chance.choices(CONVENTION_GROUNDS, WEIGHTS)[0]
    return dict(REJECTING) | {
        "harm": {"conclusion": "persecution", "reasons": REASONS},
        "nexus": {
            "conclusion": "nexus",
            "grounds": [ground],
            "reasons": REASONS,
            "parts": {f"gender.{ground}": "yes" if ground == "particular_social_group" else "no"},
        },
    }


FOLLOWED = "Cumplido: se oyó de nuevo a la persona y se valoró la información del país (texto ficticio)."
WAIVED = "Prefirió no esperar más, y dijo que se siente a gusto así."
