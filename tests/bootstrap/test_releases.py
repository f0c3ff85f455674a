"""What signs is large, so it is loaded only when something is signed; a refusal names its server."""

import subprocess
import sys

import pytest

from spoc_desk.bootstrap.releases import ReleaseRoom
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import SigningRequest
from spoc_desk.system.resources import resource_folder
from tests.documents import certificate_samples as certificates
from tests.documents import samples, stamp_server
from tests.documents.certificate_samples import NOW, PASSPHRASE
from tests.documents.stamp_server import serving


def test_a_machine_made_ready_to_unlock_has_not_loaded_what_signs():
    script = """
import sys
from pathlib import Path
from spoc_desk.bootstrap.machine import ThisMachine
machine = ThisMachine(settings=Path(sys.argv[1]))
machine.prepare()
machine.parts.releases.versions()
print(*{name.partition(".")[0] for name in sys.modules})
machine.close()
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, "settings"],
        capture_output=True, text=True, check=True, timeout=60, cwd=resource_folder().parent,
    )  # fmt: skip
    assert not {"pyhanko", "asn1crypto", "aiohttp"} & set(ran.stdout.split())


def test_a_time_stamp_server_that_refuses_is_named(tmp_path):
    (tmp_path / "pack.pdf").write_bytes(samples.pdf())
    request = SigningRequest(certificates.officer_pfx(), PASSPHRASE, "Evidence pack released", NOW)
    room = ReleaseRoom(resource_folder(), child=None)
    with serving(stamp_server.refusing) as (address, _), pytest.raises(DomainError) as refused:
        room.sign(tmp_path / "pack.pdf", tmp_path / "signed.pdf", request, address)
    assert (refused.value.code, refused.value.values) == ("signing.stamp_refused", {"host": "127.0.0.1"})
