"""Each layer imports only what it may; the contracts in pyproject.toml say the rest."""

import ast
import sys

import pytest

from tests.architecture.sources import Source, imported_names, python_sources, within

OWNERS = {
    "sqlalchemy": "storage",
    "alembic": "storage",
    "sqlcipher3": "storage",
    "PySide6": "ui",
    "shiboken6": "ui",
    "reportlab": "documents",
    "pikepdf": "documents",
    "pypdfium2": "documents",
    "uharfbuzz": "documents",
    "keyring": "system",
}
NETWORK = {
    "socket",
    "socketserver",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "poplib",
    "imaplib",
    "telnetlib",
    "xmlrpc",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "PySide6.QtNetwork",
    "PySide6.QtWebSockets",
}
# Module -> why it may. Only the time-stamp client connects to another machine, and only where told to.
NETWORK_ALLOWED = {
    "spoc_desk/system/confine.py": "makes every socket of the child process refuse",
    "spoc_desk/system/timestamp_server.py": "asks the server whose address the force entered in Admin",
}
# The domain and the services neither read a clock nor touch the machine: both arrive as arguments.
MACHINE = {"os", "subprocess", "shutil", "tempfile", "logging", "time", "threading", "random"}
CLOCKS = {"now", "utcnow", "today"}


def test_the_domain_and_the_services_are_standard_library_only():
    foreign = [
        f"{source.at(node)} {name}"
        for source in python_sources("spoc_desk/domain", "spoc_desk/services")
        for node, name in imported_names(source.tree)
        if name.partition(".")[0] not in sys.stdlib_module_names and not within(name, {"spoc_desk"})
    ]
    assert foreign == []


def test_the_domain_knows_no_machine_and_no_clock():
    found = [
        f"{source.at(node)} {name}"
        for source in python_sources("spoc_desk/domain")
        for node, name in imported_names(source.tree)
        if within(name, MACHINE)
    ]
    pure = python_sources("spoc_desk/domain", "spoc_desk/services")
    found += [call for source in pure for call in clocks(source)]
    assert found == []


def clocks(source: Source) -> list[str]:
    """Calls of datetime.now and its kin; the Clock that a service is handed is not one of them."""
    return [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date"}
    ]


@pytest.mark.parametrize(("package", "owner"), OWNERS.items())
def test_an_outside_package_has_one_owner(package, owner):
    elsewhere = [
        f"{source.at(node)} {name}"
        for source in python_sources("spoc_desk")
        if not source.name.startswith(f"spoc_desk/{owner}/")
        for node, name in imported_names(source.tree)
        if within(name, {package})
    ]
    assert elsewhere == []


def test_nothing_but_the_time_stamp_client_can_reach_a_network():
    found = [
        f"{source.at(node)} {name}"
        for source in python_sources("spoc_desk")
        if source.name not in NETWORK_ALLOWED
        for node, name in imported_names(source.tree)
        if within(name, NETWORK)
    ]
    assert found == []
