"""The command that shows or sets what takes two officers."""

from __future__ import annotations

import argparse
from argparse import Namespace

from spoc_desk.cli.release_arguments import second_options
from spoc_desk.cli.terminal import answer, second_officer, unlocked
from spoc_desk.domain.dual_control import CHOSEN, Deed, Policy
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.dual_rules import SetDualControl, rules_of, set_dual_control
from spoc_desk.services.machine import Machine

TOLD = {
    Policy.LONE: "two officers; one alone, labelled self-authorised, while nobody else may stand by",
    Policy.TWO: "two officers, always",
}


def rule_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Which deeds take two officers always, and which one alone may do while there is nobody else."""
    deeds = ", ".join(CHOSEN)
    made.add_argument("--two", default="", metavar="DEED,…", help=f"always two officers: {deeds}")
    made.add_argument(
        "--lone", default="", metavar="DEED,…", help="two officers while there is a second, else one alone"
    )
    return second_options(made)


def keep_rules(options: Namespace, machine: Machine) -> None:
    """Sets the rules asked for, then shows the rule for every deed."""
    lone, two = _deeds(options.lone), _deeds(options.two)
    for deed in set(lone) & set(two):
        raise DomainError("dual.rule_twice", deed=str(deed))
    rules = dict.fromkeys(lone, Policy.LONE) | dict.fromkeys(two, Policy.TWO)
    with unlocked(options, machine) as vault:
        if rules:
            set_dual_control(SetDualControl(rules, second_officer(options)), vault.desk)
        kept = rules_of(vault.desk)
    answer(options, dict(kept), [f"{deed}: {TOLD[rule]}" for deed, rule in kept.items()])


def _deeds(text: str) -> list[Deed]:
    named = [each.strip().lower() for each in text.split(",") if each.strip()]
    for name in named:
        if name not in set(Deed):
            raise DomainError("dual.no_such_deed", deed=name[:40], deeds=", ".join(CHOSEN))
    return [Deed(name) for name in named]
