"""The pages: one small module for each group of them."""

from fastapi import APIRouter

from app.web.pages import (
    appointments,
    assessments,
    case,
    check,
    decisions,
    early_steps,
    groups,
    interview,
    metrics,
    my_day,
    overrides,
    papers,
    procedure,
    record,
    registration,
    remedies,
    reviews,
    shortcuts,
    side_steps,
    sign_in,
    sitting,
    sittings,
    tribunal,
)

router = APIRouter(include_in_schema=False)
for module in (
    sign_in,
    my_day,
    record,
    case,
    early_steps,
    tribunal,
    remedies,
    side_steps,
    appointments,
    interview,
    assessments,
    reviews,
    sittings,
    sitting,
    groups,
    decisions,
    registration,
    papers,
    check,
    overrides,
    procedure,
    metrics,
    shortcuts,
):
    router.include_router(module.router)
