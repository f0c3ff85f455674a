"""Asks how a draft is to be released, says who authorises it, and releases it in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackFinding, PackItem
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.pack_faults import PackFault
from spoc_desk.domain.reasons import reason
from spoc_desk.domain.releases import check_authoriser, exposed
from spoc_desk.services.certificates import SigningFacts, signing_facts
from spoc_desk.services.pack_as_built import unchecked
from spoc_desk.services.pack_authority import stands_by
from spoc_desk.services.page_findings import findings_of
from spoc_desk.services.release import ReleasePack, check_release_asked, release_pack
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.domain.dual_control import StandingBy
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReleaseDialog", text)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form needs to know: what could sign, who is at the desk, what stands on the pages."""

    signing: SigningFacts
    there: StandingBy | None  # None when whom the cover names is at the desk
    findings: tuple[PackFault, ...]
    exposed: bool
    unchecked: tuple[str, ...] = ()


class ReleaseForm(Form):
    """How a pack is released. Nothing typed here is kept, not even as a draft: it holds a passphrase."""

    def __init__(self, workplace: Workplace, pack: IssuedPack, asked: Asked) -> None:
        super().__init__(workplace.setting)
        self._pack = pack
        theme, signing = workplace.theme, asked.signing
        told = _tr(
            "A released pack may be printed and saved. It is never changed afterwards: a mistake is put "
            "right by another pack that takes its place."
        )
        self.note(Text(theme, told, "body", wrap=True))
        facts = [
            (_tr("Pack"), _tr("{0}, {1} pages, for {2}").format(pack.reference, pack.pages, pack.recipient)),
            (_tr("Authorised by"), _authorised(pack)),
            (_tr("Takes the place of"), pack.supersedes),
        ]
        self.note(Card(theme, "", SummaryList(theme, [fact for fact in facts if fact[1]])))
        for fault in pack.faults:
            words = _tr("Not printed, a slip sheet stands in its place: {0}").format(fault)
            self.note(Banner(theme, Kind.WARNING, words))
        for found in asked.findings:
            self.note(Banner(theme, Kind.WARNING, workplace.messages.said(found.reason)))
        for reference in asked.unchecked:
            told = workplace.messages.said(reason("redaction.not_checked", reference=reference))
            self.note(Banner(theme, Kind.WARNING, told))
        doubtful = bool(pack.faults or asked.unchecked) or asked.exposed
        accept = _tr("Release it with these faults")
        must = _tr("Tick this once you have looked at the pages named above.") if doubtful else ""
        self.accepted = self.check_box("accepted", accept, must_be=must)
        self.accepted.setVisible(doubtful)
        certificate = signing.certificate
        self.signed = self.check_box("signed", _tr("Sign it"), hint=_signs(signing))
        self.signed.setEnabled(certificate is not None)
        self.passphrase = self.line("passphrase", _tr("Passphrase of the certificate"), required=True)
        self.passphrase.editor.setEchoMode(QLineEdit.EchoMode.Password)
        host = signing.server.split("//")[-1].split("/")[0]
        self.stamped = self.check_box(
            "stamped",
            _tr("Have the signature time-stamped"),
            hint=_tr("By {0}; only a hash leaves").format(host),
        )
        self._stamps = bool(signing.server)
        self.second: SecondOfficerField | None = None
        if asked.there is None:
            yours = _tr("The cover names you, and somebody else made the pack: you are its second officer.")
            self.note(Banner(theme, Kind.INFO, yours))
        else:
            self.second = self.add("second", SecondOfficerField(theme, asked.there))
        self.signed.edited.connect(self._sign_chosen)
        self._sign_chosen()

    def command(self) -> ReleasePack:
        """The release asked for."""
        signed = self.signed.value()
        return ReleasePack(
            self._pack.id,
            signed=signed,
            passphrase=self.passphrase.value() if signed else "",
            stamped=signed and self.stamped.value(),
            faults_accepted=self.accepted.value(),
            second=self.second.value() if self.second else None,
        )

    def _sign_chosen(self) -> None:
        signed = self.signed.value()
        self.passphrase.setVisible(signed)
        self.stamped.setVisible(signed and self._stamps)


def _authorised(pack: IssuedPack) -> str:
    return check_authoriser(pack, "") or _tr("{0}, self-authorised").format(pack.issued_by)


def _signs(signing: SigningFacts) -> str:
    certificate = signing.certificate
    if certificate is None:
        return _tr("There is no certificate yet: add one in Admin")
    if certificate.trial:
        return _tr("With the trial certificate, which proves nothing about who signed")
    until = long_day(certificate.valid_to.date())
    return _tr("With the certificate of {0}, valid until {1}").format(certificate.subject, until)


def release_dialog(workplace: Workplace, page: QWidget, pack: IssuedPack) -> None:
    """Opens the dialog for one draft."""

    def read(desk: Desk) -> Asked:
        with desk.queries.snapshot() as reader:
            found = findings_of(pack.id, reader)
            shows = exposed(pack, reader.find(PackFinding, pack_id=pack.id))
            alone = unchecked(pack, reader.find(PackItem, pack_id=pack.id), reader)
        return Asked(signing_facts(desk), stands_by(pack, desk), found, shows, alone)

    def show(asked: Asked) -> None:
        form = ReleaseForm(workplace, pack, asked)
        checked: list[ReleasePack] = []  # no longer than the dialog: its passphrases go with it

        def verb() -> Callable[[Desk], Changes]:
            checked[:] = [form.command()]
            return partial(check_release_asked, checked[0])

        def done(_changes: Changes) -> None:
            form.passphrase.set_value("")
            start_release(workplace, page, checked.pop())

        dialog = FormDialog(
            workplace, page, _tr("Release {0}").format(pack.reference), form, save=_tr("Release"),
            verb=verb, done=done, width=620,
        )  # fmt: skip
        form.signed.edited.connect(dialog.fit)
        dialog.open()

    workplace.jobs.query(page, read, show, workplace.refused)


def start_release(workplace: Workplace, page: QWidget, command: ReleasePack) -> None:
    """Releases in the background, with progress and cancel in the job tray."""

    def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
        return release_pack(command, desk, progress, cancelled)

    def released(changes: Changes) -> None:
        workplace.jobs.announce(changes)
        workplace.toast(_tr("The pack is released. It can now be printed and saved."))

    def refused(error: DomainError) -> None:
        if error.code == "work.cancelled":
            workplace.toast(_tr("The release was cancelled. The pack is still a draft."))
        else:
            workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.long(page, work, _tr("Releasing a pack"), released, refused)
