"""Column shapes that every table shares."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import Text

from app.core.ids import new_id

Key = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]
Words = Annotated[list[str], mapped_column(ARRAY(Text), default=list, server_default="{}")]
Json = Annotated[dict[str, object], mapped_column(JSONB, default=dict, server_default="{}")]
Rows = Annotated[list[dict[str, object]], mapped_column(JSONB, default=list, server_default="[]")]
OfCase = Annotated[UUID, mapped_column(ForeignKey("cases.id"), index=True)]
OfPerson = Annotated[UUID, mapped_column(ForeignKey("persons.id"), index=True)]
OfUser = Annotated[UUID, mapped_column(ForeignKey("users.id"))]
OfOffice = Annotated[UUID, mapped_column(ForeignKey("offices.id"))]
