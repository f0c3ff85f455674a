"""Asks a time-stamp server (RFC 3161) for a token, and believes nothing of the answer that it can check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from asn1crypto.cms import ContentInfo
from asn1crypto.core import Sequence
from asn1crypto.tsp import PKIStatusInfo
from pyhanko.sign.timestamps.api import TimeStamper

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import CLOCKS_APART

ANSWER_AT_MOST = 48 * 1024
Ask = Callable[[bytes], bytes]


class _Answer(Sequence):  # type: ignore[misc]
    """RFC 3161's TimeStampResp; the library's own cannot read a refusal, which carries no token."""

    _fields: ClassVar[list[tuple[object, ...]]] = [
        ("status", PKIStatusInfo),
        ("time_stamp_token", ContentInfo, {"optional": True}),
    ]


class CarefulStamper(TimeStamper):
    """One question for one signature; an answer to any other question is refused.

    ask: sends a request's bytes and brings the answer's. at: the moment the signature claims.
    """

    def __init__(self, ask: Ask, at: datetime, host: str = "") -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._ask, self._at, self._host = ask, at, host
        self.token: ContentInfo | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        """The token for this digest. Raises DomainError of the subject signing."""
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        answer = self._ask(request.dump())
        if len(answer) > ANSWER_AT_MOST:
            raise DomainError("signing.stamp_wrong", fault="its answer is far too long")
        try:
            self.token = self._believed(answer, message_digest, md_algorithm, nonce)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
            raise DomainError("signing.stamp_wrong", fault="its answer cannot be read") from fault
        return self.token

    def _believed(self, answer: bytes, digest: bytes, algorithm: str, nonce: int) -> ContentInfo:
        response = _Answer.load(answer, strict=True)
        if response["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise DomainError("signing.stamp_refused", host=self._host)
        token = response["time_stamp_token"]
        told = token["content"]["encap_content_info"]["content"].parsed
        imprint = told["message_imprint"]
        if imprint["hashed_message"].native != digest or (
            imprint["hash_algorithm"]["algorithm"].native != algorithm
        ):
            raise DomainError("signing.stamp_wrong", fault="it stamped something else")
        if told["nonce"].native != nonce:
            raise DomainError("signing.stamp_wrong", fault="it answered another question")
        if abs(told["gen_time"].native - self._at) > CLOCKS_APART:
            raise DomainError("signing.stamp_time_differs", there=f"{told['gen_time'].native:%H:%M UTC}")
        return token
