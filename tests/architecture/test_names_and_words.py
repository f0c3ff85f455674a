"""Names say what a thing is, modules say what they are for, and nothing committed names this machine."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, Source, ours, python_sources, tracked_files

BANNED = {"manager", "helper", "util", "common", "misc", "data", "info"}
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
# Spelt in pieces so that this file does not hold what it looks for.
REGISTRIES = [
    r"py" + r"pi\.org",
    r"python" + r"hosted\.org",
    r"npm" + r"js\.(org|com)",
    r"(deb|security|ftp|snapshot)\.[a-z.]*" + r"debian\.org",
    r"crates" + r"\.io",
    r"repo1?\.maven",
    r"proxy" + r"\.golang",
]
MACHINE_PATHS = [
    r"(?<![\w.])/wo" + r"rk/",
    r"(?<![\w.])/ro" + r"ot/",
    r"/tmp/" + r"farm",
    r"(?<![\w.~])/ho" + r"me/\w",
]
TEXT_FILES = {".py", ".md", ".toml", ".txt", ".in", ".json", ".sh", ".yml", ".cfg", ".csv", ""}


def is_banned(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return bool(words) and words[-1].lower() in BANNED | {word + "s" for word in BANNED}


def test_no_file_or_class_is_a_drawer_for_everything():
    drawers = [source.name for source in ours() if is_banned(source.path.stem)]
    drawers += [
        f"{source.at(node)} {node.name}"
        for source in ours()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and is_banned(node.name)
    ]
    assert drawers == []


@pytest.mark.parametrize("name", ["ExhibitManager", "utils", "HTMLInfo", "common", "form_helpers"])
def test_a_drawer_is_known_by_its_last_word(name):
    assert is_banned(name)


@pytest.mark.parametrize("name", ["DataProtectionRequest", "metadata", "InfoLine", "exhibits"])
def test_a_word_that_merely_begins_or_resembles_one_is_free(name):
    assert not is_banned(name)


def test_each_module_begins_by_saying_what_it_is_for():
    silent = [source.name for source in ours() if not begins_with_docstring(source)]
    assert silent == []


def begins_with_docstring(source: Source) -> bool:
    body = source.tree.body
    return bool(body) and ast.get_docstring(source.tree) is not None and body[0].lineno <= 2


def test_module_level_names_that_can_change_are_constants():
    changing = [
        source.at(node)
        for source in python_sources("spoc_desk")
        for node in source.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_container(node.value)
        for name in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(name, ast.Name) and not name.id.isupper() and name.id != "__all__"
    ]
    assert changing == []


def is_container(value: ast.expr | None) -> bool:
    makers = {"list", "dict", "set", "defaultdict", "deque", "OrderedDict", "Counter", "WeakKeyDictionary"}
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in makers
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


@pytest.mark.parametrize("patterns", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_nothing_committed_names_a_registry_or_a_machine(patterns):
    wanted = re.compile("|".join(patterns))
    assert lines_with(wanted, suffixes=TEXT_FILES) == []


def test_nothing_committed_is_left_unfinished():
    # As a member of an enumeration the word is honest: it names a checklist line still open.
    wanted = re.compile(r"(?<!\.)\b(" + "|".join(UNFINISHED) + r")\b(?! =)")
    assert lines_with(wanted, suffixes={".py", ".md", ".toml"}) == []


def lines_with(wanted: re.Pattern[str], *, suffixes: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in tracked_files()
        if path.suffix.lower() in suffixes and b"\0" not in (content := path.read_bytes())[:8192]
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1)
        if wanted.search(line)
    ]
