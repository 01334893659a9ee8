"""Version 1: one module for each resource. The OpenAPI document is the contract."""

from fastapi import APIRouter

from app.api.v1 import cases, documents, people, procedure, registrations, tokens

router = APIRouter(prefix="/api/v1")
for module in (tokens, registrations, cases, people, documents, procedure):
    router.include_router(module.router)
