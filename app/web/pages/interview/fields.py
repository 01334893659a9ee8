"""What the forms of a record send."""

from typing import Annotated
from uuid import UUID

from fastapi import Form

from app.edge.access import requires

Text = Annotated[str, Form(max_length=40_000)]
Code = Annotated[str, Form(max_length=100)]
Id = Annotated[UUID | None, Form()]
Version = Annotated[int | None, Form()]
CONDUCTS = requires("interview.conduct")
