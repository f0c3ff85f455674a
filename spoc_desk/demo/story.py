"""Reads the made-up force, people and happenings out of resources/demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident; {ward} in its title is filled in."""

    category: str
    title: str
    description: str
    mode: str
    risk: str
    platform: str = ""
    offence: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the demonstration tells, and the folder of its exhibits."""

    force: str
    force_gss: str
    spoc: str
    officers: tuple[str, ...]
    leading: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    wards: tuple[str, ...]
    parties: tuple[str, ...]
    kinds: tuple[Kind, ...]
    asked: tuple[tuple[str, str], ...]
    papers: dict[str, Any]
    exhibits: Path


def read_story(folder: Path) -> Story:
    """The story in resources/demo."""
    with (folder / "story.toml").open("rb") as file:
        told = tomllib.load(file)
    lists = ("officers", "leading", "first_names", "last_names", "wards", "parties")
    return Story(
        force=told["force"],
        force_gss=told["force_gss"],
        spoc=told["spoc"],
        **{name: tuple(told[name]) for name in lists},
        kinds=tuple(Kind(**kind) for kind in told["kinds"]),
        asked=tuple((asked, advice) for asked, advice in told["asked"]),
        papers=told["papers"],
        exhibits=folder / "exhibits",
    )
