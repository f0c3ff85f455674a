"""Small videos and recordings for tests, made on the spot, and the harm that can be done to them."""

import io
import struct
from pathlib import Path

import cv2
import numpy
import soundfile

FRAMES, RATE = 40, 10


def video(folder: Path, ending: str = "mp4", code: str = "mp4v", size: tuple[int, int] = (160, 90)) -> bytes:
    """Four seconds, from dark to bright; a red square in the top left corner."""
    path = folder / f"made.{ending}"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*code), RATE, size)
    assert writer.isOpened()
    for index in range(FRAMES):
        frame = numpy.full((size[1], size[0], 3), 20 + 5 * index, numpy.uint8)
        frame[: size[1] // 3, : size[0] // 3] = (0, 0, 255)
        writer.write(frame)
    writer.release()
    return path.read_bytes()


def turned(content: bytes) -> bytes:
    """The MP4 to be shown turned a quarter to the right, as a telephone held upright records it."""
    start = content.index(b"tkhd") + 4 + 4 + 36
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    return content[:start] + matrix + content[start + 36 :]


def lasting(content: bytes, seconds: int) -> bytes:
    """The MP4 with another length in its heads; its frames stay as they are."""
    for name in (b"mvhd", b"mdhd"):
        start = content.index(name) + 4 + 4 + 8
        (scale,) = struct.unpack(">I", content[start : start + 4])
        content = content[: start + 4] + struct.pack(">I", scale * seconds) + content[start + 8 :]
    return content


def placed(content: bytes, place: str = "+54.9781-001.6121/") -> bytes:
    """The MP4, whose index stands last, with the place where it was recorded."""
    words = struct.pack(">HH", len(place), 0x15C7) + place.encode()
    tag = struct.pack(">I", 8 + len(words)) + b"\xa9xyz" + words
    added = struct.pack(">I", 8 + len(tag)) + b"udta" + tag
    at = content.index(b"moov") - 4
    (size,) = struct.unpack(">I", content[at : at + 4])
    whole = content[at : at + size]
    return content[:at] + struct.pack(">I", size + len(added)) + whole[4:] + added + content[at + size :]


def recording(kind: str, seconds: float = 3, **options: str) -> bytes:
    """A tone that starts silent and grows."""
    at = numpy.arange(int(16000 * seconds)) / 16000
    buffer = io.BytesIO()
    soundfile.write(buffer, numpy.sin(at * 2764) * at / seconds * 0.9, 16000, format=kind, **options)
    return buffer.getvalue()
