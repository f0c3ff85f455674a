"""Stills out of a video: the first frame, the last one, and others evenly between, each with its time."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS_AT_MOST = 14.0
SIDE_AT_MOST = 640
PIXELS_AT_MOST = 40_000_000
_QUALITY = 85
_STEPS_BACK = (1, 2, 3)
_FRAMES_AT_MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class Still:
    """One frame as a small JPEG, upright. `at`: its own time in seconds."""

    at: float
    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Stills:
    """Frames in order of time. `ends`: whether the last is the video's last. `fault`: what went wrong."""

    frames: tuple[Still, ...] = ()
    ends: bool = False
    fault: str = ""


def wanted_stills(seconds: float) -> int:
    """How many stills a video of that length gets: 12, 24 or 36."""
    return 12 if seconds <= 120 else 24 if seconds <= 1200 else 36


def video_stills(source: Path, wanted: int, seconds: float = SECONDS_AT_MOST) -> Stills:
    """Up to `wanted` stills, found within that many seconds; an unreadable video gives none and a fault."""
    # One thread, one frame at a time: more would not fit the child's memory.
    os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2

    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(str(source), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    try:
        if not capture.isOpened():
            return Stills(fault="its pictures cannot be decoded here")
        size = [capture.get(each) for each in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)]
        if size[0] * size[1] > PIXELS_AT_MOST:
            return Stills(
                fault=f"its frames of {size[0]:.0f} × {size[1]:.0f} points are too large to draw here"
            )
        count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
        gone = _budget(seconds)
        if 1 <= count <= _FRAMES_AT_MOST:
            return _sought(cv2, capture, int(count), wanted, gone)
        return _read_through(cv2, capture, wanted, gone)
    finally:
        capture.release()


def _budget(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _sought(cv2: Any, capture: Any, count: int, wanted: int, gone: Callable[[], bool]) -> Stills:
    """First, last, then ever finer between them, so that what time allows is spread over the whole."""
    found: dict[int, Still] = {}
    first = _frame(cv2, capture, 0)
    if first is None:
        return Stills(fault="its first frame cannot be decoded here")
    found[0] = first
    last = _last_frame(cv2, capture, count, gone)
    ends = last >= count - len(_STEPS_BACK)
    fault = "" if ends else "its end cannot be decoded: it breaks off before the length it claims"
    for index in (last, *_spread(last, wanted)):
        if gone():
            fault = fault or "there was no time for more stills"
            break
        if index not in found:
            still = _frame(cv2, capture, index)
            if still is not None:
                found[index] = still
    return Stills(_in_order(found.values()), ends, fault)


def _last_frame(cv2: Any, capture: Any, count: int, gone: Callable[[], bool]) -> int:
    """The last frame that can be decoded: in a file that breaks off, found by halving."""
    for back in _STEPS_BACK:
        if back < count and _reaches(cv2, capture, count - back):
            return count - back
    low, high = 0, count - len(_STEPS_BACK)
    while high - low > 1 and not gone():
        middle = (low + high) // 2
        low, high = (middle, high) if _reaches(cv2, capture, middle) else (low, middle)
    return low


def _reaches(cv2: Any, capture: Any, index: int) -> bool:
    try:
        capture.set(cv2.CAP_PROP_POS_FRAMES, index)
        return bool(capture.grab())
    except cv2.error:
        return False


def _in_order(frames: Any) -> tuple[Still, ...]:
    by_time = {round(still.at, 3): still for still in sorted(frames, key=lambda still: still.at)}
    return tuple(by_time.values())


def _spread(reach: int, wanted: int) -> list[int]:
    """Evenly spaced frame numbers from 0 to `reach`, in an order that halves the gaps."""
    steps = min(wanted - 1, reach)
    places = [round(reach * step / steps) for step in range(1, steps)] if steps > 1 else []
    ordered: list[int] = []
    spans = [(0, len(places))]
    while spans:
        low, high = spans.pop(0)
        if low < high:
            middle = (low + high) // 2
            ordered.append(places[middle])
            spans += [(low, middle), (middle + 1, high)]
    return ordered


def _read_through(cv2: Any, capture: Any, wanted: int, gone: Callable[[], bool]) -> Stills:
    """A video that does not say how many frames it has: one still a second from the start."""
    frames: list[Still] = []
    while len(frames) < wanted and not gone():
        if not capture.grab():
            break
        at = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if not frames or at >= frames[-1].at + 1:
            still = _taken(cv2, capture, at)
            if still is not None:
                frames.append(still)
    if not frames:
        return Stills(fault="it holds no frame that can be decoded here")
    return Stills(tuple(frames), fault="it does not say how long it is, so only its beginning is shown")


def _frame(cv2: Any, capture: Any, index: int) -> Still | None:
    if not _reaches(cv2, capture, index):
        return None
    return _taken(cv2, capture, max(0.0, capture.get(cv2.CAP_PROP_POS_MSEC) / 1000))


def _taken(cv2: Any, capture: Any, at: float) -> Still | None:
    try:
        ok, picture = capture.retrieve()
        if not ok or picture is None or not picture.size:
            return None
        height, width = picture.shape[:2]
        scale = min(1.0, SIDE_AT_MOST / max(width, height))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        ok, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    except cv2.error:
        return None
    return Still(at, *size, jpeg.tobytes()) if ok else None
