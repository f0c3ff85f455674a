"""A page as full as pages get, and a window's worth of them."""

from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.card import (
    Card,
    CheckLine,
    CheckState,
    EventLine,
    PersonLine,
    ProgressLine,
    SummaryList,
)
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, PageSpec
from tests.ui.fakes import incident


class Incidents(ListDetailPage):
    """A page as full as pages get."""

    def __init__(self, place):
        detail = RecordDetail(
            place.theme,
            "Incident",
            tabs=[("summary", "Summary"), ("people", "People  5")],
            list_name="Incidents",
        )
        chips = [("open", "Open"), ("mine", "Mine"), ("overdue", "Overdue")]
        spec = ListSpec("incidents", "Incidents", "None yet.", new_text="New incident", chips=chips)
        super().__init__(place, spec, detail)
        self.begun = 0

    def begin_new(self):
        self.begun += 1

    def show_record(self, record_id):
        row, theme = incident(record_id), self.workplace.theme
        head = DetailHead(
            row.reference, row.title, "Recorded 16 Nov 2026", badge_of(row.status), ("High risk",)
        )
        self.detail.show_head(head)
        self.detail.show_actions(
            [
                DetailAction("Edit", "pencil", lambda: None),
                DetailAction("Add to pack", "package-plus", lambda: None),
                DetailAction("Send to CPS", "send", lambda: None, "primary"),
            ],
            [DetailAction("Close", "archive", lambda: None)],
        )
        cards = self.detail.cards("summary")
        cards.clear()
        facts = SummaryList(theme, [("Happened", "15 Nov 2026, 22:10"), ("Supervisor", "")])
        cards.add(Card(theme, "Key facts", facts, action="Change", act=lambda: None))
        lines = (
            CheckLine(theme, "MG5", CheckState.LATE, "due 14 Nov"),
            ProgressLine(theme, 14, 18, "14 of 18 done"),
        )
        cards.add(Card(theme, "CPS checklist", *lines))
        cards.add(Card(theme, "People", PersonLine(theme, "Jane Thornbury", "Victim", "07700 900142")))
        cards.add(
            Card(theme, "Activity", EventLine(theme, "video", "CCTV added", "SHA-256 verified", "09:58")),
            wide=True,
        )


def specs():
    names = [("today", "Today"), ("incidents", "Incidents"), ("referrals", "Referrals"), ("admin", "Admin")]
    return [
        PageSpec(
            key, title, "siren", Incidents, (key,), "New incident" if key == "incidents" else "",
            badge=(lambda desk: NavBadge(3, due=True)) if key == "referrals" else None, foot=key == "admin",
        )
        for key, title in names
    ]  # fmt: skip
