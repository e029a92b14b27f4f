"""What editors' commands do under content/, outside a build."""

from __future__ import annotations

import errno
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from beatbook import analysis, content_files, content_writing, files
from beatbook.errors import BeatbookError, Problem, StorageError
from beatbook.rules import Rules, parse_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from beatbook.analysis import AnalysisRules
    from beatbook.briefing.model import FileChange
    from beatbook.content_held import ContentScan
    from beatbook.pipeline.options import Options


def read_desk(options: Options) -> ContentScan:
    """What stands under content/, for an editor's command."""
    return content_files.read_content(options.content)


def write_edits(options: Options, changes: Sequence[FileChange]) -> None:
    """Writes an editor's changes under content/, all or none.  Raises BeatbookError when a file has changed since it was read."""
    with ExitStack() as stack:
        stack.enter_context(explained())
        stack.enter_context(files.lock(options.content / ".cache" / "lock"))
        content_writing.recover_content(options.content)
        if moved := content_writing.write_content(options.content, tuple(changes)):
            raise BeatbookError(*moved)


def remove(options: Options, id_: str) -> tuple[str, ...]:
    """Takes an article out: its text and sidecar, its record, its analysis.  Returns what was deleted.

    Its reports go with the next build.  Raises BeatbookError when there is no such article.
    """
    with ExitStack() as stack:
        stack.enter_context(explained())
        stack.enter_context(files.lock(options.content / ".cache" / "lock"))
        content_writing.recover_content(options.content)
        content = content_files.read_content(options.content)
        held, view = content.analyses.get(id_), content.views.get(f"articles/{id_}.md")
        file = held.metadata.file if held else str(view.front_matter.get("file", "")) if view else ""
        if held is None and view is None and f"articles/{id_}.md" not in content.texts:
            hint = "ids stand in the addresses of the pages"
            raise BeatbookError(Problem("remove-unknown", "", f'there is no article "{id_}"', hint=hint))
        return content_writing.remove_article(options.content, options.inbox, id_, file)


@contextmanager
def explained() -> Iterator[None]:
    """Tells of a disk that fails in the words of a problem.

    What is served and what stands under content/ is as it was, or is finished by the next command.
    """
    try:
        yield
    except OSError as error:
        hints = {errno.ENOSPC: "make room on the disk", errno.EDQUOT: "make room on the disk", errno.EROFS: "the disk is read-only"}
        hint = hints.get(error.errno or 0, "check that this user may write there")
        found = f"the disk refused: {error.strerror or error}"
        raise StorageError(Problem("disk", str(error.filename or ""), found, "a folder that can be written", hint)) from error


def load_analysis_rules(content: Path | None = None) -> AnalysisRules:
    """The package's rules, with those of a site over them, compiled for `analysis`."""
    own = content_files.read_content(content).rules if content else {}
    return analysis.compile_rules(parse_rules(files.read_package_rules(), own))


def load_rules(content: Path) -> Rules:
    """The package's rules, with those of a site over them."""
    return parse_rules(files.read_package_rules(), content_files.read_content(content).rules)
