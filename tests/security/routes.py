"""What the router knows: every route, its gate, and bodies that its shapes take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.edge.access import Gate

WORDS = "Un texto de prueba que es bastante largo para cualquier campo."


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    gates: tuple[Gate, ...]

    @property
    def permission(self) -> str:
        return self.gates[0].permission

    @property
    def api(self) -> bool:
        return self.path.startswith("/api/")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(app: FastAPI) -> list[Route]:
    """Every route of the application but the static files, which have nobody in them."""
    found = []
    for context in iter_route_contexts(app.routes):
        for method in sorted((context.methods or set()) - {"HEAD"}):
            found.append(Route(method, str(context.path), tuple(_gates(context))))
    return found


def _gates(context: Any) -> Iterator[Gate]:
    route = getattr(context, "route", None) or context.original_route
    dependant = getattr(getattr(context, "_effective_route", None), "dependant", None)
    dependant = (
        dependant or getattr(route, "dependant", None) or getattr(context.original_route, "dependant", None)
    )
    if dependant is not None:
        yield from _within(dependant)


def _within(dependant: Dependant) -> Iterator[Gate]:
    if isinstance(dependant.call, Gate):
        yield dependant.call
    for below in dependant.dependencies:
        yield from _within(below)


def body_of(openapi: dict[str, Any], route: Route) -> Any:
    """A body that the route's shape takes, made from the OpenAPI document; `None` where it takes none."""
    operation = openapi["paths"].get(route.path, {}).get(route.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return example(openapi, content["application/json"]["schema"])


def example(openapi: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The smallest value that a schema takes."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return example(openapi, openapi["components"]["schemas"][name])
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return example(openapi, schema[several][0])
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", [])
        return {
            name: example(openapi, part)
            for name, part in schema.get("properties", {}).items()
            if name in required
        }
    if kind == "array":
        return [example(openapi, schema["items"])] if schema.get("minItems") else []
    return _scalar(kind, schema)


def _scalar(kind: str | None, schema: dict[str, Any]) -> Any:
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    formats = {"uuid": str(uuid4()), "date": "2026-11-10", "date-time": "2026-11-10T14:00:00Z"}
    text = formats.get(schema.get("format", ""), (schema.get("examples") or [WORDS])[0])
    return text[: schema["maxLength"]] if "maxLength" in schema else text
