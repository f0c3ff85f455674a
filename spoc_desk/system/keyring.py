"""Keeps a workstation's secret in the operating system's password store, and nothing else there.

Only stores on our own list are used, and each is made directly: what discovery, an environment
variable or a settings file would choose might keep the secret in plain text. keyring is imported
late because it is slow, and the unlock window must not wait for it.
"""

import base64
import binascii
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from spoc_desk.domain.errors import DomainError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "SPOC Desk"
WINDOWS = "Windows Credential Manager"
SECRET_SERVICE = "Secret Service"  # noqa: S105  (a name, not a secret)
KWALLET = "KWallet"
MACOS = "macOS Keychain"

_SECRET_BYTES = 32


class KeyringSecrets:
    """One password store of this computer. Calls may wait for the user to unlock it."""

    def __init__(self, name: str, backend: "KeyringBackend") -> None:
        self.name = name
        self._backend = backend

    def get(self, account: str) -> bytes | None:
        """The secret, or None when there is none. Raises keyring.locked, keyring.damaged."""
        with self._refusals():
            kept = self._backend.get_password(SERVICE, account)
        if kept is None:
            return None
        try:
            secret = base64.b64decode(kept, validate=True)
        except (binascii.Error, ValueError) as damaged:
            raise DomainError("keyring.damaged", backend=self.name) from damaged
        if len(secret) != _SECRET_BYTES:
            raise DomainError("keyring.damaged", backend=self.name)
        return secret

    def set(self, account: str, secret: bytes) -> None:
        """Keep 32 bytes for that account. Raises keyring.locked, keyring.damaged."""
        if len(secret) != _SECRET_BYTES:
            raise ValueError("a workstation secret has 32 bytes")
        with self._refusals():
            self._backend.set_password(SERVICE, account, base64.b64encode(secret).decode())
        if self.get(account) != secret:
            raise DomainError("keyring.damaged", backend=self.name)

    def delete(self, account: str) -> None:
        """Forget the secret; none there is no error. Raises keyring.locked."""
        if self.get(account) is not None:
            with self._refusals():
                self._backend.delete_password(SERVICE, account)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        failures = _failures(sys.platform)
        try:
            yield
        except failures as refused:
            raise DomainError("keyring.locked", backend=self.name) from refused


def account_for(vault: str, officer: str) -> str:
    """The account under which an officer's secret for a vault is kept; both are uids."""
    return f"{vault} {officer}"


def open_keyring(wanted: str = "") -> KeyringSecrets:
    """The first store of our list that answers here, or the one that a slot names.

    Raises keyring.unavailable when none answers, keyring.expected when the wanted one does not.
    """
    for name, make in _stores(sys.platform):
        if wanted not in {"", name}:
            continue
        backend = _made(make)
        if backend is not None:
            return KeyringSecrets(name, backend)
    if wanted:
        raise DomainError("keyring.expected", backend=wanted)
    raise DomainError("keyring.unavailable")


def _stores(system: str) -> tuple[tuple[str, Callable[[], "type[KeyringBackend]"]], ...]:
    if system == "win32":
        return ((WINDOWS, _windows),)
    if system == "darwin":
        return ((MACOS, _macos),)
    return ((SECRET_SERVICE, _secret_service), (KWALLET, _kwallet))


def _made(make: "Callable[[], type[KeyringBackend]]") -> "KeyringBackend | None":
    """The store, or None when it does not answer on this computer."""
    kind = make()
    if not kind.viable:
        return None
    backend: Any = kind()
    # keyring lets environment variables set its properties, such as another collection.
    for name in [name for name in vars(backend) if f"KEYRING_PROPERTY_{name.upper()}" in os.environ]:
        delattr(backend, name)
    if hasattr(kind, "persist"):
        # By default Windows would carry the secret to every computer the user signs in to.
        backend.persist = "local machine"
    return cast("KeyringBackend", backend)


def _windows() -> "type[KeyringBackend]":
    from keyring.backends.Windows import WinVaultKeyring

    return WinVaultKeyring


def _macos() -> "type[KeyringBackend]":
    from keyring.backends.macOS import Keyring

    return Keyring


def _secret_service() -> "type[KeyringBackend]":
    from keyring.backends.SecretService import Keyring

    return Keyring


def _kwallet() -> "type[KeyringBackend]":
    from keyring.backends.kwallet import DBusKeyring

    return DBusKeyring


def _failures(system: str) -> tuple[type[Exception], ...]:
    """What a store raises when it is locked or stops answering."""
    from keyring.errors import KeyringError

    if system == "win32":
        from keyring.backends import Windows

        windows: Any = Windows
        return (KeyringError, OSError, windows.pywintypes.error)
    if system == "linux":
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException

        return (KeyringError, OSError, SecretStorageException, DBusErrorResponse)
    return (KeyringError, OSError)
