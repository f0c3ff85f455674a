"""An anchor slip: where a vault's audit trail stood, for somebody outside the office to keep."""

import io
from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from spoc_desk.documents.fonts import register_fonts
from spoc_desk.documents.return_figures import AnchorBlock
from spoc_desk.documents.style import Sheet, facts, print_sheet, styles, text
from spoc_desk.domain.packs import AuditAnchor
from spoc_desk.services.integrity_ports import AnchorSlip

MARKING = "OFFICIAL"
_WHY = (
    "This slip names nobody. Keep it where the office that made it cannot reach it: with professional "
    "standards, an auditor, or in a file of your own. Keep every slip; a newer one does not replace it."
)
_USE = (
    "Whoever later doubts the vault’s audit trail asks for it as an exported file and holds this slip "
    "against it: python verify_audit.py audit.jsonl NUMBER HASH. The trail must hold that entry with that "
    "hash. If it does not, entries were changed, removed or put in, or an older vault was put back. In the "
    "program: Admin, Check the vault, Compare; or spoc-desk verify VAULT --anchor NUMBER:HASH."
)


def anchor_slip(slip: AnchorSlip, fonts: Path) -> bytes:
    """The slip as one A4 page; the same slip gives the same bytes."""
    register_fonts(fonts)
    page_styles = styles()
    signed = slip.signed
    rows = (
        ("Force", slip.force),
        ("Vault", slip.vault),
        ("Workstation", slip.workstation),
        ("Signed at (UTC)", signed.at),
        ("Entry", f"{signed.sequence:,}"),
        ("Signing key (SHA-256)", _grouped(signed.fingerprint)),
        ("Signature (Ed25519)", _grouped(signed.signature.hex())),
    )
    story: list[Flowable] = [
        text("Anchor slip", page_styles.title),
        text("Where this vault’s audit trail stood", page_styles.subtitle),
        Spacer(1, 10),
        facts(rows, page_styles),
        Spacer(1, 18),
        AnchorBlock(AuditAnchor(signed.sequence, signed.head), "when this slip was made"),
        Spacer(1, 16),
        text("Keeping it", page_styles.subheading),
        text(_WHY, page_styles.body),
        text("Using it", page_styles.subheading),
        text(_USE, page_styles.body),
    ]
    written = io.BytesIO()
    print_sheet(written, story, Sheet("Anchor slip", MARKING, "SPOC Desk anchor slip", slip.demonstration))
    return written.getvalue()


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
