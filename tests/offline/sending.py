"""What a laptop sends, for tests."""

import base64
import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import choice
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from PIL import Image

from tests.world import World

BASE = "/api/v1/offline"


def public_key(private: EllipticCurvePrivateKey | None = None) -> dict[str, str]:
    numbers = (private or generate_private_key(SECP256R1())).public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32)).decode().rstrip("=") for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def person(given: str = "", family: str = "", **changes: Any) -> dict[str, Any]:
    """Somebody whom nobody has registered yet, unless a name is given."""
    return {
        "given_names": given or _invented(),
        "family_names": family or _invented(),
        "birth_date": "1991-03-14",
        "sex": "female",
        "nationalities": ["VEN"],
        "languages": ["es"],
        "relation": "principal",
        **changes,
    }


def _invented() -> str:
    return "".join(choice("abcdefghijklmnopqrstuvwxyz") for _ in range(12)).title()


def jpeg(width: int = 460, height: int = 580, **saved: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, "JPEG", quality=60, **saved)
    return out.getvalue()


@dataclass
class OnLaptop:
    """A laptop in somebody's hands."""

    api: httpx.AsyncClient
    world: World
    id: UUID
    numbers: list[dict[str, Any]] = field(default_factory=list)
    order: int = 0

    def item(
        self,
        *persons: dict[str, Any],
        printed: bool = True,
        order: int | None = None,
        typed_at: datetime | None = None,
        sent_at: datetime | None = None,
        photos: dict[int, bytes] | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        household = list(persons) or [person()]
        self.order = order or self.order + 1
        now = self.world.clock.now()
        at = typed_at or now - timedelta(hours=1)
        first = at.date().isoformat()
        papers = (
            [
                {
                    **self.numbers.pop(0),
                    "person": n,
                    "valid_from": first,
                    "valid_until": (at + timedelta(days=150)).date().isoformat(),
                }
                for n in range(len(household))
            ]
            if printed
            else []
        )
        return {
            "laptop_id": str(self.id),
            "order": self.order,
            "typed_at": at.isoformat(),
            "sent_at": (sent_at or now).isoformat(),
            "registration": {
                "persons": household,
                "arrival": {"entered_on": "2026-11-09", "entry_place": "Peñas Blancas"},
                "office_id": str(self.world.office),
            },
            "papers": papers,
            "photos": [
                {"person": n, "digest": hashlib.sha256(content).hexdigest(), "size": len(content)}
                for n, content in (photos or {}).items()
            ],
            **changes,
        }

    async def send(self, item: dict[str, Any], key: UUID | None = None) -> httpx.Response:
        return await self.api.put(f"{BASE}/items/{key or uuid4()}", json=item)


async def enrolled(
    api: httpx.AsyncClient,
    world: World,
    *,
    numbers: int = 10,
    private: EllipticCurvePrivateKey | None = None,
) -> OnLaptop:
    answer = await api.post(
        f"{BASE}/laptops", json={"label": "Peñas Blancas 1", "public_key": public_key(private)}
    )
    assert answer.status_code == 201, answer.text
    laptop = OnLaptop(api, world, UUID(answer.json()["laptop_id"]))
    if numbers:
        block = await api.post(f"{BASE}/laptops/{laptop.id}/blocks", json={"count": numbers})
        assert block.status_code == 201, block.text
        laptop.numbers = block.json()["entries"]
    return laptop
