"""Chats kept as records: Telegram's JSON, other JSON, and CSV whose columns name sender, time and words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spoc_desk.documents.chats import (
    NO_ZONE,
    Chat,
    Message,
    Roles,
    day_order,
    message_of,
    parted,
    roles_of,
)
from spoc_desk.documents.sheets import Sheet, head_of

MESSAGES_AT_LEAST = 2
OTHERS_AT_MOST = 4
"""A table with more columns besides sender, time and words is better read as a table."""
_TOLD = frozenset({"type", "date", "from", "actor", "text"})


class _TwiceError(ValueError):
    """An object has the same name twice; a reader would drop one."""


def read_json_chat(words: str) -> Chat | None:
    """The chat in a JSON file; None when it holds none for certain."""
    try:
        held = json.loads(
            words, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_all_pairs
        )
    except (ValueError, RecursionError, MemoryError):
        return None
    return _telegram(held) or _records(held)


def read_csv_chat(sheet: Sheet) -> Chat | None:
    """The chat in a table; None unless its head names sender, time and words, each once."""
    head = head_of(sheet)
    if head != 0 or len(sheet.rows) <= MESSAGES_AT_LEAST:
        return None
    names = sheet.rows[0].cells
    roles = roles_of(names)
    if roles is None or sheet.columns != len(names) or len(set(names)) != len(names):
        return None
    if len(names) - len({roles.sender, roles.text, *roles.moment}) > OTHERS_AT_MOST:
        return None
    fields = [list(zip(names, row.cells, strict=False)) for row in sheet.rows[1:]]
    return _chat([message_of(each, roles) for each in fields], "Table of messages")


def _all_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise _TwiceError
    return held


def _chat(messages: Sequence[Message], app: str, about: Sequence[tuple[str, str]] = ()) -> Chat | None:
    """The conversation, when nearly every record has a sender and a moment."""
    whole = [each for each in messages if each.sender.strip() and (each.day or each.time)]
    if len(whole) < MESSAGES_AT_LEAST or len(whole) * 10 < len(messages) * 9:
        return None
    order = day_order([each.day for each in messages])
    notes = (*((order,) if order else ()), NO_ZONE)
    return Chat(app, tuple(messages), tuple(about), notes)


def _telegram(held: Any) -> Chat | None:
    """One chat of Telegram's export, or all of them, one after the other."""
    if not isinstance(held, dict):
        return None
    group = held.get("chats")
    chats = group.get("list") if isinstance(group, dict) else [held]
    if not isinstance(chats, list) or not chats or not all(_is_telegram(each) for each in chats):
        return None
    about = list(_flat({name: value for name, value in held.items() if name not in {"messages", "chats"}}))
    messages: list[Message] = []
    for chat in chats:
        if chat is not held:
            told = {name: value for name, value in chat.items() if name != "messages"}
            messages.append(Message("", "", "", "Chat: " + ", ".join(" ".join(each) for each in _flat(told))))
        messages += [_telegram_message(each) for each in chat["messages"]]
    if sum(bool(each.sender) for each in messages) < MESSAGES_AT_LEAST:
        return None
    return Chat("Telegram", tuple(messages), tuple(about), (NO_ZONE,))


def _is_telegram(chat: Any) -> bool:
    messages = chat.get("messages") if isinstance(chat, dict) else None
    return isinstance(messages, list) and all(
        isinstance(each, dict)
        and each.get("type") in {"message", "service", "unsupported"}
        and isinstance(each.get("date"), str)
        for each in messages
    )


def _telegram_message(held: dict[str, Any]) -> Message:
    day, time = parted(str(held["date"]))
    words = _telegram_words(held.get("text", ""))
    used = set(_TOLD)
    if _telegram_words(held.get("text_entities", [])) in {words, ""}:
        used.add("text_entities")
    further = tuple(_flat({name: value for name, value in held.items() if name not in used}))
    if held["type"] == "message":
        return Message(day, time, _word(held.get("from")) or _word(held.get("from_id")), words, further)
    who = f"{_word(held.get('actor'))} ".lstrip()
    return Message(day, time, "", f"{who}{words}".strip() or str(held["type"]), further)


def _telegram_words(text: Any) -> str:
    if isinstance(text, list):
        return "".join(_telegram_words(each) for each in text)
    if isinstance(text, dict):
        said = _word(text.get("text"))
        return f"{said} <{text['href']}>" if text.get("href") and text["href"] != said else said
    return _word(text)


def _records(held: Any) -> Chat | None:
    """A list of records alike, at the top or under one name, whose names tell sender, time and words."""
    about: list[tuple[str, str]] = []
    if isinstance(held, dict):
        lists = [
            name for name, value in held.items() if isinstance(value, list) and _roles(value) is not None
        ]
        if len(lists) != 1:
            return None
        about = list(_flat({name: value for name, value in held.items() if name != lists[0]}))
        held = held[lists[0]]
    roles = _roles(held)
    if roles is None:
        return None
    return _chat([message_of(list(_flat(each)), roles) for each in held], "JSON export", about)


def _roles(held: Any) -> Roles | None:
    if not isinstance(held, list) or len(held) < MESSAGES_AT_LEAST:
        return None
    if not all(isinstance(each, dict) for each in held):
        return None
    names = dict.fromkeys(name for each in held for name in each)
    roles = roles_of(names)
    if roles is None:
        return None
    simple = (str, bool, type(None))
    used = (roles.sender, roles.text, *roles.moment)
    return roles if all(isinstance(each.get(name), simple) for each in held for name in used) else None


def _flat(held: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value with the path of names to it: reactions.0.emoji."""
    if isinstance(held, Mapping):
        for key, value in held.items():
            yield from _flat(value, f"{name}.{key}" if name else str(key))
    elif isinstance(held, list):
        for index, value in enumerate(held):
            yield from _flat(value, f"{name}.{index}")
    else:
        yield name, _word(held)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
