"""The command that gives an encrypted exhibit its password."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.records import exhibit_id
from spoc_desk.cli.terminal import answer, secret_line, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.exhibit_passwords import SetOpeningPassword, set_opening_password
from spoc_desk.services.machine import Machine


def give_password(options: Namespace, machine: Machine) -> None:
    """Keeps the password of an encrypted PDF after it has opened it; the password is never written out."""
    case, _, reference = options.reference.partition(":")
    if not reference:
        raise DomainError("records.reference_unknown", reference=options.reference)
    with unlocked(options, machine) as vault:
        # After the vault's own passphrase, which may stand on the first line of standard input.
        typed = secret_line(options.password_file)
        exhibit = exhibit_id(vault.desk, case, reference)
        changed = bool(set_opening_password(SetOpeningPassword(exhibit, typed), vault.desk))
    document = {"exhibit": options.reference, "opens": True, "changed": changed}
    answer(options, document, [f"The password opens {options.reference} and is kept with it."])
