"""The subcommands of an editor: accept, split, merge, remove, new, queue, review."""

from __future__ import annotations

import datetime
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.briefing.model import FileChange
    from beatbook.editing import QueueItem
    from beatbook.pipeline import Options

    Reader = Callable[[dict[str, Any]], Options]
    Folders = Callable[[Callable[..., Any]], Callable[..., Any]]

KEYS = "y yes   n no   e edit   m merge   s split   k skip   q quit"


def register(cli: click.Group, folder_options: Folders, read_options: Reader) -> None:
    """Adds the subcommands to `cli`; the others are what all subcommands share: the folders' options and their reader."""
    _add_corrections(cli, folder_options, read_options)
    _add_new(cli, folder_options, read_options)
    _add_queue(cli, folder_options, read_options)


def _add_corrections(cli: click.Group, folder_options: Folders, read_options: Reader) -> None:
    @cli.command()
    @click.argument("id_", metavar="ID")
    @click.argument("field", metavar="[FIELD]", required=False, default="")
    @folder_options
    def accept(id_: str, field: str, **arguments: Any) -> None:
        """Takes over what the articles now say of a document that you had set otherwise: one FIELD, or all suggestions."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - loads the analysis: not for --help

        options = read_options(arguments)
        desk = pipeline.read_desk(options)
        _write(options, [editing.accept(desk.texts, desk.views, editing.find_path(desk.texts, id_), field)])

    @cli.command()
    @click.argument("id_", metavar="ID")
    @click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
    @click.option("--id", "new_id", metavar="NEW", default="", help="Id of the new brief.  [default: the old one with a number]")
    @folder_options
    def split(id_: str, articles: tuple[str, ...], new_id: str, **arguments: Any) -> None:
        """Moves the reports of these articles out of the brief ID into one of their own."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        texts = pipeline.read_desk(options).texts
        _write(options, [editing.split(texts, editing.find_path(texts, id_, ["events"]), articles, new_id=new_id)])

    @cli.command()
    @click.argument("id_", metavar="ID")
    @click.argument("others", metavar="OTHER...", nargs=-1, required=True)
    @folder_options
    def merge(id_: str, others: tuple[str, ...], **arguments: Any) -> None:
        """Makes the others part of ID, which stays: briefs on one event, or profiles of one person, place or organization."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        texts = pipeline.read_desk(options).texts
        _write(options, [editing.merge(texts, editing.find_path(texts, id_), others)])

    @cli.command()
    @click.argument("id_", metavar="ARTICLE")
    @folder_options
    def remove(id_: str, **arguments: Any) -> None:
        """Deletes an article: text, sidecar, record and analysis.  Its reports go with the next build."""
        from beatbook import pipeline  # noqa: PLC0415 - as above

        name = id_.removeprefix("content/").removeprefix("articles/").removesuffix(".md").removesuffix(".html")
        for path in pipeline.remove(read_options(arguments), name):
            click.echo(f"deleted {path}")
        click.echo(NEXT)


def _add_new(cli: click.Group, folder_options: Folders, read_options: Reader) -> None:
    @cli.group()
    def new() -> None:
        """Begins a brief, a profile or a page by hand, or briefs from a spreadsheet."""

    @new.command()
    @click.argument("title")
    @click.option("--kind", default="other", show_default=True, help="Kind of event, as in rules/kinds.yaml.")
    @click.option("--date", default="", help="Day, month, year or range (EDTF).")
    @click.option("--status", default="planned", show_default=True, help="expected, planned, happened, postponed, cancelled or denied.")
    @click.option("--place", default="", help="Id of a place.")
    @click.option("--person", "people", multiple=True, metavar="ID[:ROLE]", help="Who takes part; may be given again.")
    @click.option("--summary", default="", help="What happened, in two to four sentences.")
    @click.option("--id", "id_", default="", help="Id of the brief.  [default: from the title and the year]")
    @folder_options
    def event(title: str, people: tuple[str, ...], **arguments: Any) -> None:
        """A brief that needs no article."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        actors = [("person", who, role or "participant") for who, _, role in (person.partition(":") for person in people)]
        facts = {key: arguments[key] for key in ("kind", "date", "status", "place", "summary", "id_")}
        texts = pipeline.read_desk(options).texts
        _write(options, [editing.new_event(texts, title, participants=actors, kinds=_kinds(options), **facts)])

    @new.command()
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @folder_options
    def events(file: Path, **arguments: Any) -> None:
        """Briefs from a spreadsheet (CSV), one a row; says what each row became."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise click.ClickException(f"{file}: the file is not UTF-8: save it as CSV UTF-8") from error
        table = editing.read_table(text, pipeline.read_desk(options).texts, kinds=_kinds(options))
        _write(options, table.changes, quiet=True)
        for row in table.rows:
            click.echo(f"{file}:{row.line}: " + (f"wrote content/{row.path}" if row.path else f"left out: {row.found}"))
        wrong = sum(not row.path for row in table.rows)
        click.echo(f"{len(table.rows) - wrong} briefs, {wrong} rows left out. {NEXT if table.changes else ''}".rstrip())
        sys.exit(1 if wrong else 0)

    @new.command()
    @click.argument("name")
    @click.option("--alias", "aliases", multiple=True, help="Another spelling; may be given again.")
    @click.option("--country", default="", help="ISO 3166-1 alpha-2.")
    @click.option("--id", "id_", default="", help="Id of the profile.  [default: from the name]")
    @folder_options
    def person(name: str, aliases: tuple[str, ...], country: str, id_: str, **arguments: Any) -> None:
        """The profile of a person."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        texts = pipeline.read_desk(options).texts
        _write(options, [editing.new_person(texts, name, aliases=aliases, country=country, id_=id_)])

    @new.command()
    @click.argument("title")
    @click.option("--template", default="", help="Template that shows it.  [default: page.html]")
    @click.option("--id", "id_", default="", help="Id of the page.  [default: from the title]")
    @folder_options
    def page(title: str, template: str, id_: str, **arguments: Any) -> None:
        """A page to be written by hand."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        options = read_options(arguments)
        _write(options, [editing.new_page(pipeline.read_desk(options).texts, title, template=template, id_=id_)])


def _add_queue(cli: click.Group, folder_options: Folders, read_options: Reader) -> None:
    @cli.command()
    @folder_options
    def queue(**arguments: Any) -> None:
        """Lists what wants an editor's eye, most important first; writes nothing."""
        items = _queue(read_options(arguments))
        for item in items:
            click.echo(f"{item.kind:10}  {item.path}{f' {item.field}' if item.field else ''}{f' + {item.other}' if item.other else ''}")
            click.echo(f"            {item.lines[-1] if item.kind in ('suggestion', 'changed', 'conflict') and item.lines else item.title}")
        click.echo(f"{len(items)} to look at" if items else "nothing to look at")

    @cli.command()
    @click.option("--by", default="", help="Your name, for the briefs that you check.")
    @click.option("--on", default="", help="Day of the check.  [default: today]")
    @folder_options
    def review(by: str, on: str, **arguments: Any) -> None:
        """Walks through the queue, one item a screen: one key for yes, no, edit, merge, split, skip."""
        options = read_options(arguments)
        reviewer = Reviewer(options, by=by, on=on or datetime.datetime.now(tz=datetime.UTC).date().isoformat())
        items = _queue(options)
        for number, item in enumerate(items, 1):
            if sys.stdin.isatty():
                click.clear()
            _show(item, f"{number} of {len(items)}")
            if not reviewer.answer(item):
                break
        rest = "" if items else "Nothing to look at. "
        click.echo(f"{rest}{reviewer.done} done. {NEXT if reviewer.done else ''}".rstrip())


