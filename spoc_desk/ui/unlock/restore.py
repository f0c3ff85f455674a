"""A vault put back from a backup, before any desk is open: which backup, to where, by whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.moments import stamp
from spoc_desk.services.restoring import Restored, RestoreVault
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.unlock.wizard import Wizard
from spoc_desk.ui.widgets.fields.folder import FolderField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

if TYPE_CHECKING:
    from spoc_desk.domain.errors import DomainError
    from spoc_desk.services.backup_ports import SeenSet
    from spoc_desk.services.machine import Machine
    from spoc_desk.ui.unlock.errands import Errands

LONGEST_KEY = 1000  # of two shares, each of 33 words


class PlacesForm(Form):
    """Where the backups are, and where the vault is to go."""

    def __init__(self, setting: FormSetting, place: Path | None) -> None:
        super().__init__(setting)
        told = self.tr(
            "Everything in the backup is opened and checked before it replaces anything. A vault that is "
            "already in that folder is set aside under another name, not deleted."
        )
        self.note(Text(self.theme, told, "body", wrap=True))
        self.backups = self.add("backups", FolderField(self.theme, self.tr("Folder of the backups")))
        hint = self.tr("The vault's own folder, or an empty one on this computer's own disk")
        self.place = self.add("place", FolderField(self.theme, self.tr("Folder for the vault"), hint=hint))
        if place is not None and place.is_dir():
            self.place.set_value(place)


class WhoForm(Form):
    """Which backup, who restores it with what, and who stands by. Kept in no draft."""

    def __init__(self, setting: FormSetting, officer: str) -> None:
        super().__init__(setting)
        theme = self.theme
        self.backup = self.choice("backup", self.tr("Backup"), [], required=True)
        self.officer = self.line(
            "officer",
            self.tr("Officer"),
            required=True,
            limit=160,
            hint=self.tr("Rank and name, as enrolled"),
        )
        self.officer.set_value(officer)
        self.passphrase = PassphraseLine(theme, self.tr("Passphrase, as it was when the backup was made"))
        self.note(self.passphrase)
        self.key = self.text(
            "key", self.tr("Or the recovery key"), limit=LONGEST_KEY, lines=2,
            hint=self.tr("The sheet, or two shares: where the passphrase is lost, or on another computer"),
        )  # fmt: skip
        self.second = self.line(
            "second", self.tr("Second officer"), limit=160,
            hint=self.tr("Stands by for setting the present vault aside, with their own passphrase"),
        )  # fmt: skip
        self.second_passphrase = PassphraseLine(theme, self.tr("Second officer's own passphrase"))
        self.note(self.second_passphrase)

    def offer(self, seen: SeenSet, *, occupied: bool) -> None:
        """Offers the backups that can be used, the newest chosen; asks for a second officer if need be."""
        usable = [each for each in reversed(seen.snapshots) if each.snapshot is not None and not each.fault]
        offered = [(each.stamp, self._words(each.stamp, seen)) for each in usable]
        self.backup.set_choices(offered)
        self.backup.set_value(usable[0].stamp if usable else "")
        self.second.setVisible(occupied)
        self.second_passphrase.setVisible(occupied)

    def forget(self) -> None:
        """Empties every secret."""
        self.key.set_value("")
        for line in (self.passphrase, self.second_passphrase):
            line.take()

    def standing_by(self) -> SecondOfficer | None:
        """Who stands by, as typed."""
        name = self.second.value()
        return SecondOfficer(name, self.second_passphrase.text()) if name else None

    def _words(self, name: str, seen: SeenSet) -> str:
        found = next(each.snapshot for each in seen.snapshots if each.stamp == name)
        if found is None:
            return name
        return self.tr("{0}, {1} evidence files").format(stamp(found.made_at), f"{found.files:,}")


class RestorePage(Wizard):
    """Ends in restored(), with the vault in its place and closed, or in left()."""

    restored = Signal(object)  # what was Restored
    left = Signal()
    _reached = Signal(int)

    def __init__(
        self, setting: FormSetting, machine: Machine, errands: Errands, place: Path | None, officer: str
    ) -> None:
        super().__init__(setting)
        self._machine, self._errands = machine, errands
        self._stopped = self._busy = False
        self.places = PlacesForm(setting, place)
        self.who = WhoForm(setting, officer)
        self.add_steps(self.places, self.who)
        self._reached.connect(self._show_share)
        self._show_step(0)

    def begin(self) -> None:
        """Puts the cursor into the first field."""
        self.places.go_first()

    def go_on(self) -> None:
        """From the folders to who restores; from there to the restoring itself."""
        if self.step() == 0:
            if self.places.check():
                self._set_busy(True)
                work = partial(self._machine.seen_backups, Path(self.places.backups.draft()))
                self._errands.run(self, work, self._seen, self._refused)
        elif self.who.check():
            self._stopped = False
            self._set_busy(True)
            self._errands.run(self, partial(self._restore, self._command()), self._done, self._refused)

    def go_back(self) -> None:
        """Stops what is under way; otherwise to the folders, or out."""
        if self._busy:
            self._stopped = True
        elif self.step() == 1:
            self._show_step(0)
        else:
            self.who.forget()
            self.left.emit()

    def _command(self) -> RestoreVault:
        who = self.who
        return RestoreVault(
            Path(self.places.backups.draft()), Path(self.places.place.draft()), who.officer.value(),
            who.passphrase.text(), who.key.value(), who.backup.value(), who.standing_by(),
        )  # fmt: skip

    def _restore(self, command: RestoreVault) -> Restored:
        def heard(done: int, total: int) -> None:
            self._reached.emit(100 * done // total if total else 100)

        return self._machine.restore_vault(command, heard, lambda: self._stopped)

    def _seen(self, seen: SeenSet) -> None:
        self._set_busy(False)
        occupied = (Path(self.places.place.draft()) / "vault.db").exists()
        self.who.offer(seen, occupied=occupied)
        self._show_step(1)
        self.who.officer.go()

    def _done(self, done: Restored) -> None:
        self.who.forget()
        self.restored.emit(done)

    def _refused(self, error: DomainError) -> None:
        self._set_busy(False)
        if error.code != "work.cancelled":
            (self.who if self.step() else self.places).refuse(error)

    def _show_share(self, share: int) -> None:
        if self._busy:
            self.next.say(self.tr("{0} %").format(share))

    def _show_step(self, number: int) -> None:
        headings = (self.tr("Restore a backup"), self.tr("Which one, and who restores it"))
        self.turn_to(number, headings[number], len(headings))
        self.back.say((self.tr("Cancel"), self.tr("Back"))[number])
        self.next.say((self.tr("Next"), self.tr("Restore the vault"))[number])

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for widget in (self.next, self.places, self.who):
            widget.setEnabled(not busy)
        if not busy:
            self._show_step(self.step())
        elif self.step() == 1:
            self.back.say(self.tr("Stop"))
            self.next.say(self.tr("Restoring…"))
