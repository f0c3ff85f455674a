"""What every open vault on this machine shares: the law, the words, the clock, the child process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from spoc_desk.bootstrap.adapters import PrintedDocuments, ReturnFiles
from spoc_desk.bootstrap.releases import ReleaseRoom
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.part_making import Programs
from spoc_desk.domain.court_profiles import CourtProfiles
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.pack_templates import PackTemplates
from spoc_desk.domain.redactions import RedactionReasons
from spoc_desk.domain.referrals import Checklist
from spoc_desk.domain.retention_rules import RetentionRules
from spoc_desk.exchange.contact_files import ContactFileReader
from spoc_desk.services.messages import Messages
from spoc_desk.services.ports import Clock
from spoc_desk.storage.keyslots import KdfCost, calibrate
from spoc_desk.system.child import Child
from spoc_desk.system.lawpack import (
    load_checklist,
    load_court_profiles,
    load_lawpack,
    load_redaction_reasons,
    load_retention,
    load_templates,
    newest_lawpack,
)
from spoc_desk.system.ocr import find_ocr
from spoc_desk.system.office import find_libreoffice
from spoc_desk.system.print_queue import LpQueue


@dataclass
class Parts:
    """Loaded when first needed, so that the unlock window need not wait for them."""

    resources: Path
    migrations: Path
    clock: Clock
    cost: KdfCost | None = None

    @cached_property
    def guess_cost(self) -> KdfCost:
        """What one guess at a passphrase costs in slots made here; measured when none was given."""
        return self.cost or calibrate()

    @cached_property
    def messages(self) -> Messages:
        """The sentences."""
        return Messages.read(self.resources / "messages" / "en.toml")

    @cached_property
    def lawpack(self) -> LawPack:
        """The newest law-pack shipped; a clock set back must not leave an officer without one."""
        folder = newest_lawpack(self.resources / "lawpack", date.max)
        return load_lawpack(folder, self.resources / "schemas")

    @cached_property
    def checklist(self) -> Checklist:
        """The CPS checklist."""
        return load_checklist(self.resources / "checklists" / "cps_referral.json", self.resources / "schemas")

    @cached_property
    def court_profiles(self) -> CourtProfiles:
        """What courts ask of electronic bundles."""
        return load_court_profiles(
            self.resources / "packs" / "court_profiles.json", self.resources / "schemas"
        )

    @cached_property
    def templates(self) -> PackTemplates:
        """The kinds of pack."""
        return load_templates(self.resources / "packs" / "templates.json", self.resources / "schemas")

    @cached_property
    def redaction_reasons(self) -> RedactionReasons:
        """The codes printed inside redactions."""
        return load_redaction_reasons(
            self.resources / "redaction" / "reasons.json", self.resources / "schemas"
        )

    @cached_property
    def retention(self) -> RetentionRules:
        """Retention groups and the CPIA rule."""
        return load_retention(self.resources / "retention" / "groups.json", self.resources / "schemas")

    @cached_property
    def child(self) -> Child:
        """Where everything that others sent is read."""
        return Child(CHILD_MODULES, workers=2)

    @cached_property
    def documents(self) -> PrintedDocuments:
        """Printed things."""
        return PrintedDocuments(
            self.resources / "fonts", self.child, Programs(find_libreoffice(), find_ocr())
        )

    @cached_property
    def releases(self) -> ReleaseRoom:
        """What a release needs."""
        return ReleaseRoom(self.resources, self.child)

    @cached_property
    def return_formats(self) -> ReturnFiles:
        """A return's formats."""
        return ReturnFiles(self.resources / "schemas")

    @cached_property
    def contact_files(self) -> ContactFileReader:
        """Files of contacts."""
        return ContactFileReader()

    @cached_property
    def print_queue(self) -> LpQueue:
        """This computer's printers."""
        return LpQueue()

    def close(self) -> None:
        """Ends the child process."""
        if "child" in self.__dict__:
            self.child.close()
