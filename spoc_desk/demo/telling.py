"""Tells the whole story through the services: contacts, incidents, casefiles, referral, pack, returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from spoc_desk.demo.cases import CASES, Case, Gathering, exhibits_of, open_case, prove
from spoc_desk.demo.clock import TOLD_AT, StoryClock
from spoc_desk.demo.contacts import engage, house, meet_everybody
from spoc_desk.demo.incidents import Happening, happenings
from spoc_desk.demo.packs import for_the_cps, for_the_defence, late_pages
from spoc_desk.demo.people import candidates
from spoc_desk.demo.story import Story
from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import Casefile, CasefileStatus, Statement
from spoc_desk.domain.changes import IncidentReported, ReferralStarted, ReturnFrozen
from spoc_desk.domain.contacts import Channel, Person
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode, Risk
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.referrals import AnswerState, Evidence, Hostility, Stage
from spoc_desk.domain.return_facts import EventCounts, RiskAssessment
from spoc_desk.services.casefiles import change_casefile, set_status
from spoc_desk.services.incidents import (
    ReportIncident,
    TakeReport,
    change_incident,
    report_incident,
    take_report,
)
from spoc_desk.services.ports import Desk, Progress
from spoc_desk.services.referrals import (
    AnswerItem,
    SendReferral,
    answer_hostility,
    answer_item,
    consult_referral,
    send_referral,
    start_referral,
)
from spoc_desk.services.returns import FreezeReturn, authorise_return, freeze_return

DAYS_RETURNED = 5
LEADING = "osa-2023-s181"
PURPOSE = "Charging advice"
SUPERVISOR = "DI C Vantongeren"


class Telling:
    """One telling of the story in one vault. deputy: who stands by for releases and returns."""

    def __init__(
        self, desk: Desk, clock: StoryClock, story: Story, scratch: Path, deputy: SecondOfficer
    ) -> None:
        self.desk, self.clock, self.story, self.scratch, self.deputy = desk, clock, story, scratch, deputy
        self._chance = Random(20261203)  # noqa: S311 a story, not a secret
        self.leading: Case | None = None

    def tell(self, progress: Progress) -> None:
        """Tells it all; progress counts the chapters."""
        people = candidates(self.story, self._chance)
        contacts = meet_everybody(self.desk, self.clock, self.story, people, self.scratch)
        progress(1, 7)
        engage(self.desk, self.clock, contacts, self.story, self._chance)
        house(self.desk, contacts, self.story)
        progress(2, 7)
        cases = self._report(contacts)
        progress(3, 7)
        self.clock.move_to(TOLD_AT - timedelta(hours=22))
        for case in cases[:4]:
            prove(self.desk, self.clock, case)
        progress(4, 7)
        pack = self._refer(cases[0])
        start_referral(cases[1].id, self.desk)
        progress(5, 7)
        late_pages(cases[0], pack, self.deputy, self.desk)
        for_the_defence(cases[0], self.deputy, self.desk)
        self._finish(cases)
        progress(6, 7)
        self.clock.move_to(TOLD_AT)
        self._return()
        progress(7, 7)

    def _report(self, contacts: tuple[Person, ...]) -> tuple[Case, ...]:
        cases: list[Case] = []
        gathering = Gathering(self.desk, self.clock, self.story, self.scratch)
        for number, told in enumerate(happenings(self.story, self._chance)):
            self.clock.move_to(told.reported + timedelta(minutes=35))
            victim = contacts[told.candidate] if number else contacts[0]
            incident = self._incident(number, told, victim)
            if len(cases) < CASES and (number == 0 or (told.kind.offence and number % 3 == 0)):
                case = open_case(self.desk, len(cases), incident, told, victim, self.story)
                leads = told.kind.offence == LEADING and not any(
                    held.happening.kind.offence == LEADING for held in cases
                )
                gathering.gather(case, leading=leads)
                cases.append(case)
        return tuple(sorted(cases, key=lambda case: case.happening.kind.offence != LEADING))

    def _incident(self, number: int, told: Happening, victim: Person) -> int:
        kind = told.kind
        crime = f"54/{118000 + number * 7}/26"
        made = report_incident(
            ReportIncident(
                title=kind.title.format(ward=told.ward),
                crime_reference=crime if number % 11 else "",
                not_crimed_reason=""
                if number % 11
                else "Advice only; supervisor agrees no crime is made out.",
                happened_from=told.happened,
                reported_at=told.reported,
                category=kind.category,
                channel=Mode(kind.mode),
                description=kind.description,
                contact_id=victim.id,
                happened_estimated=number % 7 == 0,
                log_number=f"{400 + number} of {told.reported:%d/%m/%y}",
                regime=Regime.FORD,
                regime_reason="The victim stands for the council and the act seems meant to put them off.",
                location="" if kind.platform else f"{told.ward}, ZZ99 {number % 9}ZZ",
                platform=kind.platform,
                verbatim=kind.words,
                offence_codes=(kind.offence,) if kind.offence else (),
                risk=Risk(kind.risk),
                officer_in_case=self.story.officers[number % len(self.story.officers)],
            ),
            self.desk,
        )
        found = next(change.incident for change in made if isinstance(change, IncidentReported))
        for _ in range(3 if number % 13 == 4 else number % 2):
            take_report(
                TakeReport(kind.description, victim.name, Channel.PHONE, told.reported, found, victim.id),
                self.desk,
            )
        return found

    def _refer(self, case: Case) -> IssuedPack:
        """Fills in the whole checklist, passes the gate, builds the pack and sends it."""
        desk = self.desk
        with desk.queries.snapshot() as reader:
            held = reader.get(Casefile, case.id)
            statement = reader.find(Statement, casefile_id=case.id)[0]
        change_casefile(
            replace(
                held,
                urn="54NM0048126",
                summary=case.happening.kind.description,
                early_advice_on=day_of(desk.clock.now()),
            ),
            desk,
        )
        (started,) = start_referral(case.id, desk)
        if not isinstance(started, ReferralStarted):
            raise TypeError(type(started).__name__)
        referral = started.referral
        answer_hostility(
            referral, Hostility.YES, "The words name the candidate's standing as the reason.", desk
        )
        exhibits = exhibits_of(case, desk)
        for item in desk.checklist.items:
            if item.stage is Stage.BEFORE_SENDING:
                needs = set(item.needs)
                answer_item(
                    AnswerItem(
                        referral_id=referral,
                        item=item.number,
                        state=AnswerState.DONE,
                        note="Done and on the file." if Evidence.TEXT in needs else "",
                        on=day_of(desk.clock.now()) if Evidence.DATE in needs else None,
                        name=SUPERVISOR if Evidence.NAME in needs else "",
                        second=SUPERVISOR if Evidence.SECOND_NAME in needs else "",
                        exhibit_ids=(exhibits[0].id,) if Evidence.EXHIBIT in needs else (),
                        statement_ids=(statement.id,) if Evidence.STATEMENT in needs else (),
                    ),
                    desk,
                )
        self.leading = case
        pack = for_the_cps(case, self.deputy, desk)
        if consult_referral(referral, desk).gate.may_send:
            send_referral(
                SendReferral(
                    referral, "CPS Special Crime and Counter Terrorism", "Secure e-mail", pack.sha256
                ),
                desk,
            )
        return pack

    def _finish(self, cases: tuple[Case, ...]) -> None:
        """Outcomes for two cases and a quarter of the other incidents; two incidents made notable."""
        set_status(cases[-1].id, CasefileStatus.CHARGED, "1", self.desk)
        set_status(cases[-2].id, CasefileStatus.CLOSED, "18", self.desk)
        linked = {case.incident_id for case in cases}
        with self.desk.queries.snapshot() as reader:
            incidents = reader.find(Incident)
        for incident in incidents:
            if incident.id not in linked and incident.id % 4 == 0:
                outcome = ("14", "18", "8", "20")[incident.id // 4 % 4]
                closed = replace(incident, status=IncidentStatus.CLOSED, outcome=outcome)
                change_incident(closed, self.desk)
        summary = "Threatening messages to a candidate after a public meeting; protective advice given."
        for incident in incidents[-2:]:
            with self.desk.queries.snapshot() as reader:
                held = reader.get(Incident, incident.id)
            change_incident(replace(held, notable=True, notable_summary=summary), self.desk)

    def _return(self) -> None:
        last = day_of(TOLD_AT) - timedelta(days=1)
        for back in range(DAYS_RETURNED - 1, -1, -1):
            self.file_return(last - timedelta(days=back))

    def file_return(self, day: date) -> int:
        """Freezes and authorises one day; answers the filed return's id."""
        told = "Online abuse continues at the level of the week before; damage to property is falling."
        command = FreezeReturn(day, events=EventCounts(4, 2, 0), risk=RiskAssessment("med", "steady", told))
        (frozen,) = freeze_return(command, self.desk)
        if not isinstance(frozen, ReturnFrozen):
            raise TypeError(type(frozen).__name__)
        authorise_return(frozen.filed, self.desk, self.deputy)
        return frozen.filed
