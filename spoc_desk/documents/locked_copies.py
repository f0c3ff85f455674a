"""A copy of a pack that asks for a password: AES-256, as PDF 2.0 has it."""

from pathlib import Path

import pikepdf

from spoc_desk.documents.guarded_file import save_pdf
from spoc_desk.domain.signatures import check_password

_NOTHING = pikepdf.Permissions(
    accessibility=True, extract=True, modify_annotation=False, modify_assembly=False, modify_form=False,
    modify_other=False, print_lowres=True, print_highres=True,
)  # fmt: skip


def lock_pdf(source: Path, target: Path, password: str) -> None:
    """Write the pages of `source` to `target`, unreadable without the password.

    The copy is another file than the one released: it has its own SHA-256, and a signature would
    not survive, so `source` is the unsigned pack. The password is kept nowhere. Every right but
    changing the file is given with it, for whoever reads with a screen reader and for the printer.
    Raises packs.password_short.
    """
    check_password(password)
    # One password opens it; a second, for the rights alone, would be one more thing to lose.
    terms = pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True, allow=_NOTHING)
    with pikepdf.open(source) as pdf:
        save_pdf(pdf, target, encryption=terms, compress_streams=False)
