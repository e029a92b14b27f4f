"""The subcommands of a publisher: `init`, `add`, `serve`."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.adding import Added
    from beatbook.pipeline import Options
    from beatbook.starting import NewSite


def register(
    cli: click.Group, folder_options: Callable[[Callable[..., Any]], Callable[..., Any]], read_options: Callable[[dict[str, Any]], Options]
) -> None:
    """Adds the subcommands to `cli`; the others are what all subcommands share: the folders' options and their reader."""

    @cli.command()
    @click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
    @click.option("--engine", metavar="REQUIREMENT", help="How others install Beatbook.  [default: what this one was installed from]")
    def init(folder: Path, engine: str | None) -> None:
        """Makes a new site in DIR; a file that is there already is left as it is."""
        from beatbook.starting import init_site  # noqa: PLC0415 - only this subcommand needs it

        _print_site(init_site(folder, year=_today().year, engine=engine), folder)

    @cli.command()
    @click.argument("source", metavar="URL|FILE|-")
    @click.option("--headline", help="The article's headline, where neither page nor text states it.")
    @click.option("--outlet", help="Who published it.")
    @click.option("--published", metavar="DATE", help="When (YYYY-MM-DD).")
    @click.option("--url", help="Where it stands, for a file or pasted text.")
    @click.option("--archived", metavar="URL", help="An archived copy, for the reader.")
    @folder_options
    def add(source: str, **arguments: Any) -> None:
        """Saves an article into the inbox: from the web, from a file, or (-) pasted.  The only subcommand that uses the network."""
        from beatbook.adding import add as add_article  # noqa: PLC0415 - only this subcommand needs it

        stated = {key: arguments[key] for key in ("headline", "outlet", "published", "url", "archived") if arguments[key]}
        stdin = sys.stdin.buffer.read() if source == "-" else b""
        added = add_article(source, read_options(arguments), stdin=stdin, stated=stated, today=_today().isoformat())
        _print_added(added)

    @cli.command()
    @click.option(
        "--host", default="127.0.0.1", show_default=True, help="Address to listen at; any other lets others in your network read."
    )
    @click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
    @click.option("--drafts", is_flag=True, help="Also show what `publish: checked` keeps back, marked as draft.")
    @click.option("--write", is_flag=True, help="Update content/ and the output with every build, as the build does.")
    @folder_options
    def serve(host: str, port: int, *, drafts: bool, write: bool, **arguments: Any) -> None:
        """Shows the site in the browser and builds it again on every change; writes nothing without --write."""
        from beatbook.serving import is_loopback  # noqa: PLC0415 - only this subcommand needs it
        from beatbook.serving import serve as serve_site  # noqa: PLC0415

        if not is_loopback(host):
            click.echo(f"Anybody who can reach {host} can read this site, drafts included.", err=True)
        try:
            serve_site(read_options(arguments), host=host, port=port, drafts=drafts, write=write, tell=_say)
        except KeyboardInterrupt:
            click.echo("")
        except OSError as error:
            raise click.ClickException(f"{host}:{port} cannot be used: {error.strerror or error}.  Hint: try --port 0") from error


def _today() -> datetime.date:
    """The day in UTC; of the reproducible build where SOURCE_DATE_EPOCH names one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.datetime.now(datetime.UTC) if not epoch.isdecimal() else datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return now.date()


def _say(line: str) -> None:
    click.echo(line, err=False)
    sys.stdout.flush()


def _print_site(site: NewSite, folder: Path) -> None:
    for name in site.written:
        click.echo(f"wrote {folder / name}")
    for name in site.kept:
        click.echo(f"kept  {folder / name}")
    if site.is_local:
        click.echo(
            f"Beatbook was installed from a folder of this machine; requirements.txt says {site.engine}.\n"
            "  Hint: where that is not to be had, name what others can install: --engine 'beatbook @ git+https://…@COMMIT'",
            err=True,
        )
    click.echo(f"Next: put articles into {folder / 'content' / 'inbox'}, or run `python build.py add URL`; then `python build.py`")


def _print_added(added: Added) -> None:
    for problem in added.problems:
        click.echo(str(problem), err=True)
    if added.confidential:
        click.echo(f"saved {added.file}: confidential, it will be left alone")
        return
    said = {"new": "saved", "version": "saved a new version of", "same": "there already:"}[added.outcome]
    click.echo(f"{said} {added.file}{f' ({_plain(added.headline)})' if added.headline else ''}")
    if added.kept:
        click.echo(f"the earlier one is kept as {added.kept}")
    for event in added.touched:
        click.echo(f"  {event.id}: {event.said}  {_plain(event.title)}")
    if added.outcome != "same" and not added.touched:
        click.echo("  touches no event")


def _plain(text: str) -> str:
    """Without control characters: what a page says of itself is printed on a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
