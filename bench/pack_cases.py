"""One case of the benchmark of packs, in a process of its own so that its memory is its own.

python -m bench.pack_cases CASE FOLDER prints its results as JSON. CASE: mixed, mixed-quick, huge,
or a number of pages.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from bench.pack_inputs import Case, Kept, concatenated, kept_case, mixed_case, settle
from bench.result import Result, at_least, at_most, noted, seconds
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.packs import BuiltPack
from spoc_desk.system.child import Child

_RATIO, _SIZE, _MEMORY, _WORKER = 2.2, 1.02, 400.0, 512.0
_PAGES_A_DOCUMENT = 25


def pages(count: int, folder: Path) -> tuple[Result, ...]:
    """A pack of about so many pages of small print, every part kept."""
    with Child(CHILD_MODULES, workers=2) as child:
        case, kept = kept_case(folder, child, 0, count // _PAGES_A_DOCUMENT)
        settle()
        _forget_peaks()
        took, built = _built(case, child, kept)
        own, worker = _peaks()
    plain = _least(lambda: concatenated(kept, folder / "plain.pdf"))
    told = f"{built.pages:,} pages"
    return (
        at_most(f"{told}, parts kept", took / plain, _RATIO, "×", f"qpdf joining them: {plain:.2f} s"),
        noted(f"{told}, parts kept", built.pages / took, "pages/s", f"{took:.2f} s, every page read back"),
        at_most(f"{told}, memory of the program", own, _MEMORY, "MiB", "peak of its process"),
        at_most(f"{told}, memory of a worker", worker, _WORKER, "MiB", "peak of the larger child"),
    )


def mixed(folder: Path, *, quick: bool = False) -> tuple[Result, ...]:
    """The named case: 200 exhibits, 120 of them photographs; from cold and with its parts kept."""
    case = mixed_case(folder, *((12, 8) if quick else (120, 40)))
    settle()
    _forget_peaks()
    alone, _ = _cold(case, 1)
    both, kept = _cold(case, 2)
    with Child(CHILD_MODULES, workers=2) as child:
        took, built = _built(case, child, kept)
        again = case.build(child, kept)
        own, worker = _peaks()
    plain = _least(lambda: concatenated(kept, folder / "plain.pdf"))
    reading = _least(case.read_and_decoded)
    exhibits = len(case.content.exhibits)
    told = f"{built.pages:,} pages, {exhibits} exhibits of {case.size / 1e6:,.0f} MB"
    return (
        noted("mixed pack, parts kept", took, "s", told),
        at_most("mixed pack, parts kept", took / plain, _RATIO, "×", f"qpdf joining them: {plain:.2f} s"),
        noted("mixed pack, parts kept", built.pages / took, "pages/s", "hashes of all originals compared"),
        at_most("mixed pack, from cold", both / reading, 2.0, "×", f"reading and decoding: {reading:.2f} s"),
        noted("mixed pack, from cold", built.pages / both, "pages/s", f"{both:.2f} s on two processes"),
        at_least("mixed pack, cold on two processes", alone / both, 1.6, "×", f"one process: {alone:.2f} s"),
        at_most("mixed pack, size", built.size / case.size, _SIZE, "×", "the exhibits"),
        at_most("mixed pack, memory of the program", own, _MEMORY, "MiB", "peak of its process"),
        at_most("mixed pack, memory of a worker", worker, _WORKER, "MiB", "peak of the larger child"),
        noted("mixed pack, same bytes", len({built.sha256, again.sha256}), "digest", "two builds"),
    )


def huge(folder: Path) -> tuple[Result, ...]:
    """10 GB: 3,000 photographs and 17,000 pages of small print, in volumes. Needs 35 GB of disk."""
    with Child(CHILD_MODULES, workers=2) as child:
        case, kept = kept_case(folder, child, 3000, 17_000 // _PAGES_A_DOCUMENT)
        size = sum(part.path.stat().st_size for part in kept.parts.values())
        settle()
        _forget_peaks()
        packs: list[BuiltPack] = []
        took = seconds(lambda: packs.append(case.build(child, kept)))
        own, worker = _peaks()
    pack = packs[0]
    for volume in pack.volumes:
        volume.path.unlink()
    plain = seconds(lambda: concatenated(kept, folder / "plain.pdf"))
    told = f"{pack.pages:,} pages, {pack.size / 1e9:.1f} GB in {len(pack.volumes)} volumes"
    return (
        noted("huge pack, parts kept", took, "s", told),
        at_most("huge pack, parts kept", took / plain, _RATIO, "×", f"qpdf, one file: {plain:.1f} s"),
        at_most("huge pack, size", pack.size / size, _SIZE, "×", "its parts"),
        at_most("huge pack, memory of the program", own, _MEMORY, "MiB", "peak of its process"),
        at_most("huge pack, memory of a worker", worker, _WORKER, "MiB", "peak of the larger child"),
    )


def _built(case: Case, child: Child, kept: Kept) -> tuple[float, BuiltPack]:
    """The least seconds of three builds, and the pack."""
    packs: list[BuiltPack] = []
    return _least(lambda: packs.append(case.build(child, kept))), packs[-1]


def _cold(case: Case, workers: int) -> tuple[float, Kept]:
    """Seconds of a build without any part kept, its worker processes already running; and its parts."""
    best, parts = float("inf"), Kept(case.folder)
    for _ in range(2):
        parts = Kept(case.folder)
        with Child(CHILD_MODULES, workers=workers) as child:
            _awake(child, case.folder)
            best = min(best, seconds(lambda kept=parts: case.build(child, kept)))  # type: ignore[misc]
    return best, parts


def _awake(child: Child, folder: Path) -> None:
    """Lets every worker load what it needs, as it has in a program that is in use."""
    place = folder / "awake"
    place.mkdir(exist_ok=True)
    with ThreadPoolExecutor(child.workers) as pool:
        list(pool.map(lambda number: _one(child, place / f"{number}"), range(child.workers)))


def _one(child: Child, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    kept_case(folder, child, 1, 1)


def _least(step: Callable[[], object]) -> float:
    return min(seconds(step) for _ in range(3))


def _forget_peaks() -> None:
    """Lets the system count this process's peak anew: making the exhibits is no part of a build."""
    Path("/proc/self/clear_refs").write_text("5")


def _peaks() -> tuple[float, float]:
    """Peak memory in MiB of this process, and of the larger of its children, which must still be running."""
    own, children = 0.0, []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            if folder.name == str(os.getpid()):
                own = int(told["VmHWM"].split()[0]) / 1024
            if told["PPid"].strip() == str(os.getpid()):
                children.append(int(told["VmHWM"].split()[0]) / 1024)
    return own, max(children, default=0.0)


def main(case: str, folder: Path) -> None:
    """Runs one case and prints what it found."""
    if case == "huge":
        found = huge(folder)
    elif case.startswith("mixed"):
        found = mixed(folder, quick=case.endswith("quick"))
    else:
        found = pages(int(case), folder)
    print(json.dumps([asdict(result) for result in found]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
