"""What signs released packs: the force's certificate and its time-stamp server, entered and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from spoc_desk.domain.change import Permission
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.signatures import SigningCertificate
from spoc_desk.services.certificates import (
    SigningFacts,
    add_certificate_file,
    make_trial_certificate,
    remove_certificate,
    set_timestamp_server,
)
from spoc_desk.ui.exhibits.words import spaced_digest
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import AskDialog, FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("SigningCard", text)


def certificate_card(workplace: Workplace, owner: QWidget, signing: SigningFacts) -> Card:
    """The certificate that signs packs, or how to get one."""
    theme, kept = workplace.theme, signing.certificate
    card = Card(theme, _tr("Certificate for signing packs"))
    if kept is None:
        words = _tr("None. Packs can be released without one; then only their hashes prove them.")
        card.add(Text(theme, words, "body", wrap=True))
        acts = [
            (_tr("Add a certificate…"), partial(choose_certificate, workplace, owner)),
            (_tr("Make a trial one…"), partial(trial_dialog, workplace, owner)),
        ]
    else:
        card.add(SummaryList(theme, _told(kept)))
        if kept.trial:
            words = _tr("A trial certificate. It proves nothing about who signed, and every release says so.")
            card.add(Banner(theme, Kind.WARNING, words))
        acts = [(_tr("Remove it…"), partial(ask_removal, workplace, owner, kept))]
    if workplace.may(Permission.POLICY):
        card.add(_buttons(workplace, acts))
    return card


def server_card(workplace: Workplace, owner: QWidget, signing: SigningFacts) -> Card:
    """The time-stamp server, and what it means to have one."""
    theme = workplace.theme
    words = _tr(
        "This is the only connection the program can make. It is made when a release asks for a time-stamp, "
        "to this address alone, and carries a hash and a random number."
    )
    card = Card(theme, _tr("Time-stamp server"))
    card.add(SummaryList(theme, [(_tr("Address"), signing.server or _tr("None: time-stamps are off"))]))
    card.add(Text(theme, words, "meta", "text2", wrap=True))
    change = _tr("Change the address…") if signing.server else _tr("Enter an address…")
    if workplace.may(Permission.POLICY):
        card.add(_buttons(workplace, [(change, partial(server_dialog, workplace, owner, signing.server))]))
    return card


def _buttons(workplace: Workplace, acts: Sequence[tuple[str, Callable[[], object]]]) -> Row:
    row = Row(workplace.theme, gap=8)
    for words, act in acts:
        button = Button(workplace.theme, words)
        button.clicked.connect(lambda _checked=False, run=act: run())
        row.addWidget(button)
    row.addStretch(1)
    return row


def _told(kept: SigningCertificate) -> list[tuple[str, str]]:
    return [
        (_tr("Subject"), kept.subject),
        (_tr("Issued by"), kept.issuer),
        (_tr("Serial number"), kept.serial),
        (
            _tr("Valid"),
            _tr("{0} to {1}").format(long_day(kept.valid_from.date()), long_day(kept.valid_to.date())),
        ),
        (_tr("Key"), kept.key),
        ("SHA-256", spaced_digest(kept.sha256)),
    ]


def choose_certificate(workplace: Workplace, owner: QWidget) -> None:
    """Asks for the file, then for its passphrase."""
    dialog = QFileDialog(owner, _tr("The certificate’s file"), str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_tr("Certificates (*.p12 *.pfx)"))
    dialog.fileSelected.connect(lambda chosen: certificate_dialog(workplace, owner, Path(chosen)))
    dialog.open()


def certificate_dialog(workplace: Workplace, owner: QWidget, path: Path) -> None:
    """The passphrase proves the file now and is forgotten; each release asks for it again."""
    told = _tr("{0} is kept in the vault. Its passphrase is not: each release asks for it.").format(path.name)

    def verb(passphrase: str) -> Callable[[Desk], Changes]:
        return partial(add_certificate_file, path, passphrase)

    _passphrase_dialog(
        workplace, owner, _tr("Add a certificate"), told, verb, _tr("The certificate is kept.")
    )


def trial_dialog(workplace: Workplace, owner: QWidget) -> None:
    """Makes a self-signed certificate, clearly marked."""
    told = _tr(
        "Makes a certificate to try signing with. It says in its name that it proves nothing about who "
        "signed, and is valid for 90 days. Choose a passphrase of 12 characters or more for it."
    )

    def verb(passphrase: str) -> Callable[[Desk], Changes]:
        return partial(make_trial_certificate, passphrase)

    said = _tr("The trial certificate is made.")
    _passphrase_dialog(workplace, owner, _tr("Make a trial certificate"), told, verb, said)


def _passphrase_dialog(
    workplace: Workplace,
    owner: QWidget,
    title: str,
    told: str,
    verb: Callable[[str], Callable[[Desk], Changes]],
    said: str,
) -> None:
    form = Form(workplace.setting)
    form.note(Text(workplace.theme, told, "body", wrap=True))
    typed = form.line("passphrase", _tr("Passphrase of the certificate"), required=True)
    typed.editor.setEchoMode(QLineEdit.EchoMode.Password)
    FormDialog(
        workplace, owner, title, form, save=title, verb=lambda: verb(typed.value()),
        done=lambda _changes: workplace.toast(said), width=520,
    ).open()  # fmt: skip


def ask_removal(workplace: Workplace, owner: QWidget, kept: SigningCertificate) -> None:
    """The key cannot be had back from the vault, so it is asked."""
    told = _tr("The key leaves the vault and cannot be had back from it. What {0} signed stays signed.")

    def remove() -> None:
        workplace.jobs.command(
            owner,
            remove_certificate,
            lambda _changes: workplace.toast(_tr("The certificate is removed.")),
            lambda error: workplace.trouble(workplace.messages.sentence(error)),
        )

    AskDialog(
        workplace.theme, owner, _tr("Remove the certificate"), told.format(kept.subject),
        act=_tr("Remove the certificate"), run=remove,
    ).open()  # fmt: skip


def server_dialog(workplace: Workplace, owner: QWidget, server: str) -> None:
    """The address; an empty one turns time-stamps off."""
    form = Form(workplace.setting)
    told = _tr(
        "Enter it only if the force has such a server (RFC 3161). Leave it empty to turn time-stamps off."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    address = form.line("address", _tr("Address"), hint=_tr("Such as https://tsa.example.org/tsr"), limit=300)
    address.set_value(server)
    FormDialog(
        workplace, owner, _tr("Time-stamp server"), form, save=_tr("Save"),
        verb=lambda: partial(set_timestamp_server, address.value()),
        done=lambda _changes: workplace.toast(_tr("The address is saved.")), width=520,
    ).open()  # fmt: skip
