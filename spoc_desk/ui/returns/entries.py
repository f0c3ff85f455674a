"""What officers add to a return by hand: counts, risk, notable incidents, notes, the reason to correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame

from spoc_desk.domain.disclosure_scan import Finding
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_checks import ReturnFault
from spoc_desk.domain.return_codes import (
    CATEGORIES,
    NARRATIVE_AT_MOST,
    NOTE_AT_MOST,
    RISKS,
    TRENDS,
)
from spoc_desk.domain.return_facts import EventCounts, Explanation, RiskAssessment
from spoc_desk.domain.return_payload import Payload
from spoc_desk.services.figures import NotableIncident
from spoc_desk.services.return_drafts import NOT_ASSESSED
from spoc_desk.services.returns import DraftReturn, FreezeReturn, as_frozen
from spoc_desk.ui.returns.notable import EarlierField, NotableEntry
from spoc_desk.ui.returns.scanned import ScannedField
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.fields.words import LineField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnEntries", text)


class CountField(LineField):
    """A whole number, nought when left empty."""

    def own_problem(self) -> str:
        """Says what a count is."""
        typed = self.value().replace(",", "")
        good = typed.isascii() and typed.isdigit() and len(typed) < 7
        return "" if good else _tr("Enter a whole number, such as 4.")

    def number(self) -> int:
        """The number typed; nought when there is none or it cannot be read."""
        return 0 if self.is_empty() or self.own_problem() else int(self.value().replace(",", ""))


class ReturnForm(Form):
    """The form of one period; made anew for another, because its notable incidents are others."""

    def __init__(self, setting: FormSetting, first_day: date, last_day: date, draft: DraftReturn) -> None:
        super().__init__(setting, draft_key=f"return.{first_day.isoformat()}.{last_day.isoformat()}")
        self.first_day, self.last_day = first_day, last_day
        self._notable: dict[int, NotableEntry] = {}
        self._answers: dict[str, tuple[ReturnFault, QFrame, ScannedField]] = {}
        self._add_first(draft)
        self._add_events()
        self._add_risk()
        self._add_notable(draft.notable)
        self._add_notes()
        earlier = as_frozen(draft.supersedes) if draft.supersedes is not None else None
        if earlier is not None:
            self._fill_from(earlier.payload)

    def command(self, cadence: str) -> FreezeReturn:
        """What would be frozen as the form stands."""
        return FreezeReturn(
            self.first_day,
            self.last_day,
            cadence,
            EventCounts(*(field.number() for field in self._events)),
            RiskAssessment(
                self.overall.value() or "low", self.trend.value() or "steady", self.narrative.value()
            ),
            tuple(filter(None, [self.notes.value()])),
            tuple(
                Explanation(fault.code, fault.where, field.value())
                for fault, _, field in self._answers.values()
                if field.value()
            ),
            tuple(given for field in self._scanned() for given in field.confirmations()),
            self.reason.value() if self._corrects else "",
            tuple(entry.detail() for entry in self._notable.values()),
        )

    def show_draft(self, draft: DraftReturn) -> None:
        """Marks what the scan found and asks about figures that do not agree."""
        self._show_faults_of(draft.faults)
        found: dict[str, list[Finding]] = {}
        for where, finding in draft.findings:
            found.setdefault(where, []).append(finding)
        for field in self._scanned():
            field.show_findings(found.get(field.where, ()))

    def left(self) -> list[ScannedField]:
        """The fields in which something is still to be settled."""
        return [field for field in self._scanned() if field.unsettled() and not field.isHidden()]

    def unexplained(self) -> int:
        """How many figures still want an explanation."""
        return sum(not field.value() for _, box, field in self._answers.values() if not box.isHidden())

    def go_to_unexplained(self) -> None:
        """Puts the cursor to the first explanation wanted."""
        for _, box, field in self._answers.values():
            if not box.isHidden() and not field.value():
                field.go()
                return

    def entry(self, incident: int) -> NotableEntry:
        """What is said of one notable incident."""
        return self._notable[incident]

    def tell_again(self, incident: int) -> None:
        """Adds an incident of an earlier period to those told."""
        self._earlier.choose(incident)

    def _scanned(self) -> Iterator[ScannedField]:
        yield self.reason
        yield self.narrative
        yield self.notes
        for entry in self._notable.values():
            yield entry.summary
        for _, _, field in self._answers.values():
            yield field

    def _add_first(self, draft: DraftReturn) -> None:
        self._corrects = draft.supersedes is not None
        self.unfinished = self.check_box(
            "unfinished",
            _tr("File it although the period is not over"),
            hint=_tr("A note that it was frozen early is added; nobody can leave it out."),
            must_be=_tr("Tick this, or wait until the period is over."),
        )
        self.unfinished.setVisible(draft.unfinished)
        self.reason = self._scan(
            "correction",
            "correction_reason",
            _tr("Why is the earlier return corrected?"),
            required=True,
            hint=_tr("The NPCC reads this beside the new figures"),
        )
        self.reason.setVisible(self._corrects)

    def _add_events(self) -> None:
        self.section(_tr("Campaign events of the period"))
        self._events = [
            self.add(key, CountField(self.theme, label, limit=7))
            for key, label in (
                ("notified", _tr("Notified to us")),
                ("policed", _tr("Policed")),
                ("disrupted", _tr("Disrupted")),
            )
        ]
        self.beside(*self._events)

    def _add_risk(self) -> None:
        self.section(_tr("Risk, as the force sees it"))
        self.overall = self.choice("overall", _tr("Overall"), list(RISKS.items()), required=True)
        self.trend = self.choice("trend", _tr("Trend"), list(TRENDS.items()), required=True)
        self.beside(self.overall, self.trend)
        self.narrative = self._scan(
            "narrative",
            "risk_assessment.narrative",
            _tr("What the national coordinator should know"),
            limit=NARRATIVE_AT_MOST,
            lines=5,
            hint=_tr("No names, places, parties, references or contact details"),
        )

    def _add_notable(self, marked: Sequence[NotableIncident]) -> None:
        self.section(_tr("Notable incidents"))
        self._notable_room = Column(self.theme, gap=12)
        self._none = Text(
            self.theme,
            _tr("None. An incident is notable once it is marked so under Incidents."),
            "plain",
            "hint",
            wrap=True,
        )
        self._none.setVisible(not any(one.recorded_in_period for one in marked))
        self._column.addWidget(self._none)
        self._column.addLayout(self._notable_room)
        for incident in marked:
            if incident.recorded_in_period:
                self._entry(incident)
        earlier = [one for one in marked if not one.recorded_in_period]
        known = {one.id: one for one in earlier}
        # Before the fields of those added, so that a draft restores it first.
        self._earlier = self.add("earlier", EarlierField(self.theme, earlier))
        self._earlier.setVisible(bool(earlier))
        self._earlier.added.connect(lambda added: self._tell_again(known[added]))

    def _tell_again(self, incident: NotableIncident) -> None:
        entry = self._entry(incident)
        entry.tell.set_value(True)
        entry.show()

    def _entry(self, incident: NotableIncident) -> NotableEntry:
        if incident.id not in self._notable:
            entry = NotableEntry(self.theme, incident, CATEGORIES.get(incident.category, incident.category))
            for key, field in entry.fields().items():
                self.add(f"notable.{incident.id}.{key}", field)
                self._column.removeWidget(field)
            entry.lay_out()
            self._notable_room.addWidget(entry)
            self._notable[incident.id] = entry
            self._none.hide()
        return self._notable[incident.id]

    def _add_notes(self) -> None:
        self.section(_tr("Notes on the figures"))
        self.notes = self._scan(
            "notes",
            "data_quality:0",
            _tr("What the reader should know about the figures"),
            limit=NOTE_AT_MOST,
        )

    def _scan(self, key: str, where: str, label: str, **more: object) -> ScannedField:
        return self.add(key, ScannedField(self.theme, label, where, **more))  # type: ignore[arg-type]

    def _fill_from(self, told: Payload) -> None:
        """What was entered by hand for the return to be corrected need not be typed again."""
        for field, name in zip(self._events, ("notified", "policed", "disrupted"), strict=True):
            field.set_value(str(told["events"][name]))
        if NOT_ASSESSED in told["data_quality"]:
            return
        risk = told["risk_assessment"]
        self.overall.set_value(risk["overall"])
        self.trend.set_value(risk["trend"])
        self.narrative.set_value(risk["narrative"])

    def _show_faults_of(self, faults: Iterable[ReturnFault]) -> None:
        open_now = {f"{fault.code}:{fault.where}": fault for fault in faults}
        for key, fault in open_now.items():
            if key not in self._answers:
                self._ask(key, fault)
        for key, (fault, box, field) in self._answers.items():
            # An explained fault is no longer among them, but what was written must stay in sight.
            wanted = key in open_now or bool(field.value())
            box.setVisible(wanted)
            field.setVisible(wanted and fault.explainable)

    def _ask(self, key: str, fault: ReturnFault) -> None:
        sentence = self.setting.messages.sentence(DomainError(fault.code, **dict(fault.values)))
        label = _tr("Why is it right nevertheless?")
        hint = _tr("Sent with the figures as a note")
        field = self._scan(f"why.{key}", f"explanation:{key}", label, required=True, hint=hint, lines=2)
        self._column.removeWidget(field)
        box = framed(
            "sunken",
            Column(
                self.theme,
                Banner(self.theme, Kind.WARNING, sentence),
                field,
                margins=(12, 12, 12, 12),
                gap=10,
            ),
        )
        field.setVisible(fault.explainable)
        self._column.addWidget(box)
        self._answers[key] = (fault, box, field)
