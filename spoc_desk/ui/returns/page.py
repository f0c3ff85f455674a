"""The returns page: every day filed with the NPCC, what it said, and the way to the next one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import ReturnAuthorised, ReturnExported, ReturnFrozen
from spoc_desk.domain.filed_returns import FiledState
from spoc_desk.domain.moments import long_day, stamp
from spoc_desk.domain.return_codes import CADENCES
from spoc_desk.services.returns import ReturnView, view_return
from spoc_desk.ui.returns.authorise_dialog import ask_authorise
from spoc_desk.ui.returns.paper import ReturnPaper
from spoc_desk.ui.returns.record import banners, record_cards
from spoc_desk.ui.returns.sheet import ReturnSheet
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, PageSpec, Workplace

if TYPE_CHECKING:
    from datetime import date

    from spoc_desk.services.ports import Changes, Desk

WAITING = "To authorise"
_MOVES = (ReturnFrozen, ReturnAuthorised, ReturnExported)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnsPage", text)


class ReturnsPage(ListDetailPage):
    """Filed returns, newest first."""

    def __init__(self, workplace: Workplace) -> None:
        detail = RecordDetail(
            workplace.theme,
            _tr("Return"),
            list_name=_tr("Returns"),
            tabs=[("return", _tr("Return")), ("preview", _tr("Preview"))],
        )
        spec = ListSpec(
            kind="returns",
            title=_tr("Returns"),
            empty=_tr("No returns yet. Freeze yesterday's: a day without incidents is a nil return."),
            empty_icon="file-spreadsheet",
            new_text=_tr("New return"),
            chips=[("All", _tr("All")), (WAITING, _tr("To authorise")), ("Exported", _tr("Exported"))],
        )
        super().__init__(workplace, spec, detail)
        self._seen: ReturnView | None = None
        self.paper = ReturnPaper(workplace, self, self.workplace.refused)
        detail.set_body("preview", self.paper.view)
        detail.tab_changed.connect(self._tab_changed)

    def show_record(self, record_id: int) -> None:
        """Reads one return; the reading is on the audit trail."""
        self.asking.ask(partial(view_return, record_id), self._fill)

    def stale(self, changes: Changes) -> bool:
        """Whether a return was frozen, authorised or sent."""
        return any(isinstance(change, _MOVES) for change in changes)

    def begin_new(self) -> None:
        """Opens the sheet for yesterday's return."""
        self.open_sheet(None)

    def open_sheet(self, day: date | None) -> ReturnSheet:
        """The sheet for a day's return, yesterday's when none is given."""
        sheet = ReturnSheet(self.workplace, self, day)
        sheet.frozen.connect(self._frozen)
        sheet.open()
        return sheet

    def _fill(self, view: ReturnView) -> None:
        self._seen = view
        filed = view.filed
        self.paper.follow(filed.id, filed.payload_sha256)
        tags = [CADENCES.get(filed.cadence, filed.cadence)]
        if filed.self_authorised:
            tags.append(_tr("Self-authorised"))
        if filed.supersedes_id:
            tags.append(_tr("Correction"))
        self.detail.show_head(
            DetailHead(
                filed.reference,
                _title(view),
                recorded=_tr("Frozen {0}").format(stamp(filed.frozen_at)),
                badge=badge_of(str(filed.state)),
                tags=tuple(tags),
                facts=(("user", filed.frozen_by),),
            )
        )
        self._show_actions(view)
        self._show_cards(view)
        if self.detail.tab() == "preview":
            self.paper.preview()

    def _show_cards(self, view: ReturnView) -> None:
        theme, cards = self.workplace.theme, self.detail.cards("return")
        cards.clear()
        for banner in banners(theme, view, self._open):
            cards.add(banner, wide=True)
        for card, wide in record_cards(theme, view, self._open, self._copy):
            cards.add(card, wide=wide)

    def _show_actions(self, view: ReturnView) -> None:
        filed = view.filed
        off = "" if view.intact else _tr("It is no longer what was frozen")
        print_it = DetailAction(_tr("Print"), "printer", self.paper.print, why_not=off)
        actions = [print_it]
        if filed.state is FiledState.FROZEN:
            why_not = self.workplace.messages.sentence(view.why_not) if view.why_not else ""
            authorise = _tr("Authorise")
            actions.append(
                DetailAction(
                    authorise, "badge-check", self._authorise, "primary", why_not, Permission.AUTHORISE
                )
            )
        elif filed.authorised_at is not None:
            actions.append(
                DetailAction(_tr("Export to a folder"), "download", self.paper.export, "primary", off)
            )
        more = []
        if filed.state is not FiledState.SUPERSEDED:
            more.append(DetailAction(_tr("Correct this return"), "file-pen", self._correct))
        self.detail.show_actions(self.workplace.permitted(actions), more)

    def _authorise(self) -> None:
        if self._seen is not None:
            ask_authorise(self.workplace, self, self._seen.filed, self._authorised)

    def _authorised(self, changes: Changes) -> None:
        alone = any(isinstance(change, ReturnAuthorised) and change.self_authorised for change in changes)
        told = _tr("Authorised, labelled self-authorised.") if alone else _tr("Authorised.")
        self.workplace.toast(told)

    def _correct(self) -> None:
        if self._seen is not None:
            self.open_sheet(self._seen.filed.period_end)

    def _frozen(self, filed_id: int) -> None:
        self.workplace.toast(_tr("Frozen. It waits for authorisation."))
        self._open(filed_id)

    def _open(self, filed_id: int) -> None:
        self.workplace.navigate("returns", filed_id)

    def _copy(self, digest: str) -> None:
        self.workplace.clipboard.copy(digest)
        self.workplace.toast(_tr("SHA-256 copied."))

    def _tab_changed(self, tab: str) -> None:
        if tab == "preview":
            self.paper.preview()


def _title(view: ReturnView) -> str:
    filed = view.filed
    kind = _tr("Nil return") if filed.nil else _tr("Return")
    if filed.period_start == filed.period_end:
        return _tr("{0} for {1}").format(kind, long_day(filed.period_end))
    period = _tr("{0} to {1}").format(long_day(filed.period_start), long_day(filed.period_end))
    return _tr("{0} for {1}").format(kind, period)


def returns_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "returns",
        QCoreApplication.translate("Pages", "Returns"),
        "file-spreadsheet",
        ReturnsPage,
        kinds=("returns",),
        new_text=QCoreApplication.translate("Pages", "New return"),
        badge=_badge,
    )


def _badge(desk: Desk) -> NavBadge:
    waiting = desk.queries.chips("returns").get(WAITING, 0)
    return NavBadge(waiting, due=waiting > 0)
