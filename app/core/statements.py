"""Parts of statements that are built once, when a module is loaded, and given their values when they run.

Building a statement takes the product longer than running it, and a list of another length is another statement to prepare:
`one_of` is the same one for every list.
"""

from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute


def one_of(column: ColumnElement[Any] | InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    """The column's value is one of the list that is given as `name`; of an empty list, never."""
    found: ColumnElement[bool] = column == any_(bindparam(name, type_=ARRAY(column.type)))
    return found
