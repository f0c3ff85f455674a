"""Puts right-to-left writing in the order in which it is seen, by the Unicode bidirectional algorithm.

UAX #9 without explicit embeddings: their control characters never get this
far, they are printed as visible marks.
"""

import unicodedata

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_STRONG = frozenset({"L", "R", "EN", "AN"})
_BESIDE = (
    *((0x0F3A, 2), (0x169B, 1), (0x2045, 1), (0x207D, 1), (0x208D, 1), (0x2308, 2), (0x2768, 7)),
    *((0x27C5, 1), (0x27E6, 5), (0x2983, 5), (0x2991, 4), (0x29D8, 2), (0x29FC, 1), (0x2E22, 4)),
    *((0x2E55, 4), (0x3008, 5), (0x3014, 4), (0xFE59, 3), (0xFF08, 1), (0xFF5F, 1), (0xFF62, 1)),
)
"""First opening bracket, and how many pairs follow one another (BidiBrackets.txt)."""
_BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "\uff3b": "\uff3d",
    "\uff5b": "\uff5d",
    "\u298d": "\u2990",
    "\u298f": "\u298e",
    **{chr(first + 2 * at): chr(first + 2 * at + 1) for first, pairs in _BESIDE for at in range(pairs)},
}
_CANONICAL = str.maketrans("\u2329\u232a", "\u3008\u3009")
_OPEN_AT_MOST = 63
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})


def has_right_to_left(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in text)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (rules P2 and P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def visual_order(text: str, base: int) -> list[tuple[int, str]]:
    """One line's stretches from left to right as (level, text); odd levels run right to left.

    The text of a stretch stays in reading order: shaping reverses it.
    """
    levels = _levels(text, base)
    stretches: list[tuple[int, str]] = []
    for level, character in zip(levels, text, strict=True):
        if stretches and stretches[-1][0] == level:
            stretches[-1] = (level, stretches[-1][1] + character)
        else:
            stretches.append((level, character))
    highest = max(levels, default=0)
    for level in range(highest, 0, -1):
        stretches = _reversed_at(stretches, level)
    return stretches


def mirrored(text: str) -> str:
    """Text without letters, such as brackets, as it looks inside right-to-left writing."""
    return text.translate(_MIRRORED)[::-1]


def _reversed_at(stretches: list[tuple[int, str]], level: int) -> list[tuple[int, str]]:
    ordered: list[tuple[int, str]] = []
    held: list[tuple[int, str]] = []
    for stretch in stretches:
        if stretch[0] >= level:
            held.insert(0, stretch)
            continue
        ordered += held
        held = []
        ordered.append(stretch)
    return ordered + held


def _levels(text: str, base: int) -> list[int]:
    start = "R" if base % 2 else "L"
    found = [unicodedata.bidirectional(each) or "L" for each in text]
    weak = _weak_resolved(list(found), start)
    kinds = _neutrals_resolved(_brackets_resolved(text, weak, found, start), start)
    levels = []
    for kind in kinds:
        if base % 2:
            levels.append(base if kind == "R" else base + 1)
        else:
            levels.append(base + {"L": 0, "R": 1}.get(kind, 2))
    for index in range(len(text) - 1, -1, -1):
        if not text[index].isspace():
            break
        levels[index] = base
    return levels


def _weak_resolved(kinds: list[str], start: str) -> list[str]:
    """Rules W1 to W7: digits, their signs and marks take a direction from what precedes them."""
    before, strong = start, start
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before
        if kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        before = kinds[index] = kind
    kinds = _signs_joined(kinds)
    strong = start
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
        elif kind in {"ES", "CS", "ET"}:
            kinds[index] = "ON"
    return kinds


def _signs_joined(kinds: list[str]) -> list[str]:
    """Rules W3 to W5: a separator or currency sign belongs to the digits beside it."""
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        left, right = kinds[index - 1], kinds[index + 1]
        if left == right and (
            (kinds[index] in {"ES", "CS"} and left == "EN") or (kinds[index] == "CS" and left == "AN")
        ):
            kinds[index] = left
    for order in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        beside = ""
        for index in order:
            if kinds[index] == "ET" and beside == "EN":
                kinds[index] = "EN"
            beside = kinds[index]
    return kinds


def _brackets_resolved(text: str, kinds: list[str], found: list[str], start: str) -> list[str]:
    """Rule N0: both brackets of a pair take the direction of what they hold, or of what precedes them.

    found: the kinds of the characters before any rule, which tell the marks that follow a bracket.
    """
    for opening, closing in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[opening + 1 : closing] if kind in _STRONG}
        if not inside:
            continue
        side = start
        if start not in inside:
            before = (_side(kind) for kind in reversed(kinds[:opening]) if kind in _STRONG)
            side = next(before, start)
        for index in (opening, closing):
            kinds[index] = side
            for mark in range(index + 1, len(kinds)):
                if found[mark] != "NSM":
                    break
                kinds[mark] = side
    return kinds


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Where paired brackets stand, in the order of the opening ones (definition BD16)."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for index, character in enumerate(text.translate(_CANONICAL)):
        if kinds[index] != "ON":
            continue
        if character in _BRACKETS:
            if len(waiting) == _OPEN_AT_MOST:
                return []
            waiting.append((_BRACKETS[character], index))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == character:
                pairs.append((waiting[depth][1], index))
                del waiting[depth:]
                break
    return sorted(pairs)


def _neutrals_resolved(kinds: list[str], start: str) -> list[str]:
    """Rules N1 and N2: spaces and punctuation join the direction on both sides, else the line's."""
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        left = _side(kinds[index - 1]) if index else start
        right = _side(kinds[end]) if end < len(kinds) else start
        kinds[index:end] = [left if left == right else start] * (end - index)
        index = end
    return kinds


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"
