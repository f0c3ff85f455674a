"""How the program and its child process talk: length-prefixed JSON with bytes carried beside it."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_BLOB = "__bytes__"
HEADER_AT_MOST = 64 << 20


class FrameError(Exception):
    """The other side stopped in the middle of a message, or sent something that is not one."""


def write_frame(pipe: BinaryIO, message: Any) -> None:
    """Send one message: JSON values, with bytes allowed anywhere in them."""
    blobs: list[bytes] = []
    body = json.dumps(_without_bytes(message, blobs)).encode()
    sizes = json.dumps([len(blob) for blob in blobs]).encode()
    pipe.write(_LENGTH.pack(len(sizes)) + sizes + _LENGTH.pack(len(body)) + body)
    pipe.writelines(blobs)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> Any:
    """The next message. Raises EOFError at a clean end, FrameError at a broken one."""
    start = pipe.read(_LENGTH.size)
    if not start:
        raise EOFError
    sizes = json.loads(_exactly(pipe, _length(start)))
    body = json.loads(_exactly(pipe, _length(_exactly(pipe, _LENGTH.size))))
    return _with_bytes(body, [_exactly(pipe, int(size)) for size in sizes])


def _length(prefix: bytes) -> int:
    if len(prefix) != _LENGTH.size:
        raise FrameError
    (length,) = _LENGTH.unpack(prefix)
    if length > HEADER_AT_MOST:
        raise FrameError
    return int(length)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    body = pipe.read(count)
    if len(body) != count:
        raise FrameError
    return body


def _without_bytes(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, bytes):
        blobs.append(value)
        return {_BLOB: len(blobs) - 1}
    if isinstance(value, dict):
        return {key: _without_bytes(each, blobs) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_bytes(each, blobs) for each in value]
    return value


def _with_bytes(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_BLOB}:
            return blobs[value[_BLOB]]
        return {key: _with_bytes(each, blobs) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_bytes(each, blobs) for each in value]
    return value
