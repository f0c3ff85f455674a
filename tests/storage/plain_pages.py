"""Every page of an encrypted database and of its write-ahead log, decrypted by hand: freed ones too."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
RESERVED = 80  # 16 bytes of IV and 64 of HMAC-SHA512 end each page
SALT = 16


def plain_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """The plaintext of each page, whether anything still refers to it or not."""
    content = path.read_bytes()
    for start in range(0, len(content), PAGE):
        yield _plain(content[start : start + PAGE], key, SALT if start == 0 else 0)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes()[32:] if log.exists() else b""
    for start in range(0, len(frames), PAGE + 24):
        header, page = frames[start : start + 24], frames[start + 24 : start + 24 + PAGE]
        yield _plain(page, key, SALT if int.from_bytes(header[:4], "big") == 1 else 0)


def _plain(page: bytes, key: bytes, skipped: int) -> bytes:
    end = PAGE - RESERVED
    cipher = Cipher(algorithms.AES256(key), modes.CBC(page[end : end + 16])).decryptor()
    return cipher.update(page[skipped:end]) + cipher.finalize()
