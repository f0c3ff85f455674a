"""A released pack whose bytes are whatever a test wants printed."""

import hashlib
import io

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.issues import IssuedPack, PackRelease


def a_released_pack(desk, content=b"the pack", pages=9, *, released=True, supersedes=None):
    """A pack of one casefile, sealed in the desk's own evidence."""
    key = desk.evidence.new_item()
    never = lambda: False  # noqa: E731
    sealed = desk.evidence.seal_stream(io.BytesIO(content), key, lambda _done, _of: None, never)
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        number = len(work.find(IssuedPack)) + 1
        case = work.get(Casefile, 1) if supersedes else work.add(a_case(number, now))
        pack = work.add(
            IssuedPack(
                id=0, uid=f"pack-{number}", casefile_id=case.id, reference=f"PK/2027/{number:04d}",
                title="R v Doe",
                recipient="CPS", served=True, issued_at=now, issued_by=desk.officer.name, pages=pages,
                size=sealed.size, sha256=hashlib.sha256(content).hexdigest(), file_name=key.name,
                file_identity=key.identity, exhibits=(), faults=(), anchor_sequence=1, anchor_head="ab",
                supersedes=supersedes.reference if supersedes else "",
            )
        )  # fmt: skip
        if released:
            release(pack, work, desk)
        work.record(PackBuilt(casefile=case.id, pack=pack.id, sha256=pack.sha256, exhibits=0))
    return pack


def a_case(number, now):
    return Casefile(0, f"case-{number}", f"CF/2027/{number:04d}", "R v Doe", now)


def release(pack, work, desk):
    """Puts down a release, as if somebody had authorised it."""
    work.add(PackRelease(0, pack.id, desk.clock.now(), desk.officer.name, "", True, "c" * 64))
