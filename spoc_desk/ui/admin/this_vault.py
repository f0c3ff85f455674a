"""This vault: whose it is, how its key is kept, and whether the way back in has been proved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.moments import long_day, stamp
from spoc_desk.domain.officers import ROLE_TITLES
from spoc_desk.services.certificates import SigningFacts
from spoc_desk.services.machine import Keeping
from spoc_desk.services.sittings import set_force_code
from spoc_desk.services.vault_facts import VaultFacts
from spoc_desk.ui.admin.keys import passphrase_dialog
from spoc_desk.ui.admin.renewal import recovery_dialog, rekey_dialog
from spoc_desk.ui.admin.signing import certificate_card, server_card
from spoc_desk.ui.unlock.recover import LONGEST_KEY
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ThisVault", text)


class VaultSection(CardGrid):
    """Cards about the open vault."""

    def __init__(self, workplace: Workplace, show_law: Callable[[], object]) -> None:
        super().__init__(workplace.theme)
        self._workplace, self._show_law = workplace, show_law

    def show_facts(self, facts: VaultFacts, keeping: Keeping | None, signing: SigningFacts) -> None:
        """Shows the vault as it stands."""
        self.clear()
        theme = self._workplace.theme
        if facts.demonstration:
            words = _tr("This is a demonstration vault. Everything in it is made up, and every page says so.")
            self.add(Banner(theme, Kind.INFO, words), wide=True)
        if not facts.recovery_proved:
            words = _tr(
                "The recovery sheet has never been proved. If every passphrase is lost and the sheet does "
                "not fit, nobody can open this vault again."
            )
            banner = Banner(theme, Kind.WARNING, words, _tr("Prove the recovery sheet"), self.prove)
            self.add(banner, wide=True)
        change = _tr("Correct the force code") if facts.force_gss else _tr("Enter the force code")
        self.add(
            Card(
                theme,
                _tr("This vault"),
                SummaryList(theme, _vault(facts, keeping)),
                action=change if self._workplace.may(Permission.POLICY) else "",
                act=lambda: force_code_dialog(self._workplace, self, facts.force_gss),
            )
        )
        self.add(Card(theme, _tr("At this desk"), SummaryList(theme, _desk(facts))))
        self.add(self._keys(facts, keeping))
        self.add(self._law(facts))
        self.add(certificate_card(self._workplace, self, signing))
        self.add(server_card(self._workplace, self, signing))

    def prove(self) -> None:
        """Asks for the whole printed key and tries it on the vault."""
        prove_dialog(self._workplace, self)

    def _keys(self, facts: VaultFacts, keeping: Keeping | None) -> Card:
        theme = self._workplace.theme
        rows = [
            (_tr("Your key"), _kept(keeping)),
            (_tr("Recovery sheet"), _tr("Proved") if facts.recovery_proved else _tr("Never proved")),
        ]
        note = _tr(
            "Try the sheet again whenever it has moved: it is the only way back in when every passphrase "
            "is lost."
        )
        card = Card(
            theme,
            _tr("Keys"),
            SummaryList(theme, rows),
            Text(theme, note, "meta", "text2", wrap=True),
            action=_tr("Prove the recovery sheet"),
            act=self.prove,
        )
        workplace = self._workplace
        acts: list[tuple[str, Callable[[], object]]] = [
            (_tr("Change your passphrase…"), partial(passphrase_dialog, workplace, self))
        ]
        if workplace.may(Permission.OFFICERS):
            acts += [
                (_tr("New recovery sheet…"), partial(recovery_dialog, workplace, self, shares=False)),
                (_tr("New recovery shares…"), partial(recovery_dialog, workplace, self, shares=True)),
                (_tr("Renew the vault’s key…"), partial(rekey_dialog, workplace, self, shares=False)),
            ]
        for words, act in acts:
            button = Button(theme, words)
            button.clicked.connect(lambda _checked=False, run=act: run())
            card.add(boxed(Row(theme, button, None)))
        return card

    def _law(self, facts: VaultFacts) -> Card:
        theme, law = self._workplace.theme, facts.lawpack
        unverified = sum(not offence.verified for offence in law.offences)
        rows = [
            (_tr("Edition"), law.version),
            (_tr("As at"), long_day(law.as_at)),
            (_tr("Offences"), _tr("{0}, of which {1} not verified").format(len(law.offences), unverified)),
            (_tr("Signed off"), law.signed_off_by or _tr("Not yet")),
        ]
        card = Card(theme, _tr("Law-pack"), SummaryList(theme, rows), action=_tr("Open"), act=self._show_law)
        for why in law.cautions():
            card.add(Banner(theme, Kind.WARNING, self._workplace.messages.said(why)))
        return card


def prove_dialog(workplace: Workplace, owner: QWidget) -> None:
    """The printed key is typed in whole; it is kept nowhere, not even as a draft."""
    care = workplace.care
    if care is None:
        return
    form = Form(workplace.setting)
    told = _tr(
        "Fetch the printed recovery sheet and type the whole key from it, or the words of two shares. "
        "Capitals and spaces do not matter. It is tried on this vault and then forgotten; nothing is changed."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    key = form.text("key", _tr("Recovery key"), required=True, limit=LONGEST_KEY, lines=4)

    def done(_changes: object) -> None:
        key.set_value("")
        workplace.toast(_tr("The recovery sheet fits this vault. Lock it away again."))

    FormDialog(
        workplace,
        owner,
        _tr("Prove the recovery sheet"),
        form,
        save=_tr("Try the key"),
        verb=lambda: lambda _desk: care.prove_recovery(key.value()),
        done=done,
        width=560,
    ).open()


def force_code_dialog(workplace: Workplace, owner: QWidget, code: str) -> None:
    """The force's GSS code, which every return carries."""
    form = Form(workplace.setting)
    told = _tr("Returns carry it. Filed returns keep the code they were filed under.")
    form.note(Text(workplace.theme, told, "body", wrap=True))
    gss = form.line("gss", _tr("Force code"), required=True, limit=9, hint=_tr("The ONS code: E23000001"))
    gss.set_value(code)
    FormDialog(
        workplace,
        owner,
        _tr("Force code"),
        form,
        save=_tr("Save"),
        verb=lambda: partial(set_force_code, gss.value()),
        done=lambda _changes: workplace.toast(_tr("The force code is saved.")),
        width=480,
    ).open()


def _vault(facts: VaultFacts, keeping: Keeping | None) -> list[tuple[str, str]]:
    last = facts.checks.last
    checked = _tr("Never") if last is None else stamp(last.at)
    return [
        (_tr("Force"), facts.force_name),
        (_tr("Force code"), facts.force_gss),
        (_tr("Folder"), str(keeping.folder) if keeping else ""),
        (_tr("Audit entries"), f"{facts.audit_entries:,}"),
        (_tr("Last checked"), checked),
    ]


def _desk(facts: VaultFacts) -> list[tuple[str, str]]:
    return [
        (_tr("Officer"), facts.officer.name),
        (_tr("Role"), ROLE_TITLES[facts.officer.role]),
        (_tr("Initials"), facts.officer.initials),
        (_tr("Workstation"), facts.workstation),
    ]


def _kept(keeping: Keeping | None) -> str:
    if keeping is None:
        return ""
    if keeping.passphrase_only:
        return _tr("By the passphrase alone: six generated words")
    return _tr("By the passphrase and {0} on this computer").format(keeping.password_store)
