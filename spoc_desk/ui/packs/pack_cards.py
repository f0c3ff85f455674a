"""What is known of one pack, as cards: its state, its receipt, what it holds, and where copies went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.issues import PackItem, PackRelease, PackState
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.pack_faults import FaultLink
from spoc_desk.domain.reasons import Reason
from spoc_desk.services.packs import PackView
from spoc_desk.ui.exhibits.words import spaced_digest
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.table import Table, TableRow

ROWS_SHOWN = 9
"""Rows of the table before it scrolls within itself."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackCards", text)


def state_banner(theme: Theme, view: PackView, open_later: Callable[[], object]) -> Banner | None:
    """What an officer must know of the pack's state before anything else."""
    if view.state is PackState.DRAFT:
        words = _tr("A draft: look through it, then release it. Until then it is neither printed nor saved.")
        return Banner(theme, Kind.INFO, words)
    if view.state is PackState.SUPERSEDED:
        words = _tr("Superseded: {0} has taken its place. Use that one.").format(view.superseded_by)
        action = _tr("Open {0}").format(view.superseded_by)
        return Banner(theme, Kind.WARNING, words, action, open_later)
    return None


def facts_card(theme: Theme, view: PackView, name: str) -> Card:
    """What the pack is."""
    pack = view.pack
    facts = [
        (_tr("Recipient"), pack.recipient),
        (_tr("Purpose"), pack.purpose),
        (_tr("Copy"), _tr("Served: no addresses or contacts") if pack.served else _tr("Internal")),
        (_tr("Built"), full_stamp(pack.issued_at)),
        (_tr("Built by"), pack.issued_by),
        (_tr("Pages"), f"{pack.pages:,}"),
        (_tr("Size"), _tr("{0} MB").format(f"{pack.size / 1e6:.1f}")),
        (_tr("File name"), name),
        (_tr("Takes the place of"), pack.supersedes),
        (_tr("Adds to"), pack.continues),
        (_tr("What changed"), pack.change_note),
    ]
    return Card(theme, _tr("This pack"), SummaryList(theme, [fact for fact in facts if fact[1]]))


def findings_card(
    theme: Theme, view: PackView, said: Callable[[Reason], str], go: Callable[[FaultLink], object]
) -> Card:
    """What was found when the finished pages were looked through, each with the way to its exhibit."""
    card = Card(theme, _tr("Looked through page by page"), gap=7)
    for fault in view.findings:
        link = fault.link
        act = partial(go, link) if link else None
        line = Sentence(
            theme, "triangle-alert", said(fault.reason), icon_tone="warning", style="value",
            action=_tr("Go there") if link else "", act=act,
        )  # fmt: skip
        card.add(line)
    return card


def receipt_card(theme: Theme, view: PackView) -> Card:
    """What proves the pack: hashes, the release, the signature."""
    pack, release = view.pack, view.release
    marks = [("SHA-256", spaced_digest(pack.sha256))]
    if release is not None:
        marks += _release(release)
    marks.append((_tr("Redaction"), pack.proof))
    marks.append((_tr("Audit anchor"), f"{pack.anchor_sequence}\n{spaced_digest(pack.anchor_head)}"))
    title = _tr("Receipt") if release is not None else _tr("Marks that prove it")
    card = Card(theme, title, SummaryList(theme, [mark for mark in marks if mark[1]]))
    if release is not None and release.trial:
        words = _tr("Signed with a trial certificate, which proves nothing about who signed.")
        card.add(Banner(theme, Kind.WARNING, words))
    return card


def _release(release: PackRelease) -> list[tuple[str, str]]:
    alone = _tr("{0}, self-authorised").format(release.authorised_by or release.released_by)
    return [
        (_tr("Manifest"), spaced_digest(release.manifest_sha256)),
        (_tr("Released"), full_stamp(release.released_at)),
        (_tr("Released by"), release.released_by),
        (_tr("Authorised by"), alone if release.self_authorised else release.authorised_by),
        (_tr("Signed by"), release.certificate or _tr("Not signed")),
        (_tr("Certificate"), spaced_digest(release.certificate_sha256)),
        (_tr("Time-stamp"), release.time_stamp),
    ]


def items_card(theme: Theme, items: tuple[PackItem, ...]) -> QWidget:
    """Every item with its section, pages, redactions and hash."""
    titles = (_tr("Reference"), _tr("Description"), _tr("Section"), _tr("Pages"), _tr("Redacted"), "SHA-256")
    table = Table(theme, _tr("What the pack holds"), titles, (100, 0, 130, 78, 84, 150), spare=(2, 5, 4))
    table.show_rows([TableRow(f"{item.id}", _cells(item)) for item in items])
    rows = min(len(items), ROWS_SHOWN)
    table.setFixedHeight(theme.px(32) * rows + theme.px(40))
    card = Card(theme, _tr("What it holds"))
    card.add(table)
    return card


def _cells(item: PackItem) -> tuple[str, ...]:
    pages = ""
    if item.first_page:
        one = item.first_page == item.last_page
        pages = f"{item.first_page}" if one else f"{item.first_page}–{item.last_page}"
        pages = pages if item.volume <= 1 else _tr("vol. {0}, {1}").format(item.volume, pages)
    redacted = f"{item.redactions}" if item.redactions else ""
    return (item.reference, item.description, item.section, pages or _tr("listed"), redacted, item.sha256)