NEXT = "The next build takes it up."


class Reviewer:
    """Turns keys into changes, one item after the other."""

    def __init__(self, options: Options, *, by: str, on: str) -> None:
        self.options, self.by, self.on = options, by, on
        self.done = 0

    def answer(self, item: QueueItem) -> bool:
        """Asks until a key is understood and carries it out; False: the editor wants to stop."""
        from beatbook.errors import BeatbookError  # noqa: PLC0415 - as above

        while True:
            _say(item.question)
            _say(f"[{KEYS}]")
            key = _key()
            click.echo(key)
            if key in ("q", ""):
                return False
            if key == "k":
                return True
            try:
                if self._do(key, item):
                    self.done += 1
                    return True
            except BeatbookError as error:
                click.echo(str(error), err=True)

    def _do(self, key: str, item: QueueItem) -> bool:
        """Carries a key out; False where it means nothing here."""
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        texts = pipeline.read_desk(self.options).texts
        change: FileChange | None = None
        if key == "e" or (key == "y" and item.kind == "problem"):
            click.edit(filename=str(self.options.content / item.path))
            return True
        if key == "y":
            change = self._yes(item, texts)
        elif key == "n":
            change = self._no(item, texts)
        elif key == "m" and (other := item.other or _ask("merge which other id into this one? ")):
            change = editing.merge(texts, item.path, [other])
        elif key == "s" and item.path.startswith("events/") and (articles := _ask("move the reports of which articles? ")):
            change = editing.split(texts, item.path, articles.replace(",", " ").split())
        if change is None:
            click.echo(f"'{key}' means nothing here.", err=True)
            return False
        _write(self.options, [change] if change.text != change.was else [], quiet=True)
        return True

    def _yes(self, item: QueueItem, texts: Mapping[str, str]) -> FileChange | None:
        from beatbook import editing, pipeline  # noqa: PLC0415 - as above

        if item.kind == "suggestion":
            return editing.accept(texts, pipeline.read_desk(self.options).views, item.path, item.field)
        if item.kind == "maybe":
            return editing.merge(texts, item.path, [item.other])
        return editing.check_brief(texts, item.path, by=self.by, on=self.on)

    def _no(self, item: QueueItem, texts: Mapping[str, str]) -> FileChange | None:
        from beatbook import editing  # noqa: PLC0415 - as above

        if item.kind == "suggestion":
            return editing.decline(texts, item.path, item.field, item.machine)
        if item.kind == "maybe":
            return editing.hold_apart(texts, item.path, item.other)
        if item.kind == "changed":
            return editing.set_fields(texts, item.path, {"review": "unreviewed"})
        return editing.hide(texts, item.path) if item.kind in ("event", "conflict", "person", "orphan") else None


