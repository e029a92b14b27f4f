"""Every message is in the catalogue, with cause and remedy, and the catalogue is what the code says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools.list_errors import CAUSES, TARGET, find_messages, read_causes, write_catalogue

ROOT = Path(__file__).parents[2]
ELSEWHERE = {  # messages that need more than a folder of files: the test that triggers them, and the words that it asks for
    "add-not-free": ("tests/test_add.py", "may be its beginning only"),
    "content-unfinished": ("tests/reliability/test_killed_builds.py", "run the build once"),
    "scheduler": ("tests/test_analysing.py", "start one: dask scheduler"),
    "disk": ("tests/reliability/test_killed_builds.py", "make room on the disk"),
}
UNSEEN = {"page-twice": "the last barrier behind checks of ids that are tested"}
MESSAGES = find_messages()
KNOWN = read_causes()
CODES = sorted({message.code for message in MESSAGES})


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


def words_of(*names: str) -> str:
    """Every text that stands in these modules."""
    nodes = (node for name in names for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))) if isinstance(node, ast.Constant))
    return "\n".join(node.value for node in nodes if isinstance(node.value, str))


@pytest.mark.parametrize("code", [code for code in CODES if code not in UNSEEN])
def test_every_message_is_triggered_by_a_test(code):
    """From outside, as people meet it, with its path, line and hint."""
    name, words = ELSEWHERE.get(code, ("tests/reliability/test_messages.py", ""))
    texts = words_of(name, "tests/reliability/message_cases.py")

    assert (words in texts) if words else re.search(rf"(?<![\w-]){code}(?![\w-])", texts)
