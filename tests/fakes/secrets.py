"""A password store in memory, for tests that are about something else."""

from spoc_desk.domain.errors import DomainError


class FakeSecrets:
    """Keeps secrets as KeyringSecrets does; locked makes every call refuse."""

    def __init__(self, name: str = "Fake Store", *, locked: bool = False) -> None:
        self.name = name
        self.locked = locked
        self.kept: dict[str, bytes] = {}

    def get(self, account: str) -> bytes | None:
        self._check()
        return self.kept.get(account)

    def set(self, account: str, secret: bytes) -> None:
        self._check()
        self.kept[account] = secret

    def delete(self, account: str) -> None:
        self._check()
        self.kept.pop(account, None)

    def _check(self) -> None:
        if self.locked:
            raise DomainError("keyring.locked", backend=self.name)
