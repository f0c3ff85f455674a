"""Verbs on keys: what the trail says of them, whoever the officers are and whatever they type."""

from dataclasses import replace

from spoc_desk.domain.officers import Role
from spoc_desk.services.key_ports import RecoverySheet
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    RenewKey,
    ReplaceSlot,
    change_passphrase,
    issue_transfer,
    renew_key,
    renew_recovery,
    replace_slot,
)
from tests.fakes.desk import FakeKeys
from tests.services.colleagues import WORDS, enrolled, second
from tests.services.trail import events, newest, trail_holds

MARK = "quixotry"
OWN = f"{MARK} own passphrase"


class Keys(FakeKeys):
    """Puts papers in force, and renews a key by writing down that it did."""

    def __init__(self):
        super().__init__()
        self.sealed, self.leaving = [], []

    def enrol(self, officer, passphrase, *, passphrase_only=False, only=False):
        super().enrol(officer, passphrase, passphrase_only=passphrase_only)

    def seal_recovery(self, paper):
        self.sealed.append(paper)

    def rekey(self, present, leaving, paper, record):
        self.leaving.append(leaving)
        with self.desk.unit_of_work() as work:
            record(work)
        return ()


class Paper:
    """A sheet whose every word would show."""

    sheet = RecoverySheet(MARK.encode(), ((MARK,),), (1, 1), 3)
    recipient, proved = "a public half", True


def manned(desk):
    """The desk with its own officer and two colleagues of unmistakable names."""
    keys = Keys()
    manned = replace(desk, keys=keys)
    keys.desk = manned
    own = enrolled(manned, f"Det Supt {MARK}", Role.SPOC)
    manned = replace(manned, officer=own)
    keys.enrol(own, OWN)
    return manned, enrolled(manned, f"DI {MARK}"), enrolled(manned, f"DC {MARK}", Role.CASE_OFFICER)


def test_no_verb_on_keys_puts_names_passphrases_or_papers_on_the_trail(desk):
    manned_desk, deputy, third = manned(desk)
    before = len(events(manned_desk))
    change_passphrase(ChangePassphrase(OWN, f"another {MARK} passphrase"), manned_desk)
    replace_slot(ReplaceSlot(third.id, f"their {MARK} passphrase"), second(deputy), manned_desk)
    issue_transfer(IssueTransfer(third.id), second(deputy), manned_desk)
    renew_recovery(Paper(), second(deputy), manned_desk)
    renew_key(RenewKey(WORDS, Paper(), third.id), second(deputy), manned_desk)
    assert events(manned_desk)[before:] == [
        "PassphraseChanged", "KeyslotReplaced", "TransferIssued", "RecoveryRenewed",
        "OfficerRevoked", "VaultRekeyed", "RecoveryRenewed",
    ]  # fmt: skip
    assert manned_desk.keys.leaving == [third.uid]
    assert trail_holds(manned_desk) == len(list(manned_desk.queries.audit_entries()))
    told = [entry["payload"] for entry in manned_desk.queries.audit_entries()]
    assert [each for each in told if MARK in each.casefold() or WORDS in each] == []


def test_who_stood_by_is_an_officer_and_nobody_is_none_and_not_nought(desk):
    manned_desk, deputy, third = manned(desk)
    renew_recovery(Paper(), second(deputy), manned_desk)
    assert newest(manned_desk)["second"] == deputy.id
    for colleague in (deputy, third):
        manned_desk.keys.remove(colleague.uid)
    renew_recovery(Paper(), None, manned_desk)
    assert newest(manned_desk).get("second") is None
    assert newest(manned_desk)["self_authorised"] is True
