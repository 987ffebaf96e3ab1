"""Statements whose text is composed once: Django writes it with blanks, which every later question only fills in.

Composing the text of a worklist costs many times what the database needs to answer it. What decides the text is a
shape that bears no values, so no value of one person can stay behind in a text that another one's question uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, Expression, Field, IntegerField, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

Values = Mapping[str, Any]


class Blank(Expression):
    """A place in a statement for a value of a name, as a field writes it."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, Any]:  # noqa: ARG002 - Django's signature
        return "%s", (self,)


def number(name: str) -> Blank:
    """A blank for a whole number or a key."""
    return Blank(name, IntegerField())


def words(name: str) -> Blank:
    """A blank for a text."""
    return Blank(name, TextField())


def moment(name: str) -> Blank:
    """A blank for an instant."""
    return Blank(name, DateTimeField())


def day(name: str) -> Blank:
    """A blank for a day."""
    return Blank(name, DateField())


def numbers(name: str, count: int) -> list[Blank]:
    """So many blanks for whole numbers; `spread` gives them their values."""
    return [number(f"{name} {place}") for place in range(count)]


def spread(name: str, values: Sequence[int]) -> dict[str, int]:
    """The values of `numbers`, one by one."""
    return {f"{name} {place}": value for place, value in enumerate(values)}


@dataclass(frozen=True)
class Kept:
    """The text of a statement and what stands in its places: blanks, and values that never change."""

    text: str
    places: tuple[Any, ...]

    def filled(self, values: Values) -> list[Any]:
        """The values of the places in their order. Raises KeyError where one is not given."""
        return [
            place.output_field.get_db_prep_value(values[place.name], connection)
            if isinstance(place, Blank)
            else place
            for place in self.places
        ]


def keep(asked: QuerySet[Any, Any]) -> Kept:
    """The statement of a question that has blanks for its values."""
    text, places = asked.query.sql_with_params()
    return Kept(text, tuple(places))


def ask(text: str, places: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that the database gives for a filled statement, as it writes them."""
    with connection.cursor() as cursor:
        cursor.execute(text, places)
        return list(cursor.fetchall())


def reader(field: Field[Any, Any]) -> Callable[[Any], Any]:
    """From a value as the database gives it for a field to the field's own."""
    column = field.get_col(field.model._meta.db_table)  # noqa: SLF001 - Django's documented name
    converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]

    def read(value: Any) -> Any:  # noqa: ANN401 - of the field's own kind
        for convert in converters:
            value = convert(value, column, connection)
        return value

    return read
