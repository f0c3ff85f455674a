"""Reads arguments, calls bootstrap, runs: the window without a command, one command otherwise."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and answers its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--child"]:
        from spoc_desk.system.child import serve

        return serve(given[1:])
    if given[:1] == ["--launch"]:
        from spoc_desk.system.launch import launch

        launch(given[1:])
    if given:
        from spoc_desk.bootstrap.terminal import run

        return run(given)
    from spoc_desk.bootstrap.window import open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
