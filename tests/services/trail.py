"""What a test asks of a vault after a verb: its records, its audit trail, and that a refusal left neither."""

from contextlib import contextmanager

import pytest

from spoc_desk.domain import audit
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.mapping import MAPPED


def everything(desk):
    """All records of every kind."""
    with desk.queries.snapshot() as reader:
        return {kind: found for kind in MAPPED if (found := reader.find(kind))}


def all_of(desk, kind, **equal):
    with desk.queries.snapshot() as reader:
        return reader.find(kind, **equal)


def one_of(desk, kind, **equal):
    (found,) = all_of(desk, kind, **equal)
    return found


def events(desk):
    """The names of all changes on the trail, oldest first."""
    return [told["event"] for told in desk.queries.recent_changes(100_000)][::-1]


def newest(desk):
    """The last entry of the trail."""
    return desk.queries.recent_changes(1)[0]


def trail_holds(desk):
    """How many entries stand unbroken."""
    return audit.check_chain(audit.Entry(**entry) for entry in desk.queries.audit_entries())


@contextmanager
def expect_refusal(desk, code, /, **values):
    """The block is refused with this code and these values, and leaves the vault as it was."""
    before, head = everything(desk), desk.queries.audit_head()
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code
    assert {name: caught.value.values[name] for name in values} == values
    assert everything(desk) == before
    assert desk.queries.audit_head() == head
