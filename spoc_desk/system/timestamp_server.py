"""The one connection this program can make: to the time-stamp server whose address the force entered."""

from __future__ import annotations

import http.client
import ssl
import time
from urllib.parse import urlsplit

from spoc_desk.domain.errors import DomainError

SECONDS = 15.0
ANSWER_AT_MOST = 48 * 1024
_ASKS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
_ANSWERS = "application/timestamp-reply"


def ask_timestamp_server(address: str, request: bytes, seconds: float = SECONDS) -> bytes:
    """The server's answer to a request of RFC 3161. Follows no redirection, uses no proxy, sends no cookie.

    What leaves this computer is a hash and a random number. Raises DomainError:
    signing.stamp_unreachable, signing.stamp_refused, signing.stamp_wrong.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    ends = time.monotonic() + seconds
    connection = _connection(parts.scheme, host, parts.port, seconds)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, request, _ASKS)
        with connection.getresponse() as response:
            return _answer(response, host, ends)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise DomainError("signing.stamp_unreachable", host=host) from fault
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _answer(response: http.client.HTTPResponse, host: str, ends: float) -> bytes:
    if response.status != http.HTTPStatus.OK:
        raise DomainError("signing.stamp_refused", host=host)
    if response.headers.get_content_type() != _ANSWERS:
        raise DomainError("signing.stamp_wrong", fault="it did not answer with a time-stamp")
    return _read(response, ends)


def _read(response: http.client.HTTPResponse, ends: float) -> bytes:
    """The whole answer, unless it is too long or drips in too slowly."""
    answer = b""
    while piece := response.read1(ANSWER_AT_MOST):
        answer += piece
        if len(answer) > ANSWER_AT_MOST:
            raise DomainError("signing.stamp_wrong", fault="its answer is far too long")
        if time.monotonic() > ends:
            raise TimeoutError
    return answer
