"""Version 1: one module for each resource. The OpenAPI document is the contract."""

from fastapi import APIRouter

from app.api.v1 import assessments, cases, documents, early_steps, people, procedure, registrations, tokens

router = APIRouter(prefix="/api/v1")
for module in (tokens, registrations, cases, early_steps, people, assessments, documents, procedure):
    router.include_router(module.router)
