"""What one may type after spoc-desk retention, review, destroy and disposals."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from spoc_desk.cli.release_arguments import second_options
from spoc_desk.cli.typed import day, whole
from spoc_desk.domain.retention import Appeal, Charging, Ending, ReviewDecision, Sentence


def retention_options(made: ArgumentParser) -> None:
    """Nothing, to be told the periods and what is due; or a period to be entered."""
    made.add_argument("--period", default="", metavar="GROUP", help="enter a group's period, or: contacts")
    made.add_argument("--first", type=whole, default=0, metavar="YEARS", help="to the first review")
    made.add_argument("--further", type=whole, default=0, metavar="YEARS", help="between reviews")
    made.add_argument("--after-poll", type=whole, default=0, metavar="DAYS", help="for contacts")
    made.add_argument("--policy", default="", metavar="REFERENCE", help="the force's policy")
    made.add_argument("--confirm-date", action="store_true", help="this computer's date is right")


def review_options(made: ArgumentParser) -> None:
    """Of which record; nothing more, to be told where it stands; or what is to be entered."""
    made.add_argument("reference", metavar="REFERENCE", help="a casefile or a contact")
    made.add_argument("--group", default=None, metavar="GROUP", help="the casefile's retention group")
    made.add_argument("--charging", choices=tuple(filter(None, map(str, Charging))))
    made.add_argument("--charged-on", type=day, metavar="DAY", help="when it was decided, charged or not")
    made.add_argument("--ending", choices=tuple(filter(None, map(str, Ending))))
    made.add_argument("--ended-on", type=day, metavar="DAY")
    made.add_argument("--sentence", choices=tuple(filter(None, map(str, Sentence))))
    made.add_argument("--released-on", type=day, metavar="DAY")
    made.add_argument("--appeal", choices=tuple(filter(None, map(str, Appeal))))
    made.add_argument("--appeal-ended-on", type=day, metavar="DAY")
    does = made.add_mutually_exclusive_group()
    does.add_argument("--decide", choices=tuple(map(str, ReviewDecision)), help="record a decision")
    does.add_argument("--hold", action="store_true", help="place a legal hold")
    does.add_argument("--lift", action="store_true", help="lift the legal hold")
    made.add_argument("--next", type=day, metavar="DAY", help="with --decide keep: the next review")
    made.add_argument("--reason", default="", metavar="TEXT")


def destroy_options(made: ArgumentParser) -> None:
    """What, why, and who stands by; or only what would go."""
    made.add_argument("reference", metavar="REFERENCE", help="a casefile or a contact")
    made.add_argument("--preview", action="store_true", help="say what would go and stay; destroy nothing")
    made.add_argument("--reason", default="", metavar="TEXT", help="kept in the register; identify nobody")
    made.add_argument("--keep-incidents", action="store_true", help="although no other casefile needs them")
    made.add_argument("--certificate", type=Path, metavar="FILE.pdf", help="save the certificate there")
    second_options(made)


def disposal_options(made: ArgumentParser) -> None:
    """The register, or one certificate of it."""
    made.add_argument("--reference", default="", metavar="REFERENCE", help="such as DR/2026/0001")
    made.add_argument("--to", type=Path, metavar="FILE.pdf", help="save its certificate there")
