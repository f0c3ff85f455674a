"""Brings an issued pack back so that late pages can follow it: read out whole, its hash checked, measured."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from spoc_desk.documents.order import Earlier
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.services.ports import Parser

_MODULE = "spoc_desk.documents.pack_kept"
_BLOCK = 1 << 20
_PAGES_PER_SECOND = 25


def fetch_earlier(
    earlier: EarlierPack, open_sealed: Callable[[EarlierPack], BinaryIO], folder: Path, child: Parser
) -> Earlier:
    """The earlier pack in `folder`, measured by the child.

    Raises DomainError("packs.earlier_altered") when it is not what was sealed, and
    ("packs.earlier_signed") when its file carries a signature, which added pages would break.
    """
    path = folder / "earlier.pdf"
    digest = hashlib.sha256()
    with open_sealed(earlier) as sealed, path.open("xb") as copy:
        while block := sealed.read(_BLOCK):
            digest.update(block)
            copy.write(block)
    told = {}
    if digest.hexdigest() == earlier.sha256:
        told = child.call(f"{_MODULE}:measure", {"path": str(path)}, 30 + earlier.pages / _PAGES_PER_SECOND)
    if told.get("pages") != earlier.pages:
        raise DomainError("packs.earlier_altered", reference=earlier.reference)
    if told["signed"]:
        raise DomainError("packs.earlier_signed", reference=earlier.reference)
    return Earlier(
        path,
        earlier.pages,
        tuple((int(page), int(target)) for page, target in told["links"]),
        int(told["bookmarks"]),
        {item.reference: (item.first_page, item.last_page) for item in earlier.items if item.first_page},
    )


def begin_keeping_check(
    earlier: Earlier, path: Path, child: Parser, pool: ThreadPoolExecutor
) -> "Future[str]":
    """Start comparing the words of the earlier pages, one by one, with those in the finished pack."""
    arguments = {"earlier": str(earlier.path), "path": str(path), "pages": earlier.pages}
    seconds = 30 + 2 * earlier.pages / _PAGES_PER_SECOND

    def ask() -> str:
        try:
            return str(child.call(f"{_MODULE}:compare", arguments, seconds))
        except DomainError as refusal:
            return str(refusal.values.get("reason", refusal.code))

    return pool.submit(ask)
