"""What a page says about papers that are not printed, and about numbers that are not official ones."""

from app.documents import public as documents
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language

REGISTERED = "registered"


def papers_said(
    profile: procedure.Profile, *, registering: bool = False, numbered: bool = False
) -> list[str]:
    """Sentences, none where everything is as the law has it on record. `numbered`: a number is shown on that page."""
    given = _given(profile)
    if not given:
        return [_("No consta qué documento recibe quien pide protección: no se imprime ninguno.")]
    said = [
        _(
            "«%(paper)s» no se imprime: no consta por cuánto tiempo vale. Un ajuste de la instalación puede fijarlo."
        )
        % {"paper": profile.document(kind).label.in_(language())}
        for kind in given
        if profile.document(kind).valid.value is None
    ]
    first = next(iter(given.values()))
    if registering and first.name != REGISTERED:
        said.append(
            _("Al registrar no se entrega documento: se entrega con «%(step)s».")
            % {"step": first.label.in_(language())}
        )
    if numbered and not documents.numbers_are_national(profile):
        said.append(_("El número es propio de este sistema: la forma del número oficial no consta."))
    return said


def _given(profile: procedure.Profile) -> dict[str, procedure.Event]:
    """The papers that the procedure gives, each with the first step that gives it."""
    given: dict[str, procedure.Event] = {}
    for event in profile.events:
        for follow in event.issues:
            given.setdefault(follow.name, event)
    return given
