"""Shows characters that are made to be overlooked: direction controls, zero widths, piles of accents."""

import unicodedata

_KEPT = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")
_PILE_AT_MOST = 4


def visible(text: str) -> str:
    """The text in NFC with each hidden character as ⟦U+202E⟧, and no more than four accents on a letter."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    pieces: list[str] = []
    pile = 0
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile > _PILE_AT_MOST:
            continue
        hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        kept = character in _KEPT or (character in _JOINERS and pieces and not pieces[-1].isascii())
        pieces.append(f"⟦U+{ord(character):04X}⟧" if hidden and not kept else character)
    return "".join(pieces)
