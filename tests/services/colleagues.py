"""A colleague who holds a slot of the vault, for tests of what takes two officers."""

from dataclasses import replace

from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Officer, Role
from tests.fakes.desk import officer

WORDS = "violet tractor"  # a made-up passphrase


def enrolled(desk, name="DCI Ben Lowe", role=Role.DEPUTY) -> Officer:
    """An officer on the record of a desk with fake keys, whose passphrase is WORDS."""
    with desk.unit_of_work() as work:
        there = work.add(replace(officer(name, name[:2].upper()), id=0, uid=f"uid of {name}", role=role))
        work.record(SettingChanged(name="test"))
    desk.keys.enrol(there, WORDS)
    return there


def second(there: Officer) -> SecondOfficer:
    """That officer, standing by."""
    return SecondOfficer(there.name, WORDS)
