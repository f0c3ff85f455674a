"""What one may type after spoc-desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from spoc_desk import __version__
from spoc_desk.cli.audit_arguments import anchor_options, reads_options, verify_options
from spoc_desk.cli.backup_arguments import backup_options, list_options, restore_options
from spoc_desk.cli.keys import (
    alone_options,
    colleague_options,
    move_in_options,
    new_passphrase_options,
)
from spoc_desk.cli.officers import enrol_options, role_options
from spoc_desk.cli.pack_arguments import pack_options, replaces
from spoc_desk.cli.recovery import key_file_options, paper_options, renewal_options
from spoc_desk.cli.release_arguments import certificate_options, release_options, second_options
from spoc_desk.cli.retention_arguments import (
    destroy_options,
    disposal_options,
    retention_options,
    review_options,
)
from spoc_desk.cli.rules import rule_options
from spoc_desk.cli.typed import day, whole
from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.return_codes import RISKS, TRENDS

LISTS = ("contacts", "incidents", "casefiles", "exhibits", "referrals", "packs", "returns", "templates")


def parser() -> argparse.ArgumentParser:
    """Every command with its options. Exit status 2 and a usage line for anything else."""
    top = argparse.ArgumentParser(
        prog="spoc-desk",
        description="Candidate-security casework in an encrypted local vault. Without a command: the window.",
    )
    top.add_argument("--version", action="version", version=f"SPOC Desk {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _vaults(commands)
    backup_options(
        _opens(_command(commands, "backup", "copy the vault to a drive or a share; only what is new"))
    )
    list_options(_command(commands, "backups", "the backups in a folder, as far as they show without a key"))
    restore_options(_command(commands, "restore", "put a vault in place from a backup, checked whole first"))
    _keys(commands)
    _records(commands)
    _papers(commands)
    retention_options(
        _opens(_command(commands, "retention", "the periods for which records are kept, and what is due"))
    )
    review_options(
        _opens(_command(commands, "review", "why a record is kept: group, CPIA facts, decision, legal hold"))
    )
    destroy_options(
        _opens(_command(commands, "destroy", "destroy a casefile or contact for good, with a second officer"))
    )
    disposal_options(_opens(_command(commands, "disposals", "the register of what was destroyed")))
    _auditing(commands)
    return top


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, told: str
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=told, description=told)
    made.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return made


def _opens(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("vault", type=Path, metavar="VAULT", help="the vault's folder")
    _unlocks(made)
    return made


def _unlocks(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--officer", default="", metavar="NAME", help="who opens it; not needed when one officer can"
    )
    made.add_argument(
        "--passphrase-file", metavar="FILE", help="read the passphrase from a file, or - for standard input"
    )


def _vaults(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _command(
        commands, "demo", "do the whole main job for a made-up force and leave the results in a folder"
    )
    demo.add_argument("--to", type=Path, default=Path("out/demo"), metavar="FOLDER")
    demo.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    create = _command(commands, "create", "make a new vault with its first officer and its recovery sheet")
    create.add_argument(
        "vault", type=Path, metavar="VAULT", help="a folder that does not exist yet, or is empty"
    )
    create.add_argument("--force", required=True, metavar="NAME", help="the police force's name")
    create.add_argument("--force-gss", default="", metavar="CODE", help="its GSS code, such as E23000099")
    paper_options(create)
    create.add_argument(
        "--passphrase-only", action="store_true", help="six generated words instead of a keyring"
    )
    create.add_argument("--officer", required=True, metavar="NAME", help="the SPOC's rank and name")
    create.add_argument(
        "--passphrase-file", metavar="FILE", help="read the passphrase from a file, or - for standard input"
    )
    code = _opens(_command(commands, "force-code", "enter or correct the force's GSS code"))
    code.add_argument("code", metavar="CODE", help="such as E23000099; every return carries it")
    _opens(_command(commands, "officers", "everybody who can open the vault, and their roles"))
    enrol_options(_opens(_command(commands, "enrol", "give a colleague a key and a role; two officers")))
    rule_options(_opens(_command(commands, "policy", "show or set what takes two officers; two officers")))
    role_options(_opens(_command(commands, "role", "give a colleague another role; two officers")))
    recover = _command(
        commands, "recover", "open a vault with its printed recovery key and set a new passphrase"
    )
    recover.add_argument("vault", type=Path, metavar="VAULT")
    recover.add_argument("--officer", required=True, metavar="NAME")
    key_file_options(recover)
    recover.add_argument("--passphrase-file", metavar="FILE", help="the new passphrase")
    recover.add_argument("--passphrase-only", action="store_true", help="six words alone, without a keyring")


def _keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new_passphrase_options(_opens(_command(commands, "passphrase", "change your own passphrase")))
    alone_options(
        new_passphrase_options(
            colleague_options(
                _opens(_command(commands, "re-enrol", "a new key for who lost theirs; two officers"))
            )
        )
    )
    alone_options(
        colleague_options(
            _opens(_command(commands, "transfer", "words that open the vault elsewhere, once; two officers"))
        )
    )
    move_in_options(_command(commands, "move-in", "open a vault here for good, with transfer words"))
    renewal_options(
        colleague_options(
            _opens(_command(commands, "revoke", "end a colleague's access by a new key; two officers")),
            second=False,
        )
    )
    renewal_options(_opens(_command(commands, "rekey", "put the vault under a new key; two officers")))
    renewal_options(
        _opens(_command(commands, "new-recovery", "a new recovery sheet, or shares; two officers"))
    )
    key_file_options(_opens(_command(commands, "prove-recovery", "try what is printed on the vault")))


def _records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    reads = _opens(_command(commands, "import", "take contacts from a file"))
    reads.add_argument("what", choices=("contacts",))
    reads.add_argument(
        "file", type=Path, metavar="FILE", help="a Democracy Club CSV, a CSV with our columns, or vCards"
    )
    reads.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    lists = _opens(_command(commands, "list", "one line for each record"))
    lists.add_argument("what", choices=LISTS)
    lists.add_argument("--search", default="", metavar="TEXT")
    shows = _opens(_command(commands, "show", "one record, whole"))
    shows.add_argument(
        "reference", metavar="REFERENCE", help="such as IN/2026/0001; an exhibit as CF/2026/0001:AM/1"
    )
    tells = _opens(_command(commands, "disclose", "say whether an exhibit is used, unused or sensitive"))
    tells.add_argument("reference", metavar="CASEFILE:EXHIBIT", help="such as CF/2026/0001:AM/3")
    tells.add_argument(
        "--as", dest="disclosure", required=True, choices=("used", *filter(None, map(str, Disclosure)))
    )
    tells.add_argument("--reason", default="", metavar="TEXT", help="why; needed for sensitive")
    _redacting(commands)
    opens = _opens(_command(commands, "password", "give the password of an encrypted PDF, so that it prints"))
    opens.add_argument("reference", metavar="CASEFILE:EXHIBIT", help="such as CF/2026/0001:AM/3")
    opens.add_argument(
        "--password-file", required=True, metavar="FILE", help="its first line, or - for standard input"
    )
    adds = _opens(_command(commands, "add", "record an incident, or seal files as exhibits"))
    kinds = adds.add_subparsers(dest="what", required=True, metavar="incident|exhibit")
    incident = kinds.add_parser("incident", help="from a JSON file")
    incident.add_argument(
        "--from", dest="source", required=True, metavar="FILE", help="or - for standard input"
    )
    exhibit = kinds.add_parser("exhibit", help="seal files in a casefile")
    exhibit.add_argument("casefile", metavar="CASEFILE")
    exhibit.add_argument("files", type=Path, nargs="+", metavar="FILE")
    exhibit.add_argument("--description", default="", help="what it is; the file's name when not given")
    exhibit.add_argument("--found-by", default="", metavar="NAME")
    exhibit.add_argument("--found-at", default="", metavar="TIME", help="such as 2026-11-16T09:42")
    exhibit.add_argument("--found-where", default="", metavar="PLACE")
    exhibit.add_argument("--source", default="", metavar="TEXT", help="where it comes from, such as a URL")
    for made in (incident, exhibit):
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        made.add_argument("--officer", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        made.add_argument("--passphrase-file", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _redacting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = _opens(_command(commands, "redact", "redact an exhibit's pages, or list what is redacted"))
    made.add_argument("reference", metavar="CASEFILE:EXHIBIT", help="such as CF/2026/0001:AM/3")
    does = made.add_mutually_exclusive_group(required=True)
    does.add_argument(
        "--word-file", default="", metavar="FILE",
        help="redact the word or phrase in its first line, wherever it stands; - for standard input",
    )  # fmt: skip
    does.add_argument(
        "--word",
        metavar="TEXT",
        help="the same, but seen in the list of processes and in history",
    )
    does.add_argument(
        "--box", metavar="PAGE,LEFT,BOTTOM,RIGHT,TOP", help="in points from the page's lower left corner"
    )
    does.add_argument("--list", action="store_true", help="every redaction, withdrawn ones too")
    does.add_argument("--suggest", action="store_true", help="what is likely to need redacting")
    does.add_argument("--withdraw", type=whole, metavar="ID", help="it stays on record")
    does.add_argument("--confirm", action="store_true", help="they hold for the pages as they are now")
    does.add_argument("--check-by", metavar="NAME", help="the second person who checked them")
    made.add_argument("--reason", default="", metavar="CODE", help="such as ADDR, TEL, DOB or 3P")
    made.add_argument(
        "--everywhere", action="store_true", help="with a word: nor may a pack say it elsewhere"
    )
    made.add_argument("--note", default="", metavar="TEXT", help="why, or what the checker remarked")


def _papers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack_options(
        _opens(_command(commands, "pack", "build an evidence pack, as a draft or released for good"))
    )
    _printing(commands)
    release_options(_opens(_command(commands, "release", "release a pack for good, and save copies of it")))
    certificate_options(_opens(_command(commands, "certificate", "show or change what signs packs")))
    returns = _opens(_command(commands, "return", "freeze, authorise and export a day's NPCC return"))
    returns.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD")
    returns.add_argument("--to", required=True, type=Path, metavar="FOLDER")
    returns.add_argument("--risk", default="", choices=RISKS, help="the force's view of the risk")
    returns.add_argument("--trend", default="", choices=TRENDS, help="where the risk is going")
    returns.add_argument("--narrative", default="", metavar="TEXT", help="why, identifying nobody")
    returns.add_argument(
        "--correction", default="", metavar="REASON", help="why an earlier return is superseded"
    )
    second_options(returns)
    audit = _opens(_command(commands, "audit", "write the audit trail, or one casefile's part of it"))
    audit.add_argument("--to", required=True, type=Path, metavar="FILE.jsonl")
    replaces(audit)
    second_options(audit)
    audit.add_argument("--casefile", default="", metavar="REF")


def _auditing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify_options(
        _opens(_command(commands, "verify", "check the database, the evidence files and the audit chain"))
    )
    reads_options(
        _opens(_command(commands, "reads", "who read a record, or what an officer read, for an auditor"))
    )
    anchor_options(
        _opens(_command(commands, "anchor", "sign where the audit trail stands, to hand to somebody outside"))
    )


def _printing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    prints = _command(commands, "print", "print numbered copies of a released pack")
    prints.add_argument("vault", nargs="?", type=Path, metavar="VAULT", help="the vault's folder")
    prints.add_argument("reference", nargs="?", metavar="PACK", help="such as PK/2026/0001")
    prints.add_argument(
        "--printers", action="store_true", help="list this computer's printers, and do nothing"
    )
    prints.add_argument("--although-superseded", action="store_true", help="although another takes its place")
    prints.add_argument("--printer", default="", metavar="NAME", help="the default printer when not given")
    prints.add_argument("--copies", type=whole, default=1, metavar="N")
    prints.add_argument(
        "--pages", default="", metavar="PAGES", help="such as 1-12 or 3,7-9; all if not given"
    )
    prints.add_argument(
        "--duplex", choices=("long", "short", "none"), default="none", help="the edge to turn"
    )
    prints.add_argument(
        "--for", dest="recipients", action="append", default=[], metavar="NAME",
        help="who receives a copy; once for each copy, the pack's own recipient for the rest",
    )  # fmt: skip
    _unlocks(prints)
    copies = _opens(_command(commands, "copies", "the register of a pack's copies, and what became of each"))
    copies.add_argument("reference", metavar="PACK")
    seen = copies.add_mutually_exclusive_group()
    seen.add_argument("--came-out", default="", metavar="N,…", help="all sheets of these copies came out")
    seen.add_argument(
        "--spoiled", type=whole, default=0, metavar="N", help="sheets of this copy were spoiled"
    )
    seen.add_argument("--unknown", type=whole, default=0, metavar="N", help="what came of it is not known")
    copies.add_argument("--sheets", type=whole, default=0, metavar="N", help="how many were spoiled")
    copies.add_argument("--note", default="", metavar="TEXT", help="what became of them")
