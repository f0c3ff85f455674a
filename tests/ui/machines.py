"""A machine without a disk: vaults out of thin air, for the unlock window and the shell."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.backup_ports import SeenSet, SeenSnapshot, Snapshot
from spoc_desk.services.brought_back import BroughtBack
from spoc_desk.services.restoring import Restored
from tests.ui.fakes import NOON, FakeQueries

RIGHT = "four steady brass kettles"
PRINTED = "QQQQ 7777 ZZZZ"


class SetClock:
    """Shows noon."""

    def now(self):
        return NOON


class EmptyVault(FakeQueries):
    """Queries of a vault in which nothing was ever set or recorded."""

    def snapshot(self):
        reader = SimpleNamespace(find=lambda _kind, **_equal: (), setting=lambda _name: "")
        return nullcontext(reader)


class FakeVault:
    """Keeps drafts across locks, as a vault does."""

    def __init__(self, drafts, officer=None):
        officer = officer or Officer(1, "u", "Det Supt A Marsh", "AM", Role.SPOC, NOON)
        self.desk = SimpleNamespace(
            queries=EmptyVault(), officer=officer, folder=Path("vaults/Westmarch"), clock=SetClock()
        )
        self.notices = ()
        self.drafts = drafts
        self.closed = []

    def save_draft(self, key, text):
        if text:
            self.drafts[key] = text
        else:
            self.drafts.pop(key, None)

    def load_draft(self, key):
        return self.drafts.get(key, "")

    def close(self, why):
        self.closed.append(why)


class FakeCreation:
    """A vault just made; its rows read "row 3" and so on."""

    def __init__(self, vault):
        self.vault = vault
        self.left = False
        self.sheet = SimpleNamespace(pdf=b"%PDF-1.7 sheet", rows=(("AAAA",),) * 8, ask=(3, 7), shares=0)

    def __enter__(self):
        return self

    def __exit__(self, *_why):
        self.left = True

    def hand_over(self):
        return self.vault

    def discard(self):
        self.left = True

    def prove(self, row, typed):
        return typed == f"row {row}"


class FakeMachine:
    """One vault, one officer, one right passphrase."""

    def __init__(self, keyring="GNOME Keyring"):
        self.keyring = keyring
        self.opened, self.commands, self.drafts = [], [], {}
        self.creation = self.officer = None
        self.recovered, self.restored = [], []
        self.notices = ()

    def now(self):
        return NOON

    def officers(self, folder):
        if folder.name == "empty":
            raise DomainError("work.cancelled")
        return (SimpleNamespace(name="Det Supt A Marsh", passphrase_only=False),)

    def open_vault(self, folder, officer, passphrase):
        if passphrase == "break":
            raise ValueError(passphrase)
        if passphrase != RIGHT:
            raise DomainError("times.no_time")
        self.opened.append(FakeVault(self.drafts, self.officer))
        self.opened[-1].notices = self.notices
        return self.opened[-1]

    def create_vault(self, command):
        self.commands.append(command)
        self.creation = FakeCreation(FakeVault(self.drafts))
        return self.creation

    def check_transfer_words(self, folder, officer, words):
        if words != "six words that were handed over":
            raise DomainError("keys.transfer_wrong")

    def move_in(self, folder, officer, words, passphrase, *, passphrase_only=False):
        if words != "six words that were handed over":
            raise DomainError("keys.wrong_passphrase")
        self.moved = (folder, officer, passphrase, passphrase_only)
        self.opened.append(FakeVault(self.drafts))
        return self.opened[-1]

    def recover_vault(self, folder, recovery_key, officer, passphrase, *, passphrase_only=False):
        if recovery_key == "break":
            raise ValueError(recovery_key)
        if "".join(recovery_key.upper().split()) != "".join(PRINTED.split()):
            raise DomainError("recovery.mistyped")
        if officer != "Det Supt A Marsh":
            raise DomainError("keys.no_slot", officer=officer)
        if passphrase.startswith("Det Supt"):
            raise DomainError("passphrase.holds_name", name=officer)
        self.recovered.append((folder, officer, passphrase, passphrase_only))
        self.opened.append(FakeVault(self.drafts))
        return self.opened[-1]

    def seen_backups(self, folder):
        one = Snapshot("20270420T084200Z", NOON, 41, "ab" * 32, 3, 1000)
        bad = SeenSnapshot("20270421T084200Z", "backup.file_damaged", "vault.db")
        return SeenSet(folder, "uid", (SeenSnapshot(one.stamp, snapshot=one), bad))

    def restore_vault(self, command, progress, cancelled):
        progress(50, 100)
        if not command.recovery_key and command.passphrase != RIGHT:
            raise DomainError("keys.wrong_passphrase")
        self.restored.append(command)
        aside = command.place.with_name("aside") if command.second else None
        return Restored(command.place, command.stamp, 41, "ab" * 32, 3, 0, aside, False, BroughtBack())

    def six_words(self):
        return "copper lantern orchard velvet sparrow tidal"

    def keyring_name(self):
        return self.keyring

    def recent(self):
        return [Path("vaults/Westmarch")]
