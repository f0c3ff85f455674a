"""What the program imports is what it declares."""

import importlib.metadata
import re
import sys

from tests.architecture.sources import ROOT, imported_names, python_sources

# Import name -> why no line in runtime.in names it.
COME_WITH = {
    "secretstorage": "keyring on Linux",
    "jeepney": "keyring on Linux",
    "win32ctypes": "keyring on Windows",
    "shiboken6": "PySide6",
    "asn1crypto": "pyhanko",
    "lxml": "pikepdf and python-oxmsg",
    "pyhanko_certvalidator": "pyhanko",
    "tzlocal": "pyhanko",
    "PySide6": "several wheels make it up",
    "_typeshed": "mypy; it is never imported at run time",
}


def test_each_outside_package_is_declared():
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    declared = {normal(match[0]) for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}
    distributions = importlib.metadata.packages_distributions()
    undeclared = {
        f"{source.at(node)} {name}"
        for source in python_sources("spoc_desk", "db")
        for node, name in imported_names(source.tree)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names | {"spoc_desk", *COME_WITH}
        and not {normal(package) for package in distributions.get(top, [])} & declared
    }
    assert undeclared == set()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
