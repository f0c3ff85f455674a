"""Reads an age v1 file anywhere in it, so that a preview or a video needs no plaintext copy."""

import io
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag

from spoc_desk.storage.age_format import (
    CHUNK,
    PAYLOAD_NONCE,
    SEALED_CHUNK,
    TAG,
    AgeDamaged,
    chunk_nonce,
    payload_cipher,
    private_key,
    read_header,
    unwrap_file_key,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class AgeReader(io.RawIOBase):
    """The plaintext of one age file, seekable. Not for several threads at once.

    Opening it proves the header and the length; each read proves the chunks it touches and raises
    AgeDamaged on the first that is not as it was written. It closes the file it was given.
    """

    def __init__(self, file: BinaryIO, identity: str) -> None:
        """Raises AgeDamaged and AgeWrongKey, and leaves the file open when it does."""
        super().__init__()
        self._file = file
        file_key = unwrap_file_key(read_header(file), private_key(identity))
        nonce = file.read(PAYLOAD_NONCE)
        if len(nonce) != PAYLOAD_NONCE:
            raise AgeDamaged("payload nonce")
        self._cipher = payload_cipher(file_key, nonce)
        self._start = file.tell()
        sealed = file.seek(0, io.SEEK_END) - self._start
        self._chunks = max(1, -(-sealed // SEALED_CHUNK))
        self.size = sealed - self._chunks * TAG
        self._at = 0
        self._kept = (-1, b"")
        self._prove_length()

    def _prove_length(self) -> None:
        if self.size < 0:
            raise AgeDamaged("cut short")
        last = self._chunk(self._chunks - 1)
        if not last and self._chunks > 1:
            raise AgeDamaged("empty last chunk")

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next read begins, in bytes of plaintext."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move, as any file does; past the end is allowed and reads as nothing."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill as much of buffer as there is plaintext. Raises AgeDamaged."""
        target = memoryview(buffer).cast("B")
        wanted = min(len(target), max(0, self.size - self._at))
        done = 0
        while done < wanted:
            if self._at % CHUNK == 0 and wanted - done >= CHUNK:
                done += self._whole_chunks(target[done:wanted])
                continue
            index, offset = divmod(self._at, CHUNK)
            piece = self._chunk(index)[offset : offset + wanted - done]
            target[done : done + len(piece)] = piece
            self._at += len(piece)
            done += len(piece)
        return done

    def close(self) -> None:
        """Close the sealed file too, and let go of the last plaintext."""
        self._kept = (-1, b"")
        self._file.close()
        super().close()

    def _whole_chunks(self, target: memoryview) -> int:
        first, count = self._at // CHUNK, len(target) // CHUNK
        self._file.seek(self._start + first * SEALED_CHUNK)
        sealed = memoryview(self._file.read(count * SEALED_CHUNK))
        for number in range(count):
            self._cipher_into(
                first + number,
                sealed[number * SEALED_CHUNK : (number + 1) * SEALED_CHUNK],
                target[number * CHUNK : (number + 1) * CHUNK],
            )
        self._at += count * CHUNK
        return count * CHUNK

    def _cipher_into(self, index: int, sealed: memoryview, target: memoryview) -> None:
        nonce = chunk_nonce(index, last=index == self._chunks - 1)
        if len(sealed) != SEALED_CHUNK:
            raise AgeDamaged("cut short")
        try:
            self._cipher.decrypt_into(nonce, sealed, None, target)
        except InvalidTag as refused:
            raise AgeDamaged(f"chunk {index}") from refused

    def _chunk(self, index: int) -> bytes:
        if self._kept[0] != index:
            self._file.seek(self._start + index * SEALED_CHUNK)
            sealed = self._file.read(SEALED_CHUNK)
            nonce = chunk_nonce(index, last=index == self._chunks - 1)
            try:
                self._kept = (index, self._cipher.decrypt(nonce, sealed, None))
            except InvalidTag as refused:
                raise AgeDamaged(f"chunk {index}") from refused
        return self._kept[1]
