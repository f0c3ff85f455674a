"""What is asked about checks of the vault: an anchor from paper, why a vault is older, how often to check."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spoc_desk.domain.anchors import Explanation
from spoc_desk.services.anchor_slips import make_slip
from spoc_desk.services.anchors import acknowledge_rollback, compare_anchor
from spoc_desk.services.check_schedule import CheckPolicy, set_check_policy
from spoc_desk.services.outgoing import write_private
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

# Days that an officer may choose between two checks.
QUICK, FULL = (1, 2, 3, 7), (7, 14, 30, 90)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CheckDialogs", text)


def compare_dialog(workplace: Workplace, owner: QWidget) -> None:
    """An anchor is typed, pasted or scanned from paper and held against the trail."""
    form = Form(workplace.setting)
    told = _tr(
        "Type the number and the hash printed under “Audit anchor” on a pack, a return or an anchor slip, or "
        "scan its QR code into the field. The first sixteen characters of the hash will do. A quick check "
        "beside it proves that the trail itself is whole."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    anchor = form.text(
        "anchor", _tr("Anchor"), required=True, limit=300, hint=_tr("Such as 1042: 9f2c 41d0 7be3 a815")
    )
    FormDialog(
        workplace,
        owner,
        _tr("Compare a printed anchor"),
        form,
        save=_tr("Compare"),
        verb=lambda: partial(compare_anchor, anchor.value()),
        done=lambda _changes: workplace.toast(_tr("The trail has that entry with that hash.")),
        width=560,
    ).open()


def save_slip_dialog(workplace: Workplace, owner: QWidget) -> None:
    """Asks where today's anchor slip goes, to be printed and handed to somebody outside."""
    dialog = QFileDialog(owner, _tr("Save the anchor slip"), str(Path.home() / "anchor-slip.pdf"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_tr("PDF (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda chosen: save_slip(workplace, owner, Path(chosen)))
    dialog.open()


def save_slip(workplace: Workplace, owner: QWidget, path: Path) -> None:
    """Makes the slip and writes it to this file."""

    def verb(desk: Desk) -> Changes:
        slip = make_slip(desk)
        write_private(path, slip.pdf)
        return slip.changes

    told = _tr("The anchor slip is in {0}. Print it and hand it to somebody outside this office.")
    workplace.jobs.command(
        owner, verb, lambda _changes: workplace.toast(told.format(path)), workplace.refused
    )


def explain_dialog(workplace: Workplace, owner: QWidget) -> None:
    """An officer says why the vault lacks what this workstation saw in it; that ends the alarm."""
    form = Form(workplace.setting)
    told = _tr(
        "From then on this workstation takes the trail as it now stands. What you choose, and the entry that "
        "is missing, go on the audit trail in your name."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    choices = [
        (Explanation.RESTORED.value, _tr("The vault was restored from a backup of ours")),
        (Explanation.REPORTED.value, _tr("Nobody here restored it; it has been reported")),
    ]
    why = form.choice("explanation", _tr("Why the vault is older"), choices, required=True)
    FormDialog(
        workplace,
        owner,
        _tr("Explain the older vault"),
        form,
        save=_tr("Write it down and end the alarm"),
        verb=lambda: partial(acknowledge_rollback, Explanation(why.value())),
        done=lambda _changes: workplace.toast(_tr("The alarm has ended.")),
        width=560,
    ).open()


def policy_dialog(workplace: Workplace, owner: QWidget, policy: CheckPolicy) -> None:
    """How often the program checks the vault by itself."""
    form = Form(workplace.setting)
    told = _tr(
        "A check that is due begins a minute after unlocking, on its own and behind everything else. It can "
        "be stopped from the tray below and then waits for the next unlocking."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    quick = form.choice("quick", _tr("Quick check"), _days(QUICK, policy.quick_days), required=True)
    full = form.choice("full", _tr("Full check"), _days(FULL, policy.full_days), required=True)
    quick.set_value(str(policy.quick_days))
    full.set_value(str(policy.full_days))
    FormDialog(
        workplace,
        owner,
        _tr("How often to check"),
        form,
        save=_tr("Save"),
        verb=lambda: partial(set_check_policy, CheckPolicy(int(quick.value()), int(full.value()))),
        done=lambda _changes: workplace.toast(_tr("Saved.")),
        width=520,
    ).open()


def days_words(days: int) -> str:
    """Every day, every 7 days."""
    return _tr("Every day") if days == 1 else _tr("Every {0} days").format(days)


def _days(offered: tuple[int, ...], now: int) -> list[tuple[str, str]]:
    return [(str(days), days_words(days)) for days in sorted({*offered, now})]
