"""The house: who may know whom, and who may touch the disk."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "beatbook"

# Each floor may import itself and the floors before it.
FLOORS = (
    {"errors", "edtf", "keyed", "lazily"},
    {"strictyaml"},
    {"rules", "config"},
    {"reading"},
    {"analysis"},
    {"merging"},
    {"briefing"},
    {"publishing"},
    {"editing"},
    {"journal", "seal", "sealing", "sharing"},
    {"indices"},
    {"plain_files", "packs", "stores", "site_files", "machine_files"},
    {"files", "inbox_files", "content_held"},
    {"content_files", "content_writing"},
    {"analysing"},
    {"pipeline"},
    {"starter"},
    {"fetching"},
    {"starting", "adding", "serving"},
    {"command_site", "command_editing"},
    {"command"},
    {"lean"},
)
LEVEL = {name: level for level, floor in enumerate(FLOORS) for name in floor}
MIDDLE = ("reading", "analysis", "merging", "briefing", "publishing", "editing")
IMPURE = {"os", "pathlib", "shutil", "subprocess", "socket", "random", "time", "tempfile", "urllib.request", "glob"}


def modules() -> list[Path]:
    return sorted(PACKAGE.glob("**/*.py"))


def imports_of(path: Path) -> set[str]:
    """Full names of what a module imports, wherever in the module it does so."""
    tree = ast.parse(path.read_text("utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def rooms_in(imports: set[str]) -> set[str]:
    return {name.split(".")[1] for name in imports if name.startswith("beatbook.") and name.split(".")[1] in LEVEL}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path):
    """Text goes in at the bottom of the house and pages come out at the top: nobody imports from further up."""
    room = room_of(path)
    upward = {other for other in rooms_in(imports_of(path)) if room != "__init__" and LEVEL[other] > LEVEL[room]}

    assert not upward


@pytest.mark.parametrize(
    "path", [path for path in modules() if room_of(path) in MIDDLE], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_the_middle_of_the_house_is_pure(path: Path):
    """Disk, clock, environment and chance are known to files, pipeline and command alone."""
    assert not IMPURE & imports_of(path)
    assert "print(" not in path.read_text("utf-8")


def test_only_the_pipeline_calls_files():
    """One module decides when something is read or written."""
    disk = {"files", "inbox_files", "content_files", "content_held", "content_writing", "machine_files", "plain_files"}
    callers = {room_of(path) for path in modules() if disk & rooms_in(imports_of(path))}

    assert callers - disk == {"pipeline"}


def test_only_fetching_and_serving_know_the_network():
    """A build never opens a connection: `add` does through fetching, and `serve` waits for one."""
    network = {
        "socket",
        "http.client",
        "http.server",
        "urllib.request",
        "asyncio",
        "socketserver",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
    }
    users = {room_of(path) for path in modules() if network & imports_of(path)}

    assert users == {"fetching", "serving"}


def test_every_room_has_its_floor():
    """A new module at the top of the package is given its place here."""
    rooms = {room_of(path) for path in modules()} - {"__init__"}

    assert rooms == LEVEL.keys()
