"""What a build is asked for: the command line, and the configuration with the command line's say over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from beatbook import plain_files
from beatbook.config import Config, parse_config
from beatbook.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    inbox: Path = Path("content/inbox")
    content: Path = Path("content")
    output: Path = Path("public")
    config: Path = Path("site_config.yaml")
    base_url: str | None = None
    as_of: str | None = None
    jobs: int = 0  # 0: as many as there are processors
    scheduler: str | None = None  # address of a Dask scheduler: its workers analyse the texts; None: processes of this machine
    clean: bool = False
    read_only: bool = False
    strict: bool = False


def read_config(options: Options) -> Config:
    """The configuration with the command line's say over it; the defaults where there is no file.  Raises ConfigError."""
    try:
        text = plain_files.read_text(options.config)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Problem("config-unreadable", str(options.config), f"the configuration cannot be read: {error}")) from error
    config = parse_config(text or "", path=str(options.config))
    return config if options.base_url is None else replace(config, base_url=options.base_url)
