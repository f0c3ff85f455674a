"""The source files under test, each read and parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Source:
    """One Python file of ours."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def at(self, node: ast.AST) -> str:
        """Where `node` stands, as a terminal can follow it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


def python_sources(*folders: str) -> list[Source]:
    """Every Python file under `folders`, tracked or not yet."""
    return [source for folder in folders for source in _sources_in(folder)]


@cache
def _sources_in(folder: str) -> tuple[Source, ...]:
    return tuple(Source(path) for path in sorted((ROOT / folder).rglob("*.py")))


def ours() -> list[Source]:
    """All Python here: program, tests, benchmarks, migrations, installer."""
    return python_sources("spoc_desk", "tests", "bench", "db", "installer")


def tracked_files() -> list[Path]:
    """What is, or is about to be, committed."""
    listed = subprocess.run(
        # Whoever owns the checkout: the tests' home holds no git settings that would allow it.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return [ROOT / name for name in sorted(set(listed.split("\0")) - {""}) if (ROOT / name).is_file()]


def imported_names(tree: ast.AST) -> list[tuple[ast.stmt, str]]:
    """Each module that `tree` imports, wherever the import stands, in full."""
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def within(name: str, packages: set[str]) -> bool:
    """Whether the dotted `name` is one of `packages` or inside one."""
    return any(name == package or name.startswith(package + ".") for package in packages)
