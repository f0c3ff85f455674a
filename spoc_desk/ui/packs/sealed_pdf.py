"""A sealed PDF on screen: read through its seal, block by block, so that no whole pack is ever in memory."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import BinaryIO

from PySide6.QtCore import QIODevice, QObject, Signal
from PySide6.QtPdf import QPdfDocument

from spoc_desk.domain.errors import DomainError

Opened = Callable[[], BinaryIO]


class SealedDevice(QIODevice):
    """Reads a sealed file anywhere in it. Pages are drawn by threads, so one read waits for another."""

    damaged = Signal(object)

    def __init__(self, stream: BinaryIO, size: int, parent: QObject) -> None:
        """stream: seekable, closed with the device. size in bytes. damaged: with the refusal, once."""
        super().__init__(parent)
        self._stream, self._size, self._lock = stream, size, Lock()
        self._refused = False
        self.taken = 0
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)
        # A locked desk takes its pages down without closing them; the key must go with them.
        self.destroyed.connect(stream.close)

    def isSequential(self) -> bool:
        """It can be read anywhere."""
        return False

    def size(self) -> int:
        """Bytes of the original."""
        return self._size

    def readData(self, most: int) -> bytes:
        """The next bytes; none once the file has turned out damaged."""
        with self._lock:
            if self._refused or self._stream.closed:
                return b""
            try:
                self._stream.seek(self.pos())
                block = self._stream.read(most)
            except DomainError as refused:
                self._refused = True
                self.damaged.emit(refused)
                return b""
            self.taken += len(block)
            return block

    def writeData(self, _content: bytes | bytearray | memoryview, _length: int, /) -> int:
        """Nothing is ever written."""
        return -1

    def close(self) -> None:
        """Lets go of the sealed file too."""
        super().close()
        with self._lock:
            self._stream.close()


class SealedPdf(QObject):
    """A PDF open from its sealed file."""

    damaged = Signal(object)

    def __init__(self, opened: Opened, size: int, parent: QObject | None = None) -> None:
        """opened: gives a reader of its own each time. Raises DomainError when the file is damaged."""
        super().__init__(parent)
        self._opened, self._size = opened, size
        self._device = SealedDevice(opened(), size, self)
        self._device.damaged.connect(self.damaged)
        self.document = QPdfDocument(self)
        self.document.load(self._device)

    @property
    def taken(self) -> int:
        """Bytes read so far; the engine keeps what it has read, so this is memory it may hold."""
        return self._device.taken

    def again(self, parent: QObject) -> SealedPdf:
        """The same file opened once more."""
        return SealedPdf(self._opened, self._size, parent)

    def close(self) -> None:
        """Lets go of pages, file and key."""
        self.document.close()
        self._device.close()
