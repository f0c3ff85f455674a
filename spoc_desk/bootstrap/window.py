"""Opens the window: the unlock panel first, everything heavy only after it has been painted."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spoc_desk.bootstrap.choices import CHOICES, RECENT, OwnChoices, recent_vaults
from spoc_desk.bootstrap.log import end_log, keep_log
from spoc_desk.system.paths import program_paths
from spoc_desk.system.resources import resource_folder
from spoc_desk.system.screen_capture import hider
from spoc_desk.ui.run import run_window
from spoc_desk.ui.shell import Outfit

if TYPE_CHECKING:
    from spoc_desk.bootstrap.machine import ThisMachine
    from spoc_desk.services.away_ports import AwaySigns
    from spoc_desk.services.machine import Machine
    from spoc_desk.ui.workplace import PageSpec


SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def open_window(vault: Path | None = None) -> int:
    """Runs the program until its window closes; answers the exit status."""
    if sys.platform == "linux" and not any(map(os.environ.get, SCREENS)):
        sys.stderr.write("There is no screen to open a window on. Start SPOC Desk from the desktop.\n")
        return 1
    paths = program_paths()
    settings = paths.settings
    machines: list[ThisMachine] = []
    logs: list[logging.Handler | None] = []

    def load_machine() -> Machine:
        from spoc_desk.bootstrap.machine import ThisMachine

        logs.append(keep_log(paths.log))
        machine = ThisMachine(settings=settings)
        machine.prepare()
        machines.append(machine)
        return machine

    choices = OwnChoices(settings / CHOICES)
    recent = recent_vaults(settings / RECENT)
    outfit = Outfit(
        resource_folder(),
        [vault, *(path for path in recent if path != vault)] if vault else recent,
        load_machine,
        load_pages,
        choices.read,
        choices.write,
        load_signs=load_signs,
        hide_window=hider(),
    )
    status = run_window(outfit)
    for machine in machines:
        machine.close()
    for log in logs:
        end_log(log)
    return status


def load_signs() -> AwaySigns:
    """What tells on this system that the officer has left."""
    from spoc_desk.system.away import away_signs

    return away_signs()


def load_pages() -> Sequence[PageSpec]:
    """Every page, in the order of the navigation."""
    from spoc_desk.ui.admin.page import admin_page
    from spoc_desk.ui.casefiles.page import casefiles_page
    from spoc_desk.ui.contacts.page import contacts_page
    from spoc_desk.ui.incidents.page import incidents_page
    from spoc_desk.ui.packs.page import packs_page
    from spoc_desk.ui.referrals.page import referrals_page
    from spoc_desk.ui.returns.page import returns_page
    from spoc_desk.ui.today.page import today_page

    return (
        today_page(),
        contacts_page(),
        incidents_page(),
        casefiles_page(),
        referrals_page(),
        packs_page(),
        returns_page(),
        admin_page(),
    )
