"""A copy of an open database: one moment of it, whatever is written while it is made."""

import pytest

from spoc_desk.domain.errors import DomainError
from tests.storage.vaults import incident, store_records


def count(store):
    return len(store.queries.ids("incidents"))


def test_a_copy_made_while_others_write_shows_one_moment(store, work, path):
    store_records(work, *(incident(number, description="x" * 2000) for number in range(3000)))
    asked = []

    def heard(done, pages):
        if len(asked) < 3:
            store_records(work, incident(5000 + len(asked)))
        asked.append((done, pages))

    copy = store.copy_to(path.with_name("copy.db"), heard)
    assert len(asked) > 1
    assert count(store) == 3003
    assert count(copy) == 3000
    assert copy.check_database() == ()
    assert copy.check_audit(lambda done, total: None) == 2
    copy.close()


def test_what_is_raised_while_copying_stops_it_and_leaves_nothing(store, path):
    def cancelled(_done, _pages):
        raise DomainError("work.cancelled")

    with pytest.raises(DomainError) as refused:
        store.copy_to(path.with_name("copy.db"), cancelled)
    assert refused.value.code == "work.cancelled"
    assert [each.name for each in path.parent.iterdir() if each.name.startswith("copy")] == []
    assert count(store) == 0
