"""What all tests share."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Newsroom
from tests.publisher import Installed, install_wheel
from tests.publishing.factories import make_config
from tests.publishing.made import made_site
from tests.publishing.theme import render

if TYPE_CHECKING:
    from pathlib import Path


# Whoever starts the tests in the background of a script has them ignore Ctrl-C, and every program that they start; some are to heed it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """An empty site."""
    return Newsroom(tmp_path)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package built into a wheel and installed, once for all tests."""
    return install_wheel(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def thousand_files() -> dict[str, bytes]:
    """The rendered site of a digest of a thousand events, by path."""
    return render(made_site(1_000), make_config())
