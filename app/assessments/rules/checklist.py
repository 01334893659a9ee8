"""The reviewer's checklist, read from `checklist.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from app.core.errors import FieldError
from app.procedure.public import Label

ANSWERS: Final = ("yes", "no", "not_applicable")


@cache
def checklist() -> Mapping[str, Label]:
    """What a reviewer looks at, by code."""
    table = tomllib.loads(files("app.assessments.rules").joinpath("checklist.toml").read_text("utf-8"))
    return {code: Label.model_validate(item["label"]) for code, item in table.items()}


def unanswered(given: Mapping[str, str], *, endorsing: bool) -> tuple[FieldError, ...]:
    """What is wrong with a filled checklist. To endorse, all of it must be answered, and nothing with a no."""
    broken = [
        FieldError(f"checklist.{code}", "not_allowed", "Este valor no está entre los posibles.")
        for code, answer in given.items()
        if code not in checklist() or answer not in ANSWERS
    ]
    if endorsing:
        for code in checklist():
            if code not in given:
                broken.append(FieldError(f"checklist.{code}", "required", "Falta contestar este punto."))
            elif given[code] == "no":
                broken.append(
                    FieldError(
                        f"checklist.{code}",
                        "not_met",
                        "Con un «no» no se puede avalar: devuelva el análisis.",
                    )
                )
    return tuple(broken)
