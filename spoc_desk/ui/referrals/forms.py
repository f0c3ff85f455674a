"""The forms of a referral: the sending, and the decision that comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.issues import PackState
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.referrals import DECISION_LABELS
from spoc_desk.services.referrals import ReferralView, SendReferral, record_decision, send_referral
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferralForms", text)


def send_dialog(workplace: Workplace, page: QWidget, view: ReferralView) -> None:
    """To whom, how, and with which pack; its digest is recorded."""
    form = Form(workplace.setting, draft_key=f"referral.{view.referral.id}.send")
    for warning in view.gate.warnings:
        form.note(Banner(workplace.theme, Kind.WARNING, workplace.messages.said(warning.why)))
    recipient = form.line("recipient", _tr("To"), required=True, hint=_tr("The CPS area or unit"))
    ways = [(words, words) for words in _ways()]
    method = form.choice("method", _tr("How"), ways, required=True)
    form.beside(recipient, method)
    packs = [
        (pack.sha256, _tr("{0} · {1} · {2} pages · {3}").format(
            pack.reference, pack.recipient, f"{pack.pages:,}", stamp(pack.issued_at)
        ))
        for pack, state in reversed(tuple(zip(view.case.packs, view.case.pack_states, strict=True)))
        if state is PackState.RELEASED
    ]  # fmt: skip
    hint = _tr("Its SHA-256 is recorded with the sending")
    if not packs:
        hint = _tr("There is none yet: build one from the casefile and release it first")
    pack = form.choice("pack", _tr("The evidence pack that goes with it"), packs, required=True, hint=hint)
    if packs:
        pack.set_value(packs[0][0])

    def verb() -> Any:
        command = SendReferral(view.referral.id, recipient.value(), method.value(), pack.value())
        return partial(send_referral, command)

    told = _tr("Sent to the CPS. The casefile now awaits their decision.")
    _open(workplace, page, _tr("Send {0} to the CPS").format(view.referral.reference), form, verb, told,
          save=_tr("Send to CPS"))  # fmt: skip


def decision_dialog(workplace: Workplace, page: QWidget, view: ReferralView) -> None:
    """What the CPS decided, and why."""
    form = Form(workplace.setting, draft_key=f"referral.{view.referral.id}.decision")
    codes = [(str(code), words) for code, words in DECISION_LABELS.items()]
    decision = form.choice("decision", _tr("Decision"), codes, required=True)
    reasons = form.text("reasons", _tr("The CPS's reasons"), required=True, lines=5)

    def verb() -> Any:
        return partial(record_decision, view.referral.id, decision.value(), reasons.value())

    told, save = _tr("Decision recorded. Tell the victim next."), _tr("Record the decision")
    _open(workplace, page, _tr("Record the CPS decision"), form, verb, told, save=save)


def _ways() -> tuple[str, ...]:
    return (
        _tr("Two-way interface (digital case file)"),
        _tr("Secure e-mail (CJSM)"),
        _tr("Secure file transfer"),
        _tr("By hand, signed for"),
    )


def _open(
    workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str, *, save: str
) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=save, verb=verb, done=done, width=780).open()
