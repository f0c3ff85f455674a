"""What was done, in plain English: an icon and two sentences for each event of the audit trail."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from spoc_desk.services.happenings import Happening

# event: icon, once, several times; {ref} is the record's reference, {n} how many times.
_EVENTS = {
    "PersonAdded": (
        "user-plus",
        QT_TRANSLATE_NOOP("TodayEvents", "Contact {ref} added"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} contacts added"),
    ),
    "PersonChanged": (
        "user",
        QT_TRANSLATE_NOOP("TodayEvents", "Contact {ref} changed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Contact {ref} changed {n} times"),
    ),
    "AdviceLogged": (
        "message-square",
        QT_TRANSLATE_NOOP("TodayEvents", "Advice logged for {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} pieces of advice logged for {ref}"),
    ),
    "EngagementRecorded": (
        "handshake",
        QT_TRANSLATE_NOOP("TodayEvents", "Engagement noted for {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "Engagement noted for {ref} {n} times"),
    ),
    "ContactsImported": (
        "upload",
        QT_TRANSLATE_NOOP("TodayEvents", "Contacts imported"),
        QT_TRANSLATE_NOOP("TodayEvents", "Contacts imported {n} times"),
    ),
    "ReportTaken": (
        "inbox",
        QT_TRANSLATE_NOOP("TodayEvents", "Report taken on {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} reports taken on {ref}"),
    ),
    "IncidentReported": (
        "siren",
        QT_TRANSLATE_NOOP("TodayEvents", "Incident {ref} recorded"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} incidents recorded"),
    ),
    "IncidentChanged": (
        "siren",
        QT_TRANSLATE_NOOP("TodayEvents", "Incident {ref} changed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Incident {ref} changed {n} times"),
    ),
    "IncidentLinked": (
        "link-2",
        QT_TRANSLATE_NOOP("TodayEvents", "Incident {ref} put into a casefile"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} links made for {ref}"),
    ),
    "CasefileOpened": (
        "folder-plus",
        QT_TRANSLATE_NOOP("TodayEvents", "Casefile {ref} opened"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} casefiles opened"),
    ),
    "CasefileChanged": (
        "folder-open",
        QT_TRANSLATE_NOOP("TodayEvents", "Casefile {ref} changed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Casefile {ref} changed {n} times"),
    ),
    "CasePersonAdded": (
        "user-plus",
        QT_TRANSLATE_NOOP("TodayEvents", "Somebody put into {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} people put into {ref}"),
    ),
    "StatementAdded": (
        "file-text",
        QT_TRANSLATE_NOOP("TodayEvents", "Statement added to {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} statements added to {ref}"),
    ),
    "OffenceSuspected": (
        "gavel",
        QT_TRANSLATE_NOOP("TodayEvents", "Offence suspected in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} offences suspected in {ref}"),
    ),
    "OffenceChanged": (
        "gavel",
        QT_TRANSLATE_NOOP("TodayEvents", "Offence in {ref} changed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Offences in {ref} changed {n} times"),
    ),
    "OffenceWithdrawn": (
        "gavel",
        QT_TRANSLATE_NOOP("TodayEvents", "Offence in {ref} withdrawn"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} offences in {ref} withdrawn"),
    ),
    "ProofLinked": (
        "link",
        QT_TRANSLATE_NOOP("TodayEvents", "Evidence linked in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} links to evidence changed in {ref}"),
    ),
    "ExhibitAdded": (
        "paperclip",
        QT_TRANSLATE_NOOP("TodayEvents", "Exhibit sealed in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} exhibits sealed in {ref}"),
    ),
    "ExhibitAbandoned": (
        "file-x",
        QT_TRANSLATE_NOOP("TodayEvents", "Sealing stopped in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "Sealing stopped {n} times in {ref}"),
    ),
    "ExhibitMoved": (
        "arrow-right",
        QT_TRANSLATE_NOOP("TodayEvents", "Exhibit moved in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} movements of exhibits in {ref}"),
    ),
    "RedactionsDrawn": (
        "square",
        QT_TRANSLATE_NOOP("TodayEvents", "Exhibit redacted in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "Exhibits redacted {n} times in {ref}"),
    ),
    "RedactionChanged": (
        "pencil",
        QT_TRANSLATE_NOOP("TodayEvents", "Reason for a redaction changed in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} reasons for redactions changed in {ref}"),
    ),
    "RedactionWithdrawn": (
        "undo-2",
        QT_TRANSLATE_NOOP("TodayEvents", "Redaction withdrawn in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} redactions withdrawn in {ref}"),
    ),
    "RedactionsConfirmed": (
        "check",
        QT_TRANSLATE_NOOP("TodayEvents", "Redactions confirmed in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "Redactions confirmed {n} times in {ref}"),
    ),
    "RedactionsChecked": (
        "user-check",
        QT_TRANSLATE_NOOP("TodayEvents", "Redactions checked in {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "Redactions checked {n} times in {ref}"),
    ),
    "ReferralStarted": (
        "scale",
        QT_TRANSLATE_NOOP("TodayEvents", "Referral {ref} begun"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} referrals begun"),
    ),
    "ReferralAnswered": (
        "list-checks",
        QT_TRANSLATE_NOOP("TodayEvents", "Checklist of {ref} answered"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} checklist answers in {ref}"),
    ),
    "ReferralSent": (
        "send",
        QT_TRANSLATE_NOOP("TodayEvents", "Referral {ref} sent to the CPS"),
        QT_TRANSLATE_NOOP("TodayEvents", "Referral {ref} sent {n} times"),
    ),
    "ReferralDecided": (
        "gavel",
        QT_TRANSLATE_NOOP("TodayEvents", "CPS decision on {ref} recorded"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} CPS decisions on {ref} recorded"),
    ),
    "PackBuilt": (
        "package",
        QT_TRANSLATE_NOOP("TodayEvents", "Pack {ref} built"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} packs built"),
    ),
    "PackExported": (
        "hard-drive",
        QT_TRANSLATE_NOOP("TodayEvents", "Copy of pack {ref} saved"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} copies of pack {ref} saved"),
    ),
    "PackPrinted": (
        "printer",
        QT_TRANSLATE_NOOP("TodayEvents", "Pack {ref} printed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Pack {ref} printed {n} times"),
    ),
    "PackCopySent": (
        "printer",
        QT_TRANSLATE_NOOP("TodayEvents", "Copy of pack {ref} sent to a printer"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} copies of pack {ref} sent to a printer"),
    ),
    "PackCopyChecked": (
        "clipboard-check",
        QT_TRANSLATE_NOOP("TodayEvents", "Printed copy of pack {ref} checked"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} printed copies of pack {ref} checked"),
    ),
    "ReturnFrozen": (
        "file-lock",
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} frozen"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} returns frozen"),
    ),
    "ReturnAuthorised": (
        "stamp",
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} authorised"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} returns authorised"),
    ),
    "ReturnExported": (
        "send",
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} exported"),
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} exported {n} times"),
    ),
    "ReturnPrinted": (
        "printer",
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} printed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Return {ref} printed {n} times"),
    ),
    "AuditExported": (
        "download",
        QT_TRANSLATE_NOOP("TodayEvents", "Audit trail exported"),
        QT_TRANSLATE_NOOP("TodayEvents", "Audit trail exported {n} times"),
    ),
    "DualControlChanged": (
        "users",
        QT_TRANSLATE_NOOP("TodayEvents", "Rule for two officers changed"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} rules for two officers changed"),
    ),
    "VaultVerified": (
        "shield-check",
        QT_TRANSLATE_NOOP("TodayEvents", "Vault checked"),
        QT_TRANSLATE_NOOP("TodayEvents", "Vault checked {n} times"),
    ),
    "BackupMade": (
        "database-backup",
        QT_TRANSLATE_NOOP("TodayEvents", "Backup made"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} backups made"),
    ),
    "BackupProved": (
        "badge-check",
        QT_TRANSLATE_NOOP("TodayEvents", "Backup proved"),
        QT_TRANSLATE_NOOP("TodayEvents", "Backup proved {n} times"),
    ),
    "BackupFailed": (
        "triangle-alert",
        QT_TRANSLATE_NOOP("TodayEvents", "Backup failed"),
        QT_TRANSLATE_NOOP("TodayEvents", "Backup failed {n} times"),
    ),
    "VaultRestored": (
        "history",
        QT_TRANSLATE_NOOP("TodayEvents", "Vault restored from a backup"),
        QT_TRANSLATE_NOOP("TodayEvents", "Vault restored from a backup {n} times"),
    ),
    "RecordsDestroyed": (
        "trash-2",
        QT_TRANSLATE_NOOP("TodayEvents", "A casefile or contact destroyed for good, by two officers"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} casefiles or contacts destroyed for good, by two officers"),
    ),
    "HoldPlaced": (
        "lock",
        QT_TRANSLATE_NOOP("TodayEvents", "Legal hold placed on {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} legal holds placed on {ref}"),
    ),
    "HoldLifted": (
        "lock-open",
        QT_TRANSLATE_NOOP("TodayEvents", "Legal hold lifted on {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} legal holds lifted on {ref}"),
    ),
    "RetentionReviewed": (
        "clipboard-check",
        QT_TRANSLATE_NOOP("TodayEvents", "Retention review recorded for {ref}"),
        QT_TRANSLATE_NOOP("TodayEvents", "{n} retention reviews recorded for {ref}"),
    ),
    "ClockDoubted": (
        "clock",
        QT_TRANSLATE_NOOP("TodayEvents", "This computer's date has to be confirmed"),
        QT_TRANSLATE_NOOP("TodayEvents", "This computer's date had to be confirmed {n} times"),
    ),
}


def happening_words(one: Happening) -> tuple[str, str]:
    """The icon and the sentence; an event without a sentence of its own is named in plain words."""
    if one.event == "ContactsImported" and one.count == 1:
        return "upload", _imported(*one.imported)
    if one.event not in _EVENTS:
        plain = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in one.event)
        return "history", f"{plain.strip().capitalize()} {one.reference}".strip()
    icon, single, several = _EVENTS[one.event]
    said = QCoreApplication.translate("TodayEvents", str(single if one.count == 1 else several))
    words = " ".join(said.format(ref=one.reference, n=f"{one.count:,}").split())
    return str(icon), words if one.reference else re.sub(r" (on|in|for)$", "", words)


def _imported(new: int, changed: int) -> str:
    said = QCoreApplication.translate("TodayEvents", "Contacts imported: {0} new, {1} changed")
    return said.format(f"{new:,}", f"{changed:,}")
