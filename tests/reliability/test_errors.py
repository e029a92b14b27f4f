"""Every message is in the catalogue, with cause and remedy, and the catalogue is what the code says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools.list_errors import CAUSES, TARGET, find_messages, read_causes, write_catalogue

ROOT = Path(__file__).parents[2]
UNSEEN = {  # messages that no test triggers, and why
    "article-lost": "a fault of ours that is not there; the invariant is tested on every build",
    "output-outside": "the last barrier behind checks that are tested",
    "page-twice": "the same",
    "content-unfinished": "tested by its words in test_killed_builds.py, where the code does not show",
}
MESSAGES = find_messages()
KNOWN = read_causes()
CODES = sorted({message.code for message in MESSAGES})


def _is_of_commands(code: str) -> bool:
    """Whether only the commands for editors and for adding articles tell it: their packages have tests of their own."""
    return all(
        message.module.startswith(("editing/", "adding", "fetching")) or code == "remove-unknown"
        for message in MESSAGES
        if message.code == code
    )


def test_the_catalogue_is_up_to_date():
    """After a new message: python tools/list_errors.py."""
    is_current = TARGET.read_text("utf-8") == write_catalogue()

    assert is_current, "run python tools/list_errors.py"


@pytest.mark.parametrize("code", CODES)
def test_every_message_has_its_cause_and_its_remedy(code):
    """In tools/errors.yaml, for the person who meets it."""
    cause = KNOWN.get(code, {})

    assert cause.get("cause", "").endswith("."), f"add {code} to {CAUSES.name}"
    assert cause.get("remedy", "").endswith(".")


def test_no_cause_is_left_of_a_message_that_is_gone():
    assert KNOWN.keys() - set(CODES) == set()


@pytest.fixture(scope="module")
def words_of_tests() -> str:
    """Every text that stands in a test."""
    paths = (path for path in sorted((ROOT / "tests").glob("**/*.py")) if path.name != "test_errors.py")
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return "\n".join(node.value for node in nodes if isinstance(node.value, str))


@pytest.mark.parametrize("code", [code for code in CODES if code not in UNSEEN and not _is_of_commands(code)])
def test_every_message_is_triggered_by_a_test(code, words_of_tests):
    """Some test asks for it by its code, or by the words that it shows."""
    shown = [max(message.found.split("…"), key=len).strip() for message in MESSAGES if message.code == code]

    assert re.search(rf"(?<![\w-]){code}(?![\w-])", words_of_tests) or any(len(part) > 12 and part in words_of_tests for part in shown)
