"""Fields for phone, e-mail and postcode: tidied on leaving, warned about when odd, never refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.words import LineField

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|BFPO \d{1,4}|GIR 0AA")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_PHONE = re.compile(r"(\+\d{7,15}|0\d{9,10}|999|101|116\d{3})")


def tidy_postcode(text: str) -> str:
    """Upper case, one space before the last three; what is not like a postcode is left as typed."""
    solid = "".join(text.upper().split())
    if re.fullmatch(r"BFPO\d{1,4}", solid):
        return f"BFPO {solid[4:]}"
    if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA", solid):
        return f"{solid[:-3]} {solid[-3:]}"
    return text.strip()


def tidy_phone(text: str) -> str:
    """Spaced the British way: 07700 900123, 020 7946 0123. Others keep the spaces they were typed with."""
    solid = re.sub(r"[\s().-]", "", text)
    solid = re.sub(r"^(\+44|0044)0?", "0", solid)
    if re.fullmatch(r"02\d{9}", solid):
        return f"{solid[:3]} {solid[3:7]} {solid[7:]}"
    if re.fullmatch(r"0\d{10}", solid):
        return f"{solid[:5]} {solid[5:]}"
    return " ".join(text.split())


def tidy_email(text: str) -> str:
    """Without spaces, the host in lower case."""
    name, at, host = "".join(text.split()).rpartition("@")
    return f"{name}{at}{host.lower()}"


class TidiedField(LineField):
    """A line that is tidied when it is left, and warned about when it does not look right."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        tidy: Callable[[str], str],
        looks_right: Callable[[str], bool],
        odd: str,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self._tidy, self._looks_right, self._odd = tidy, looks_right, odd
        self.editor.editingFinished.connect(self._tidy_up)

    def value(self) -> str:
        """What was entered, tidied."""
        return self._tidy(self.editor.text())

    def warning(self) -> str:
        """Says so when it does not look right; it is kept all the same."""
        return "" if self._looks_right(self.value()) else self._odd

    def _tidy_up(self) -> None:
        tidied = self.value()
        if tidied != self.editor.text():
            self.editor.setText(tidied)


def phone_field(theme: Theme, label: str, *, required: bool = False, hint: str = "") -> TidiedField:
    """A telephone number."""
    odd = QCoreApplication.translate("Fields", "This does not look like a telephone number; it is kept.")
    return TidiedField(
        theme, label, required=required, hint=hint, tidy=tidy_phone, odd=odd,
        looks_right=lambda text: _PHONE.fullmatch(re.sub(r"[\s().-]", "", text)) is not None,
    )  # fmt: skip


def email_field(theme: Theme, label: str, *, required: bool = False, hint: str = "") -> TidiedField:
    """An e-mail address."""
    odd = QCoreApplication.translate("Fields", "This does not look like an e-mail address; it is kept.")
    return TidiedField(
        theme, label, required=required, hint=hint, tidy=tidy_email, odd=odd,
        looks_right=lambda text: _EMAIL.fullmatch(text) is not None,
    )  # fmt: skip


def postcode_field(theme: Theme, label: str, *, required: bool = False, hint: str = "") -> TidiedField:
    """A postcode; an overseas or unknown one is kept too."""
    odd = QCoreApplication.translate("Fields", "This does not look like a UK postcode; it is kept.")
    return TidiedField(
        theme, label, required=required, hint=hint, tidy=tidy_postcode, odd=odd,
        looks_right=lambda text: _POSTCODE.fullmatch(text) is not None,
    )  # fmt: skip
