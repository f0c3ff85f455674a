"""Knows which system libraries and programs SPOC Desk needs on Linux, and installs those missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Shared library -> the Debian and Ubuntu package that holds it. Qt loads these itself; its wheels do not
# carry them.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

# Program or file -> package. These drive and watch the window in the tests, read its paper and print it.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "git": "git",
    "age": "age",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "soffice": "libreoffice-writer-nogui",
    "ocrmypdf": "ocrmypdf",
    "/usr/share/tesseract-ocr/5/tessdata/eng.traineddata": "tesseract-ocr-eng",
    "/usr/sbin/cupsd": "cups",
    "lp": "cups-client",
    "/usr/lib/cups/backend/cups-pdf": "printer-driver-cups-pdf",
    "pdfsig": "poppler-utils",
    "openssl": "openssl",
    "strace": "strace",
    "unzip": "unzip",
}


class Missing(Exception):
    """Packages are missing and this user may not install them; the message says what to run."""


def ensure_packages(*, for_tests: bool) -> None:
    """Installs what is missing, or raises Missing with the command that does it."""
    if sys.platform != "linux":
        return
    install(missing_packages(for_tests=for_tests))


def missing_packages(*, for_tests: bool) -> list[str]:
    """The Debian packages whose library or program is not on this machine."""
    known = _known_libraries()
    missing = {package for library, package in LIBRARIES.items() if library not in known}
    if for_tests:
        missing |= {package for name, package in TEST_PROGRAMS.items() if not _is_here(name)}
    return sorted(missing)


def install(packages: list[str]) -> None:
    """Installs `packages` as root on Debian or Ubuntu; elsewhere raises Missing."""
    if not packages:
        return
    commands = [
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ]
    if not is_debian():
        raise Missing("These Debian packages, or your system's equals, are missing: " + " ".join(packages))
    if sys.platform == "win32" or os.geteuid() != 0:
        told = " && ".join("sudo " + " ".join(command) for command in commands)
        raise Missing(f"System packages are missing. Run this, then try again:\n\n  {told}\n")
    print("Installing system packages: " + " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        # A source that apt cannot reach need not hold what we want: only the installing must succeed.
        if done.returncode != 0 and "install" in command:
            raise Missing(f"{' '.join(command)}\nended with status {done.returncode}:\n{done.stdout}")


def is_debian() -> bool:
    """Whether apt-get rules here."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    names = {
        word
        for line in release.splitlines()
        if line.startswith(("ID=", "ID_LIKE="))
        for word in line.partition("=")[2].strip("\"'").split()
    }
    return bool(names & {"debian", "ubuntu"}) and shutil.which("apt-get") is not None


def _known_libraries() -> set[str]:
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    listed = subprocess.run([ldconfig, "-p"], capture_output=True, encoding="utf-8", check=True).stdout
    return {line.split()[0] for line in listed.splitlines() if "=>" in line}


def _is_here(name: str) -> bool:
    return Path(name).exists() if name.startswith("/") else shutil.which(name) is not None
