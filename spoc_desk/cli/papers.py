"""Commands whose result is a file: an evidence pack, a return."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from spoc_desk.cli.pack_terms import late_asked, list_faults, terms_asked
from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, progress, second_officer, unlocked
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import PackBuilt, ReturnFrozen
from spoc_desk.domain.dual_control import Deed, SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.issues import IssuedPack, PackRelease, PackState
from spoc_desk.domain.return_facts import RiskAssessment
from spoc_desk.services.dual_control import approved
from spoc_desk.services.late_pages import add_late_pages
from spoc_desk.services.machine import Machine
from spoc_desk.services.outgoing import check_place, keep_existing, own_folder, write_private
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_items import standing
from spoc_desk.services.page_findings import findings_of
from spoc_desk.services.ports import Changes, Desk
from spoc_desk.services.release import ReleasePack, release_pack
from spoc_desk.services.release_copies import CopyKind, SaveCopy, save_copy
from spoc_desk.services.returns import FreezeReturn, authorise_return, current, freeze_return, return_files


def make_pack(options: Namespace, machine: Machine) -> None:
    """Builds a pack, releases it, writes down the copy, then saves it with its digest beside it."""
    with unlocked(options, machine) as vault:
        desk = vault.desk
        case = record_id(desk, Casefile, options.casefile)
        second = None if options.draft or options.preflight else second_officer(options)
        if options.preflight:
            list_faults(options, case, terms_asked(options, case, desk), desk, machine)
            return
        if not options.draft:
            keep_existing(options.to, replace=options.replace)
            beside = options.to.with_name(f"{options.to.name}.sha256")
            keep_existing(beside, replace=options.replace)
            approved(Deed.RELEASE, second, desk)  # nothing is built that would then not be released
        (made,) = _built(options, case, desk)
        if not isinstance(made, PackBuilt):
            raise TypeError(type(made).__name__)
        with desk.queries.snapshot() as reader:
            pack = reader.get(IssuedPack, made.pack)
        if not options.draft:
            # What could not be printed is named in the answer, and on a slip sheet in the pack.
            release_pack(ReleasePack(pack.id, faults_accepted=True, second=second), desk)
            save_copy(SaveCopy(pack.id, CopyKind.FILE, options.to, replace=options.replace), desk)
        with desk.queries.snapshot() as reader:
            state = standing(pack, reader)
            release = next(iter(reader.find(PackRelease, pack_id=pack.id)), None)
            found = [machine.messages.said(each.reason) for each in findings_of(pack.id, reader)]
    where = f" in {options.to}" if release else ""
    lines = [f"{pack.reference}: {pack.pages} pages{where}", f"SHA-256 {pack.sha256}"]
    lines.append(_standing_told(pack, release))
    lines += [pack.proof] if pack.proof else []
    document = _document(options, pack, state, release, found)
    answer(options, document, [*lines, *(f"Could not print {fault}" for fault in pack.faults), *found])


def _document(
    options: Namespace, pack: IssuedPack, state: PackState, release: PackRelease | None, found: list[str]
) -> dict[str, object]:
    return {
        "reference": pack.reference,
        "casefile": options.casefile,
        "file": "" if options.draft else str(options.to),
        "pages": pack.pages,
        "size": pack.size,
        "sha256": pack.sha256,
        "faults": pack.faults,
        "findings": found,
        "redaction_proof": pack.proof,
        "state": state,
        "signed": bool(release and release.certificate),
        "self_authorised": bool(release and release.self_authorised),
    }


def _standing_told(pack: IssuedPack, release: PackRelease | None) -> str:
    if release is None:
        return f"A draft: look at it, then release it with: release VAULT {pack.reference}"
    who = f"authorised by {release.authorised_by}" if release.authorised_by else "self-authorised"
    count = len(pack.faults)
    accepted = f"; {count} slip {'sheet' if count == 1 else 'sheets'} accepted" if count else ""
    return f"Released for good, unsigned, {who}{accepted}. With --draft it is only built."


def _built(options: Namespace, casefile_id: int, desk: Desk) -> Changes:
    if not options.continues:
        return build_pack(BuildPack(casefile_id, terms_asked(options, casefile_id, desk)), desk, progress)
    pack_id = record_id(desk, IssuedPack, options.continues)
    with desk.queries.snapshot() as reader:
        if reader.get(IssuedPack, pack_id).casefile_id != casefile_id:
            raise DomainError("packs.no_such_pack", reference=options.continues)
    return add_late_pages(late_asked(options, pack_id), desk, progress)


def make_return(options: Namespace, machine: Machine) -> None:
    """Freezes a day, authorises it, and writes return.json, return.csv and return.pdf."""
    check_place(options.to)
    with unlocked(options, machine) as vault:
        desk = vault.desk
        second = second_officer(options)
        filed = _filed(options, desk, second)
        if filed.state is FiledState.FROZEN:
            authorise_return(filed.id, desk, second)
        written = export_files(filed.id, options.to, desk)
        with desk.queries.snapshot() as reader:
            filed = reader.get(FiledReturn, filed.id)
    document = {
        "reference": filed.reference, "date": filed.period_end, "nil": filed.nil, "state": filed.state,
        "payload_sha256": filed.payload_sha256, "self_authorised": filed.self_authorised,
        "files": [str(path) for path in written],
    }  # fmt: skip
    nil = "Nil return" if filed.nil else "Return"
    answer(options, document, [f"{nil} {filed.reference} for {filed.period_end}:", *map(str, written)])


def _filed(options: Namespace, desk: Desk, second: SecondOfficer | None) -> FiledReturn:
    with desk.queries.snapshot() as reader:
        standing = current(reader, options.date, options.date)
    risk = _risk(options)
    if standing and not options.correction:
        if risk:
            raise DomainError("returns.risk_wants_correction", reference=standing.reference)
        return standing
    approved(Deed.RETURN, second, desk)  # nothing is frozen that would then not be authorised
    command = FreezeReturn(options.date, risk=risk, correction_reason=options.correction)
    (made,) = freeze_return(command, desk)
    if not isinstance(made, ReturnFrozen):
        raise DomainError("returns.not_frozen")
    with desk.queries.snapshot() as reader:
        return reader.get(FiledReturn, made.filed)


def _risk(options: Namespace) -> RiskAssessment | None:
    """The force's view of the day; None when none was given, which the return then says itself."""
    if not (options.risk or options.trend or options.narrative):
        return None
    if not (options.risk and options.trend):
        raise DomainError("returns.risk_incomplete")
    return RiskAssessment(options.risk, options.trend, options.narrative)


def export_files(filed_id: int, folder: Path, desk: Desk) -> tuple[Path, ...]:
    """Writes a return's three files from its one snapshot, into a folder that is made if need be."""
    own_folder(folder)
    files = {folder / name: content for name, content in return_files(filed_id, desk).items()}
    for path, content in files.items():
        write_private(path, content)
    return tuple(files)
