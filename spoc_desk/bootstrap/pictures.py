"""Takes the demonstration's pictures in a process of its own: python -m spoc_desk.bootstrap.pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.window import load_pages
from spoc_desk.domain.casefiles import CasefileIncident
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.redactions import Redaction
from spoc_desk.domain.referrals import Referral
from spoc_desk.services.machine import OpenVault
from spoc_desk.system.resources import resource_folder
from spoc_desk.ui.casefiles.page import CasefilesPage
from spoc_desk.ui.pictures import Shot, take_pictures
from spoc_desk.ui.redaction.window import RedactionWindow
from spoc_desk.ui.shell import Outfit
from spoc_desk.ui.workplace import Workplace

SLOW = 5  # rounds, for what the child process draws


class StillClock:
    """A clock that stands at one moment, so that pictures of one vault are alike."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self._moment


def main(arguments: Sequence[str]) -> int:
    """VAULT OFFICER FOLDER MOMENT; the passphrase comes on standard input."""
    vault, officer, folder, moment = arguments
    sys.excepthook = _fail
    machine = ThisMachine(clock=StillClock(datetime.fromisoformat(moment)))
    passphrase = sys.stdin.readline().strip()
    outfit = Outfit(resource_folder(), (Path(vault),), lambda: machine, load_pages)
    try:
        take_pictures(
            outfit, lambda: machine.open_vault(Path(vault), officer, passphrase), shots_of, Path(folder)
        )
    finally:
        machine.close()
    return 0


def shots_of(vault: OpenVault) -> tuple[Shot, ...]:
    """Each screen, on the record that shows most of it."""
    with vault.desk.queries.snapshot() as reader:
        pack = reader.find(IssuedPack)[-1]
        referral = reader.find(Referral, casefile_id=pack.casefile_id)[0]
        incident = reader.find(CasefileIncident, casefile_id=pack.casefile_id)[0].incident_id
        filed = max(reader.find(FiledReturn), key=lambda each: each.period_end)
        posts = reader.get(Exhibit, reader.find(Redaction)[0].exhibit_id)
    case = pack.casefile_id
    return (
        Shot("today", "today"),
        Shot("contacts", "contacts", 1),
        Shot("incidents", "incidents", incident),
        Shot("casefiles", "casefiles", case),
        Shot("casefiles-offences", "casefiles", case, "offences"),
        Shot("casefiles-exhibits", "casefiles", case, "exhibits", SLOW),
        Shot("casefiles-redact", "casefiles", case, "", SLOW, partial(_redact, posts=posts)),
        Shot("packs-compose", "casefiles", case, "", SLOW, _compose),
        Shot("referrals", "referrals", referral.id),
        Shot("packs", "packs", pack.id),
        Shot("packs-preview", "packs", pack.id, "preview", SLOW),
        Shot("returns", "returns", filed.id),
        Shot("admin", "admin"),
        Shot("admin-law", "admin", tab="law"),
    )


def _redact(workplace: Workplace, page: Any, *, posts: Exhibit) -> None:
    RedactionWindow(workplace, page, posts.id, posts.reference).open()


def _compose(_workplace: Workplace, page: Any) -> None:
    if isinstance(page, CasefilesPage):
        page.build_pack()


def _fail(kind: type[BaseException], fault: BaseException, _trace: object) -> None:
    """What goes wrong in a step would otherwise leave the program waiting for the next one for ever."""
    sys.stderr.write(f"{kind.__name__}: {fault}\n")
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
