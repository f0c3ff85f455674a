"""The admin page: this vault, appearance, checks, the audit trail, the law-pack, and the program itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spoc_desk.domain.changes import (
    AnchorRenewed,
    CertificateAdded,
    CertificateRemoved,
    Permission,
    RecoveryProved,
    RecoveryRenewed,
    SettingChanged,
    VaultVerified,
    Verb,
)
from spoc_desk.services.certificates import SigningFacts, signing_facts
from spoc_desk.services.vault_facts import VaultFacts, vault_facts
from spoc_desk.ui.admin.about import AboutSection
from spoc_desk.ui.admin.backup import BackupSection
from spoc_desk.ui.admin.check import CheckSection
from spoc_desk.ui.admin.law import LawSection
from spoc_desk.ui.admin.look import LookSection
from spoc_desk.ui.admin.officers import OfficersSection
from spoc_desk.ui.admin.this_vault import VaultSection
from spoc_desk.ui.admin.trail import TrailSection
from spoc_desk.ui.fault_links import parted
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.retention.section import RetentionSection
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, Page, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.services.machine import Keeping, VaultCare
    from spoc_desk.services.ports import Changes, Desk

STALE = (
    AnchorRenewed,
    CertificateAdded,
    CertificateRemoved,
    RecoveryProved,
    RecoveryRenewed,
    SettingChanged,
    VaultVerified,
)
Seen = tuple[VaultFacts, "Keeping | None", SigningFacts]


def _tr(text: str) -> str:
    return QCoreApplication.translate("AdminPage", text)


class AdminPage(Page):
    """Sections as tabs. What a section shows is read when it is opened."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        tabs = [
            ("vault", _tr("This vault")),
            ("officers", _tr("Officers")),
            ("look", _tr("Appearance")),
            ("check", _tr("Check the vault")),
            *([("backup", _tr("Backup"))] if workplace.may(Permission.BACKUP) else []),
            *([("trail", _tr("Audit trail"))] if workplace.may(Permission.AUDIT) else []),
            ("retention", _tr("Retention")),
            ("law", _tr("Law-pack")),
            ("about", _tr("About")),
        ]
        self.detail = RecordDetail(workplace.theme, _tr("Admin"), tabs=tabs, side=True)
        self.vault = VaultSection(workplace, self.show_law)
        self.officers = OfficersSection(workplace)
        self.look = LookSection(workplace)
        self.check = CheckSection(workplace)
        self.backup = BackupSection(workplace)
        self.trail = TrailSection(workplace)
        self.retention = RetentionSection(workplace)
        self.law = LawSection(workplace)
        sections: dict[str, QWidget] = {
            "vault": self.vault, "officers": self.officers, "look": self.look, "check": self.check,
            "backup": self.backup, "trail": self.trail, "retention": self.retention, "law": self.law,
            "about": AboutSection(workplace),
        }  # fmt: skip
        for key, _words in tabs:
            self.detail.set_body(key, sections[key])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.detail)
        self._asking: LatestOnly[Seen] = LatestOnly(workplace.jobs, self)
        self.detail.tab_changed.connect(self._opened)
        self.check.checked.connect(self.read)
        workplace.jobs.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads what is shown of the vault."""
        self._asking.ask(partial(_facts, care=self.workplace.care), self._show)

    def show_law(self) -> None:
        """Opens the law-pack."""
        self.detail.show_tab("law")

    def open_of_kind(self, kind: str, record_id: int) -> None:
        """Opens a section: "admin#check"; one that this role does not have stays shut."""
        section = parted(kind)[1]
        self.detail.show_tab(section)
        if section and self.detail.tab() == section:
            self._opened(section)

    def panes(self) -> tuple[QWidget, ...]:
        """The sections."""
        return (self.detail,)

    def _show(self, seen: Seen) -> None:
        facts, keeping, signing = seen
        where = (("user", facts.officer.name), ("monitor", facts.workstation))
        self.detail.show_head(DetailHead(facts.force_gss, _tr("Admin"), facts.force_name, facts=where))
        self.detail.show_actions([DetailAction(_tr("Lock the desk"), "lock", self.workplace.lock)])
        self.vault.show_facts(facts, keeping, signing)
        self.check.show_standing(facts.checks)
        self.law.show_law(facts.lawpack)

    def _opened(self, tab: str) -> None:
        if tab == "trail":
            self.trail.read()
        elif tab == "retention":
            self.retention.read()
        elif tab == "officers":
            self.officers.read()
        elif tab == "backup":
            self.backup.read()
        elif tab in ("vault", "check"):
            self.read()

    def _changed(self, changes: Changes) -> None:
        if any(isinstance(change, STALE) for change in changes):
            self.read()
        if self.detail.tab() == "trail":
            self.trail.refresh()
        if self.detail.tab() == "retention":
            self.retention.read()
        if self.detail.tab() == "officers":
            self.officers.read()
        if self.detail.tab() == "backup" and any(change.verb is Verb.BACKUP for change in changes):
            self.backup.read()


def _facts(desk: Desk, *, care: VaultCare | None) -> Seen:
    return vault_facts(desk), care.keeping if care is not None else None, signing_facts(desk)


def admin_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "admin",
        QCoreApplication.translate("Pages", "Admin"),
        "settings",
        AdminPage,
        badge=_badge,
        foot=True,
        needs=None,
    )


def _badge(desk: Desk) -> NavBadge:
    """One thing is due while the recovery sheet has never been proved."""
    with desk.queries.snapshot() as reader:
        proved = reader.setting("recovery_proved") == "yes"
    return NavBadge(0 if proved else 1, due=not proved)
