"""What the router knows: every route, its gate, and bodies that its shapes take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

from app.edge.access import Gate

WORDS = "Un texto de prueba que es bastante largo para cualquier campo."


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    gates: tuple[Gate, ...]
    form: tuple[Any, ...] = ()

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
        dependant = getattr(
            getattr(context, "_effective_route", None) or context.original_route, "dependant", None
        )
        gates = tuple(_within(dependant)) if dependant else ()
        form = tuple(dependant.body_params) if dependant else ()
        found += [
            Route(method, str(context.path), gates, form)
            for method in sorted((context.methods or set()) - {"HEAD"})
        ]
    return found


def _within(dependant: Dependant) -> Iterator[Gate]:
    if isinstance(dependant.call, Gate):
        yield dependant.call
    for below in dependant.dependencies:
        yield from _within(below)


def form_of(route: Route) -> dict[str, Any]:
    """The fields that a page's form must send, as the route's own types take them."""
    filled = {}
    for part in route.form:
        if part.field_info.is_required():
            schema = TypeAdapter(part.field_info.annotation).json_schema(
                ref_template="#/components/schemas/{model}"
            )
            # A form with an empty list sends nothing at all.
            schema |= {"minItems": 1} if schema.get("type") == "array" else {}
            filled[part.alias] = example({"components": {"schemas": schema.get("$defs", {})}}, schema)
    return filled


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
        return example(openapi, openapi["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for choices in (schema[several] for several in ("anyOf", "oneOf", "allOf") if several in schema):
        return example(openapi, choices[0])
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if schema.get("type") == "object":
        parts, required = schema.get("properties", {}), schema.get("required", [])
        return {name: example(openapi, parts[name]) for name in required}
    if schema.get("type") == "array":
        return [example(openapi, schema["items"])] * schema.get("minItems", 0)
    return _scalar(schema.get("type"), schema)


def _scalar(kind: str | None, schema: dict[str, Any]) -> Any:
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    formats = {"uuid": str(uuid4()), "date": "2026-11-10", "date-time": "2026-11-10T14:00:00Z"}
    text = formats.get(schema.get("format", ""), (schema.get("examples") or [WORDS])[0])
    return text[: schema["maxLength"]] if "maxLength" in schema else text
