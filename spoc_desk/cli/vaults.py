"""Commands on a whole vault: made, recovered."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.recovery import check_target, typed_key, write_and_prove
from spoc_desk.cli.terminal import answer, passphrase, unlocked
from spoc_desk.services.machine import CreateVault, Machine
from spoc_desk.services.sittings import set_force_code


def create_vault(options: Namespace, machine: Machine) -> None:
    """Makes a vault, writes its recovery sheet and, at a terminal, has part of the sheet typed back."""
    made_up = ""
    if options.passphrase_only and not options.passphrase_file:
        made_up = machine.six_words()
    command = CreateVault(
        folder=options.vault,
        force_name=options.force,
        officer_name=options.officer,
        passphrase=made_up or passphrase(options, twice=True),
        force_gss=options.force_gss,
        passphrase_only=options.passphrase_only,
        shares=options.shares,
    )
    check_target(options)
    with machine.create_vault(command) as creation:  # given up, nothing of it stays
        proved = write_and_prove(options, creation)
    document = {
        "vault": str(options.vault),
        "officer": options.officer,
        "recovery_sheet": str(options.recovery_to),
        "recovery_proved": proved,
        **({"passphrase": made_up} if made_up else {}),
    }
    lines = [f"Made {options.vault} for {options.officer}.", f"Recovery sheet: {options.recovery_to}"]
    if made_up:
        lines.append(f"Passphrase, shown this once: {made_up}")
    if not proved:
        lines.append("The recovery sheet is not proved yet: print it, then type it back in Admin.")
    answer(options, document, lines)


def enter_force_code(options: Namespace, machine: Machine) -> None:
    """Sets the force's GSS code, without which no return can be made."""
    with unlocked(options, machine) as vault:
        set_force_code(options.code, vault.desk)
    code = options.code.strip().upper()
    answer(options, {"vault": str(options.vault), "force_gss": code}, [f"The force's code is {code}."])


def recover_vault(options: Namespace, machine: Machine) -> None:
    """Opens a vault with its printed recovery key and sets a new passphrase for one officer here."""
    key = typed_key(options)
    made_up = machine.six_words() if options.passphrase_only and not options.passphrase_file else ""
    vault = machine.recover_vault(
        options.vault,
        key,
        options.officer,
        made_up or passphrase(options, twice=True),
        passphrase_only=options.passphrase_only,
    )
    vault.close("exit")
    document = {"vault": str(options.vault), "officer": options.officer}
    lines = [f"{options.officer} can open {options.vault} here with the new passphrase."]
    if made_up:
        document["passphrase"] = made_up
        lines.append(f"Passphrase, shown this once: {made_up}")
    answer(options, document, lines)
