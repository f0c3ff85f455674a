"""Keyrings in each state a user's machine can have: unlocked, locked, absent. All real, none the user's.

Each function gives the environment variables under which a child process meets such a keyring:

    with locked_keyring(keyring_home) as environment:
        done = subprocess.run([sys.executable, "-m", "spoc_desk", ...], env=environment)

Take the fixture keyring_home, not tmp_path, whose paths are too long for the keyring's sockets.
They need no screen, and no prompt can appear: a locked keyring answers "dismissed" at once.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.processes import running, wait_until

# Left in place, these would lead a child process back to the user's own desktop.
_OF_THE_USER = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "DISPLAY",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
    "SSH_AUTH_SOCK",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
)
_SECRETS = "org.freedesktop.secrets"


def private_environment(home: Path) -> dict[str, str]:
    """This process's environment, with every folder and service of the user's replaced by those in `home`."""
    folders = {
        "HOME": home,
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / ".run",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name not in _OF_THE_USER}
    return kept | {name: str(folder) for name, folder in folders.items()}


@contextmanager
def session_bus(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A D-Bus session of its own; gives `environment` with its address."""
    with running(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment) as daemon:
        address = daemon.stdout.readline().strip() if daemon.stdout else ""
        yield {**environment, "DBUS_SESSION_BUS_ADDRESS": address}


@contextmanager
def unlocked_keyring(home: Path, password: str = "unlocked for the tests") -> Iterator[dict[str, str]]:
    """A bus with gnome-keyring on it, its login collection open. `home` may hold an earlier one."""
    with session_bus(private_environment(home)) as environment, _keyring(environment, password):
        yield environment


@contextmanager
def locked_keyring(home: Path) -> Iterator[dict[str, str]]:
    """A bus with gnome-keyring on it, its login collection there but never unlocked."""
    with unlocked_keyring(home, "nobody types this"):
        pass
    with session_bus(private_environment(home)) as environment, _keyring(environment, None):
        yield environment


@contextmanager
def no_keyring(home: Path) -> Iterator[dict[str, str]]:
    """No bus at all, as in a plain terminal on a server."""
    yield private_environment(home)


@contextmanager
def _keyring(environment: Mapping[str, str], password: str | None) -> Iterator[None]:
    unlock = [] if password is None else ["--unlock"]
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock]
    with running(command, environment, first_line=password):
        wait_until(lambda: _has_owner(environment), "gnome-keyring-daemon")
        if password is not None:
            wait_until(lambda: _login_is_open(environment), "the login keyring")
        yield


def _has_owner(environment: Mapping[str, str]) -> bool:
    """Whether something answers for the Secret Service; asking the bus starts nothing."""
    answer = _call(
        environment, "org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", f"string:{_SECRETS}"
    )
    return "boolean true" in answer


def _login_is_open(environment: Mapping[str, str]) -> bool:
    answer = _call(
        environment,
        _SECRETS,
        "/org/freedesktop/secrets/collection/login",
        "org.freedesktop.DBus.Properties.Get",
        "string:org.freedesktop.Secret.Collection",
        "string:Locked",
    )
    return "boolean false" in answer


def _call(environment: Mapping[str, str], owner: str, path: str, method: str, *arguments: str) -> str:
    return subprocess.run(
        ["dbus-send", "--session", "--print-reply", f"--dest={owner}", path, method, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout
