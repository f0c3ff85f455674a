"""Sealing a big file, beside hash, copy and fsync of the same bytes; and beside sha256sum, then stock age."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.result import Result, at_least, noted, seconds
from spoc_desk.storage.evidence_files import EvidenceFolder

CHUNK = 1 << 20


def run(quick: bool = False) -> tuple[Result, ...]:
    """In turn, each on the same file, whose pages are in the cache."""
    size = 128 * CHUNK if quick else 1024 * CHUNK
    rounds = 3 if quick else 5
    with tempfile.TemporaryDirectory(prefix="spoc-bench-", dir=Path.cwd()) as place:
        folder = Path(place)
        source = folder / "evidence.bin"
        _fill(source, size)
        evidence = EvidenceFolder(folder / "evidence")
        steps: dict[str, Callable[[], object]] = {
            "ours": lambda: _seal(evidence, source),
            "copy": lambda: _copy(source, folder / "copy.bin"),
        }
        if shutil.which("age") and shutil.which("sha256sum"):
            steps["stock"] = lambda: _stock(source, folder / "stock.age")
        times: dict[str, list[float]] = {name: [] for name in steps}
        for turn in range(rounds + 1):
            for name, step in steps.items():
                taken = seconds(step)
                if turn:
                    times[name].append(taken)
        return _results(times, size)


def _results(times: dict[str, list[float]], size: int) -> tuple[Result, ...]:
    ours, copy = median(times["ours"]), median(times["copy"])
    speed = (
        f"{size / ours / CHUNK:,.0f} against {size / copy / CHUNK:,.0f} MiB/s, median of {len(times['ours'])}"
    )
    found = [
        at_least(f"sealing {size // CHUNK:,} MiB", copy / ours, 0.5, "×", f"hash + copy + fsync: {speed}")
    ]
    if "stock" in times:
        stock = median(times["stock"])
        found.append(
            at_least("sealing, speed", stock / ours, 1.0, "×", f"sha256sum, then age: {stock:.1f} s")
        )
    return (*found, noted("sealing", ours, "s", "hash, encrypt, fsync, read back, compare"))


def _fill(path: Path, size: int) -> None:
    with path.open("wb") as file:
        for _ in range(size // CHUNK):
            file.write(os.urandom(CHUNK))


def _seal(evidence: EvidenceFolder, source: Path) -> None:
    key = evidence.new_item()
    evidence.seal(source, key, lambda _done, _total: None, lambda: False)
    evidence.erase(key.name)


def _copy(source: Path, target: Path) -> None:
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(CHUNK))
    with source.open("rb") as read, target.open("wb") as written:
        while count := read.readinto(buffer):
            digest.update(buffer[:count])
            written.write(buffer[:count])
        written.flush()
        os.fsync(written.fileno())
    digest.hexdigest()
    target.unlink()


def _stock(source: Path, target: Path) -> None:
    recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    subprocess.run(["sha256sum", str(source)], check=True, capture_output=True)
    subprocess.run(["age", "-r", recipient, "-o", str(target), str(source)], check=True, capture_output=True)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    target.unlink()
