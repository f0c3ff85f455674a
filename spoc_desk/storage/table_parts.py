"""What every table of the vault is made of: one set of metadata, and the kinds of column."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, Text

from spoc_desk.storage.columns import Choice, Day, Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number() -> Column[int]:
    """The row's own number."""
    # A table that may lose rows gets sqlite_autoincrement: the trail names ids, so none may come back.
    return Column("id", Integer, primary_key=True)


def text(name: str, *, unique: bool = False, index: bool = False) -> Column[str]:
    """Text, empty when there is none."""
    return Column(name, Text, nullable=False, unique=unique, index=index, server_default="")


def flag(name: str) -> Column[bool]:
    """Yes or no."""
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default="0")


def whole(name: str) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False, server_default="0")


def words(name: str) -> Column[Any]:
    """A list of texts."""
    return Column(name, Words, nullable=False, server_default="[]")


def moment(name: str, *, optional: bool = False) -> Column[Any]:
    """A moment in UTC."""
    return Column(name, Moment, nullable=optional)


def day(name: str, *, index: bool = False) -> Column[Any]:
    """A calendar day, or none."""
    return Column(name, Day, nullable=True, index=index)


def choice(name: str, members: type[StrEnum]) -> Column[Any]:
    """One of an enumeration's values."""
    return Column(name, Choice(members), nullable=False)


def of(table: str, *, optional: bool = False, name: str = "") -> Column[int]:
    """The number of a row of another table."""
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id"), nullable=optional, index=True)


def texts(*names: str) -> list[Column[str]]:
    """Several columns of text."""
    return [text(name) for name in names]
