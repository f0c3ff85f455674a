"""Records and tables: one column for each field, and every kind of record comes back as it was stored."""

from dataclasses import fields, replace

import pytest

from spoc_desk.domain.changes import IncidentChanged
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage import tables
from spoc_desk.storage.mapping import TABLES
from tests.storage.vaults import incident, sample, store_records

# Kept by storage itself: no record of the domain stands behind them.
OWN = {"setting", "series", "draft", "audit_entry", "audit_checkpoint"}
IN_ORDER = sorted(TABLES, key=lambda kind: tables.metadata.sorted_tables.index(TABLES[kind]))


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_the_columns_of_a_table_are_the_fields_of_its_record(kind):
    assert {column.name for column in TABLES[kind].columns} == {field.name for field in fields(kind)}


def test_every_table_keeps_a_record_or_belongs_to_storage():
    assert {table.name for table in TABLES.values()} | OWN == set(tables.metadata.tables)


def test_a_record_of_every_kind_comes_back_as_it_was_stored(work, store):
    records = [sample(kind, supersedes_id=None) if kind is FiledReturn else sample(kind) for kind in IN_ORDER]
    stored = store_records(work, *records)
    with store.queries.snapshot() as reader:
        for given, kept in zip(records, stored, strict=True):
            assert kept == replace(given, id=1)
            assert reader.get(type(given), 1) == kept


def test_every_field_of_a_record_can_be_changed(work, store):
    (kept,) = store_records(work, incident())
    changed = sample(Incident, text="Qzb", id=kept.id, contact_id=None)
    with work() as unit:
        unit.change(changed)
        unit.record(IncidentChanged(incident=kept.id))
    with store.queries.snapshot() as reader:
        assert reader.get(Incident, kept.id) == changed


@pytest.mark.parametrize(
    "text", ["a\x00b", "\u202egpj.exe", "e\u0301" * 50, "'; DROP TABLE incident; --", "😀"]
)
def test_odd_text_is_stored_letter_by_letter(work, store, text):
    store_records(work, incident(title=text, verbatim=text))
    with store.queries.snapshot() as reader:
        kept = reader.get(Incident, 1)
    assert (kept.title, kept.verbatim) == (text, text)


def test_half_a_surrogate_pair_stops_no_save_and_no_question(work, store):
    store_records(work, incident(title="burnt \ud83d", hate_strands=("\udc00",)))
    with work() as unit:
        unit.set_setting("force_name", "Northmere \ud83d")
        unit.record(IncidentChanged(incident=1))
    store.save_draft("incident/new", "typed \ud83d")
    with store.queries.snapshot() as reader:
        (kept,) = reader.find(Incident, title="burnt \ud83d")
        assert (kept.title, kept.hate_strands) == ("burnt \ufffd", ("\ufffd",))
        assert reader.find(Incident, title=("\ud83d", "burnt \ud83d")) == (kept,)
        assert reader.setting("force_name") == "Northmere \ufffd"
    assert store.load_draft("incident/new") == "typed \ufffd"
