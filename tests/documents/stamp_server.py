"""A small time-stamp server on this machine, honest or not."""

import contextlib
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.documents.certificate_samples import NOW, issued, rsa_key


def stamper(at=NOW) -> DummyTimeStamper:
    key = rsa_key(2048, 3)
    certificate = issued(key, "Wessmere Time", stamps=True)
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    loaded = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    return DummyTimeStamper(loaded, keys.PrivateKeyInfo.load(der), fixed_dt=at)


def honest(request: bytes) -> bytes:
    return stamper().request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def wrong_imprint(request: bytes) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    asked["message_imprint"]["hashed_message"] = b"\x07" * 32
    return stamper().request_tsa_response(asked).dump()


def wrong_nonce(request: bytes) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    asked["nonce"] = 7
    return stamper().request_tsa_response(asked).dump()


def no_nonce(request: bytes) -> bytes:
    asked = tsp.TimeStampReq.load(request)
    asked["nonce"] = None
    return stamper().request_tsa_response(asked).dump()


def hours_out(request: bytes) -> bytes:
    return stamper(NOW + timedelta(hours=3)).request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def refusing(request: bytes) -> bytes:
    return bytes.fromhex("30053003020102")  # a status of 2, rejection, and no token


def broken_signature(request: bytes) -> bytes:
    response = tsp.TimeStampResp.load(honest(request))
    signer = response["time_stamp_token"]["content"]["signer_infos"][0]
    signature = bytearray(signer["signature"].native)
    signature[20] ^= 1
    signer["signature"] = bytes(signature)
    return response.dump(force=True)


@contextlib.contextmanager
def serving(answer, status=200, kind="application/timestamp-reply"):
    """The address of a server that answers so, and what it was sent."""
    asked: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = answer(asked[-1])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
