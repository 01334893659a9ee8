"""The fields for one person who joins a household."""

from typing import Any

from app.people import public as people
from app.web.formats import country_options
from app.web.i18n import gettext as _
from app.web.words import relation_name, sex_name


def member_fields() -> list[dict[str, Any]]:
    """What is needed of a family member now; the rest comes later."""
    relations = [(code, relation_name(code)) for code in people.codes.RELATIONS if code != "principal"]
    return [
        {"type": "text", "name": "given_names", "label": _("Nombres")},
        {"type": "text", "name": "family_names", "label": _("Apellidos")},
        {
            "type": "select",
            "name": "relation",
            "label": _("Relación con la persona titular"),
            "options": relations,
        },
        {"type": "date", "name": "birth_date", "label": _("Fecha de nacimiento")},
        {
            "type": "radios",
            "name": "sex",
            "label": _("Sexo"),
            "options": [(code, sex_name(code)) for code in ("female", "male", "other", "unknown")],
        },
        {
            "type": "select",
            "name": "nationalities",
            "label": _("Nacionalidad"),
            "options": country_options(("NIC", "VEN")),
        },
        {"type": "checkbox", "name": "stateless", "label": _("No tiene ninguna nacionalidad")},
        {
            "type": "text",
            "name": "languages",
            "label": _("Idiomas"),
            "hint": _("Por su nombre y separados por comas: español, criollo haitiano."),
        },
        {"type": "text", "name": "phone", "label": _("Teléfono"), "width": 20},
    ]
