"""Runs one command: exit status 0 done, 1 refused with one clear sentence, 2 wrong usage."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from spoc_desk.cli.arguments import parser
from spoc_desk.cli.backups import back_up, list_backups, restore_vault
from spoc_desk.cli.disclosing import disclose
from spoc_desk.cli.keys import change_own, enrol_again, move_in, rekey, revoke, transfer
from spoc_desk.cli.officers import enrol, list_officers, set_role
from spoc_desk.cli.papers import make_pack, make_return
from spoc_desk.cli.passwords import give_password
from spoc_desk.cli.printing import print_copies, show_copies
from spoc_desk.cli.reading import show_anchor, show_reads
from spoc_desk.cli.records import add_record, list_records, show_record
from spoc_desk.cli.recovery import prove_paper, renew_paper
from spoc_desk.cli.redacting import redact
from spoc_desk.cli.releases import keep_certificate, release_and_save
from spoc_desk.cli.retention import destroy_record, keep_retention, review_record, show_disposals
from spoc_desk.cli.rules import keep_rules
from spoc_desk.cli.transfers import export_audit, import_contacts, verify_vault
from spoc_desk.cli.vaults import create_vault, enter_force_code, recover_vault
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.machine import Machine

log = logging.getLogger(__name__)
Command = Callable[[Namespace, Machine], None]

COMMANDS: Mapping[str, Command] = {
    "create": create_vault,
    "force-code": enter_force_code,
    "recover": recover_vault,
    "officers": list_officers,
    "policy": keep_rules,
    "enrol": enrol,
    "role": set_role,
    "passphrase": change_own,
    "re-enrol": enrol_again,
    "transfer": transfer,
    "move-in": move_in,
    "revoke": revoke,
    "rekey": rekey,
    "new-recovery": renew_paper,
    "prove-recovery": prove_paper,
    "verify": verify_vault,
    "backup": back_up,
    "backups": list_backups,
    "restore": restore_vault,
    "import": import_contacts,
    "list": list_records,
    "show": show_record,
    "add": add_record,
    "disclose": disclose,
    "redact": redact,
    "password": give_password,
    "pack": make_pack,
    "release": release_and_save,
    "certificate": keep_certificate,
    "print": print_copies,
    "copies": show_copies,
    "return": make_return,
    "audit": export_audit,
    "retention": keep_retention,
    "review": review_record,
    "destroy": destroy_record,
    "disposals": show_disposals,
    "reads": show_reads,
    "anchor": show_anchor,
}


def run(arguments: Sequence[str], machine: Machine, demo: Command) -> int:
    """Runs a command and answers the exit status."""
    options = parser().parse_args(arguments)
    command = demo if options.command == "demo" else COMMANDS[options.command]
    try:
        command(options, machine)
    except DomainError as refused:
        sys.stderr.write(machine.messages.sentence(refused) + "\n")
        return 1
    except Exception as fault:  # noqa: BLE001 a detective is told a sentence, never a traceback
        # Kind and place only: the words of a fault may hold what the vault keeps secret.
        log.error("%s in %s", type(fault).__name__, options.command)  # noqa: TRY400
        sys.stderr.write(
            machine.messages.sentence(DomainError("terminal.bug", kind=type(fault).__name__)) + "\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
    return 0
