"""Where the program makes a DomainError or gives a reason, with which code and which values."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.sources import ROOT, Source, python_sources

MESSAGES = ROOT / "resources" / "messages" / "en.toml"
CODE = re.compile(r"^[a-z][a-z0-9_]*\.[a-z0-9_]+$")


@dataclass(frozen=True)
class Refusal:
    """One DomainError or reason() written with its code in full."""

    where: str
    code: str
    values: frozenset[str]
    takes_more: bool


def refusals() -> list[Refusal]:
    """Every DomainError("code", name=value) and reason(...) here. Codes made at run time are not seen."""
    return [refusal for source in python_sources("spoc_desk") for refusal in refusals_in(source)]


def sentences() -> dict[str, str]:
    """Code -> sentence, from the English messages."""
    tables = tomllib.loads(MESSAGES.read_text(encoding="utf-8"))
    return {
        f"{subject}.{reason}": sentence
        for subject, reasons in tables.items()
        for reason, sentence in reasons.items()
        if isinstance(sentence, str)
    }


def placeholders(sentence: str) -> set[str]:
    """The names between braces."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def refusals_in(source: Source) -> Iterator[Refusal]:
    """The refusals that one source writes."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and _takes_a_code(node.func) and node.args):
            continue
        values = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        takes_more = any(keyword.arg is None for keyword in node.keywords)
        for code in _codes(node.args[0]):
            yield Refusal(source.at(node), code, values, takes_more)


def _takes_a_code(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"DomainError", "reason"}


def _codes(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.IfExp):
        return _codes(argument.body) + _codes(argument.orelse)
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []
