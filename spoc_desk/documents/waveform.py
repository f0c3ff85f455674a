"""The loudness of a recording over time, as few numbers: read whole when short, in samples when long."""

import shutil
import subprocess
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from spoc_desk.domain.errors import DomainError

COLUMNS = 480
SECONDS_AT_MOST = 8.0
WHOLE_AT_MOST = 1200.0
_VALUES = 1 << 19
_KNOWN = frozenset({"PCM", "FLAC", "Vorbis", "Opus", "MPEG Audio"})
"""What is decoded on every computer, as MediaInfo names it."""
_DECODED_RATE = 4000
_DECODED_AT_MOST = 4 * 3600


@dataclass(frozen=True, slots=True)
class Waveform:
    """The loudest point of each stretch, 0 to 1, over `seconds`. `note`: how it was read, when not whole."""

    peaks: tuple[float, ...]
    seconds: float
    note: str = ""


def waveform(source: Path, codec: str) -> Waveform:
    """The waveform of a sound file, or of a video's sound. `codec`: its name, for the reader.

    Raises DomainError("preview.unavailable", reason=…) when nothing here can decode it.
    """
    import soundfile

    try:
        with soundfile.SoundFile(str(source)) as sound:
            made = _read(sound)
    except (soundfile.LibsndfileError, RuntimeError, ValueError):
        made = _by_ffmpeg(source)
    if made is None:
        missing = f"this computer has no decoder for {codec or 'it'}"
        reason = "its sound cannot be decoded; it may be damaged" if codec in _KNOWN else missing
        raise DomainError("preview.unavailable", reason=reason)
    return made


def _read(sound: Any) -> Waveform | None:
    frames, rate = int(sound.frames), int(sound.samplerate)
    if rate <= 0:
        return None
    if not 0 < frames < 1 << 50:
        return _read_on(sound, rate)
    seconds = frames / rate
    whole = seconds <= WHOLE_AT_MOST
    columns = min(COLUMNS, frames)
    note = "" if whole else "a long recording, sampled at even distances"
    peaks: list[float] = []
    end = time.monotonic() + SECONDS_AT_MOST
    for column in range(columns):
        start = frames * column // columns
        stretch = frames * (column + 1) // columns - start
        if not whole:
            sound.seek(start)
            stretch = min(stretch, rate // 2)
        peak = _peak(sound, stretch)
        if peak is None or time.monotonic() > end:
            note = "read only so far: it breaks off" if peak is None else "there was no time to read on"
            break
        peaks.append(peak)
    if not peaks:
        return None
    return Waveform((*peaks, *([0.0] * (columns - len(peaks)))), seconds, note)


def _read_on(sound: Any, rate: int) -> Waveform | None:
    """A file that does not say how long it is: read until it ends or time is up."""
    stretch = max(1, rate // 10)
    stretches: list[float] = []
    end = time.monotonic() + SECONDS_AT_MOST
    while (peak := _peak(sound, stretch)) is not None and time.monotonic() < end:
        stretches.append(peak)
    note = "there was no time to read on" if peak is not None else ""
    return _gathered(stretches, len(stretches) / 10, note)


def _gathered(stretches: list[float], seconds: float, note: str) -> Waveform | None:
    if not stretches:
        return None
    columns = min(COLUMNS, len(stretches))
    edges = [len(stretches) * column // columns for column in range(columns + 1)]
    return Waveform(tuple(max(stretches[low:high]) for low, high in pairwise(edges)), seconds, note)


def _peak(sound: Any, frames: int) -> float | None:
    step = max(1, _VALUES // max(1, int(sound.channels)))
    loudest: float | None = None
    while frames > 0:
        try:
            block = sound.read(min(step, frames), dtype="float32", always_2d=True)
        except RuntimeError:  # damaged from here on
            break
        if not len(block):
            break
        top = float(abs(block).max())
        loudest = max(loudest or 0.0, min(1.0, top if top == top else 0.0))  # noqa: PLR0124  NaN
        frames -= len(block)
    return loudest


def _by_ffmpeg(source: Path) -> Waveform | None:
    """By ffmpeg where it is installed; it inherits this process's limits and has no network either."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    command = [program, "-v", "quiet", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", f"file:{source}"]
    command += ["-vn", "-sn", "-dn", "-ac", "1", "-ar", str(_DECODED_RATE), "-t", str(_DECODED_AT_MOST)]
    command += ["-threads", "1", "-f", "s16le", "pipe:1"]
    stretches: list[float] = []
    samples = 0
    end = time.monotonic() + SECONDS_AT_MOST
    note = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as decoder:
        assert decoder.stdout is not None  # noqa: S101  it was asked for
        while block := decoder.stdout.read(_DECODED_RATE // 5):
            stretches.append(_loudest(block))
            samples += len(block) // 2
            if time.monotonic() > end:
                note = "there was no time to read on"
                break
        decoder.kill()
    return _gathered(stretches, samples / _DECODED_RATE, note)


def _loudest(block: bytes) -> float:
    values = memoryview(block[: len(block) // 2 * 2]).cast("h")
    return max((abs(value) for value in values), default=0) / 32768
