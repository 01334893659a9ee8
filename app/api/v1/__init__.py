"""Version 1: one module for each resource. The OpenAPI document is the contract."""

from fastapi import APIRouter

from app.api.v1 import (
    appointments,
    assessments,
    cases,
    decisions,
    document_life,
    documents,
    early_steps,
    groups,
    interviews,
    metrics,
    offline,
    overrides,
    people,
    photos,
    procedure,
    registrations,
    remedies,
    removal,
    side_steps,
    sittings,
    steps,
    tokens,
    transitions,
    verification,
)

router = APIRouter(prefix="/api/v1")
for module in (
    tokens,
    registrations,
    sittings,
    groups,
    transitions,
    cases,
    document_life,
    decisions,
    remedies,
    side_steps,
    steps,
    removal,
    early_steps,
    people,
    photos,
    offline,
    appointments,
    interviews,
    assessments,
    documents,
    verification,
    procedure,
    overrides,
    metrics,
):
    router.include_router(module.router)
