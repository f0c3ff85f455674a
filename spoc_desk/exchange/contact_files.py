"""Any file that contacts come in: tells its kind, reads it within limits, says what was left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

from spoc_desk.domain.contact_rows import ContactFile, FileForm
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.exchange.contact_columns import COLUMNS, OTHER_SPELLINGS, read_columns
from spoc_desk.exchange.democracy_club import columns_read, form_of, read_candidates
from spoc_desk.exchange.tabular import TABLE_LIMIT, Table, decoded, read_table, read_whole
from spoc_desk.exchange.vcard import CARD_FILE_LIMIT, read_cards

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
CARD_SUFFIXES = (".vcf", ".vcard")


def read_contacts(path: Path) -> ContactFile:
    """The contacts in a .csv or .vcf file, row by row; nothing is looked up and nothing is stored.

    Raises DomainError of the subject imports when the file as a whole cannot be used.
    """
    suffix = path.suffix.casefold()
    if suffix in CARD_SUFFIXES:
        return _address_book(path)
    if suffix in TABLE_SUFFIXES:
        return _table(path)
    raise DomainError("imports.kind_unknown", name=path.name)


class ContactFileReader:
    """The services' way to contact files."""

    def read(self, path: Path) -> ContactFile:
        """As read_contacts."""
        return read_contacts(path)


def _address_book(path: Path) -> ContactFile:
    raw = read_whole(path, CARD_FILE_LIMIT)
    text, windows = decoded(raw, path.name)
    notices = (reason("imports.read_as_windows"),) if windows else ()
    return ContactFile(FileForm.VCARD, _digest(raw), read_cards(text), notices)


def _table(path: Path) -> ContactFile:
    raw = read_whole(path, TABLE_LIMIT)
    table = read_table(raw, path.name)
    form = form_of(table.header)
    rows = read_candidates(table, form) if form else read_columns(table)
    known = columns_read(form) if form else frozenset((*COLUMNS, *OTHER_SPELLINGS))
    return ContactFile(form or FileForm.COLUMNS, _digest(raw), rows, _notices(table, known))


def _notices(table: Table, known: frozenset[str]) -> tuple[Reason, ...]:
    told = [reason("imports.read_as_windows")] if table.windows else []
    unread = [name for name in table.header if name and name not in known]
    if unread:
        told.append(reason("imports.columns_left_out", columns=", ".join(unread)))
    return tuple(told)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