def _show(item: QueueItem, number: str) -> None:
    click.echo()
    _say(f"{number}  {item.kind}  content/{item.path}")
    _say(item.title)
    for line in item.lines:
        _say(line, "  ")
    for piece in item.evidence:
        _say(f"{piece.article} ({piece.said}):", "  ")
        _say(f"…{piece.quote.prefix}[{piece.quote.quote}]{piece.quote.suffix}…", "    ")


def _say(words: str, indent: str = "") -> None:
    """A paragraph: broken between words where a terminal is narrow, on one line for anything else."""
    words = " ".join(words.split())
    if sys.stdout.isatty():
        width = max(20, shutil.get_terminal_size().columns - 1)
        words = textwrap.fill(words, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        click.echo(words)
    else:
        click.echo(f"{indent}{words}")


def _key() -> str:
    """One key from a terminal, one line from anything else; "" at the end of the input."""
    if sys.stdin.isatty():
        return click.getchar().lower()
    line = sys.stdin.readline()
    return (line.strip().lower() or "k")[:1] if line else ""


def _ask(question: str) -> str:
    click.echo(question, nl=False)
    answer = sys.stdin.readline().strip()
    click.echo("")
    return answer


def _queue(options: Options) -> tuple[QueueItem, ...]:
    from dataclasses import replace  # noqa: PLC0415 - as above

    from beatbook import editing, pipeline  # noqa: PLC0415 - as above

    known = pipeline.understand(replace(options, read_only=True))
    return editing.build_queue(known.plan, known.merged.maybe_same, known.report.problems)


def _kinds(options: Options) -> tuple[str, ...]:
    from beatbook import pipeline  # noqa: PLC0415 - as above

    return tuple(sorted(rule.id for rule in pipeline.load_rules(options.content).tables.get("kinds", ())))


def _write(options: Options, changes: Sequence[FileChange], *, quiet: bool = False) -> None:
    from beatbook import pipeline  # noqa: PLC0415 - as above

    pipeline.write_edits(options, changes)
    for change in changes if not quiet else ():
        click.echo(f"wrote content/{change.path}. {NEXT}")
