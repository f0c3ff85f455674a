"""A sentence the domain wants said: a code and its values, worded in resources/messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so. code is "subject.reason", as in DomainError; values fill its sentence."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    def mapping(self) -> dict[str, str]:
        """The values by name, as the sentence's placeholders need them."""
        return dict(self.values)


def reason(code: str, /, **values: object) -> Reason:
    """A reason whose values are turned into text."""
    return Reason(code, tuple((name, str(value)) for name, value in values.items()))
