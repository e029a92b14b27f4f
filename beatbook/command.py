"""The command line: arguments in, one call of the pipeline, a report out.

Nothing but this module prints, and `seal`, where it repeats a report.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from beatbook import __version__, command_editing, command_site, edtf, pipeline
from beatbook.errors import BeatbookError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beatbook.errors import Problem
    from beatbook.seal import Looked

PUBLISHED, INCOMPLETE, NOTHING, INTERRUPTED = 0, 1, 2, 130  # exit statuses (DESIGN section 7); the last as shells have it for Ctrl-C
REDRAW = 0.1  # seconds between two pictures of the bar


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The four options that every subcommand takes."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            default=Path("site_config.yaml"),
            show_default=True,
            help="The site's configuration.",
        ),
        click.option("--output", type=folder, default=Path("public"), show_default=True, help="Where the site goes."),
        click.option("--content", type=folder, default=Path("content"), show_default=True, help="Briefs, records and profiles."),
        click.option("--inbox", type=folder, default=None, help="Articles as they came.  [default: inbox/ under --content]"),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@folder_options
@click.option("--base-url", help="Where the site will stand; wins over the configuration.")
@click.option("--as-of", metavar="DATE", help="Build the digest of that day (YYYY-MM-DD), from articles published by then.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes for the analysis.  [default: one a processor]")
@click.option("--scheduler", metavar="ADDRESS", help="Analyse on the Dask cluster at this address; needs the extra beatbook[dask].")
@click.option("--clean", is_flag=True, help="Empty the output and the cache first; never touches content.")
@click.option("--read-only", is_flag=True, help="Write nothing under content; publish what a build would write, and list it.")
@click.option("--frozen", is_flag=True, help="Like --read-only, and exit 1 when that list is not empty.")
@click.option("--strict", is_flag=True, help="Problems are errors: nothing is published when there is one.")
@click.option("--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--verbose", is_flag=True, help="Also list every changed file and every notice.")
@click.version_option(__version__, prog_name="beatbook")
@click.pass_context
def cli(context: click.Context, /, **arguments: Any) -> None:
    """Turns a folder of news articles into a published briefing digest.

    Without a subcommand it builds: reads the inbox, works out the events, updates content/, renders the site.
    """
    looked, context.obj = context.obj, arguments
    if context.invoked_subcommand is None:
        held: list[object] = []  # lives as long as this exit is on its way
        sys.exit(_build(arguments, held, looked))


@cli.command()
@folder_options
def check(**arguments: Any) -> None:
    """Checks inputs, briefs and links, and writes nothing."""
    problems = pipeline.check(_options(arguments))
    _print_problems(problems, verbose=True)
    click.echo(f"{len(problems)} problems" if problems else "no problems")
    sys.exit(INCOMPLETE if any(problem.severity != "notice" for problem in problems) else PUBLISHED)


@cli.command()
@click.argument("id_", metavar="ID")
@folder_options
def explain(id_: str, **arguments: Any) -> None:
    """Prints why an event is one event, and why its date and status were chosen."""
    for line in pipeline.explain(_options(arguments), id_):
        click.echo(line)


@cli.command()
@folder_options
def annotate(**arguments: Any) -> None:
    """Analyses JSON lines from standard input: {"doc_id", "text", "dct"?, "events"?} in, the annotations out, one a line."""
    from beatbook.analysis import annotate as annotate_one  # noqa: PLC0415 - only this subcommand needs it

    rules = pipeline.load_analysis_rules(arguments["content"])
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            annotated = annotate_one(json.loads(line), rules)
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise click.ClickException(f"standard input:{number}: {error}") from error
        click.echo(json.dumps(annotated, ensure_ascii=False))


def main(looked: Sequence[Looked] = ()) -> None:
    """The `beatbook` command and build.py, where the lean path (beatbook/lean.py) did not answer already; `looked`: what it saw."""
    try:
        sys.exit(cli(prog_name=Path(sys.argv[0]).name, standalone_mode=False, obj=next(iter(looked), None)))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:  # Ctrl-C, or the end of what was asked for; left to itself click would exit with 1, as Python below
        click.echo("Interrupted; what was published before stands.", err=True)
        sys.exit(INTERRUPTED)
    except BeatbookError as error:
        _print_problems(error.problems, verbose=True)
        click.echo("Nothing was published.", err=True)
        sys.exit(NOTHING)
    except Exception:  # else Python would exit with 1, which CI reads as "published, but something was left out"
        traceback.print_exc()
        click.echo("Nothing was published. This is a fault of Beatbook: please report it with the lines above.", err=True)
        sys.exit(NOTHING)


def _build(arguments: dict[str, Any], held: list[object], looked: Looked | None) -> int:
    began = time.monotonic()
    options = _options(arguments)
    with _Progress(quiet=arguments["quiet"]) as progress:
        report = pipeline.build(options, progress, held, looked)
    _print_problems(report.problems, verbose=arguments["verbose"])
    changed = bool(report.changes)
    if options.read_only or arguments["verbose"]:
        _print_changes(report.changes, written=not options.read_only)
    if not arguments["quiet"]:
        _print_summary(report, time.monotonic() - began, options)
    return INCOMPLETE if report.incomplete or (arguments["frozen"] and changed) else PUBLISHED


def _options(arguments: dict[str, Any]) -> pipeline.Options:
    as_of = arguments.get("as_of")
    if as_of is not None and (not edtf.is_edtf(as_of) or len(as_of) != len("YYYY-MM-DD")):
        raise click.BadParameter(f'"{as_of}" is no day: wanted YYYY-MM-DD', param_hint="--as-of")
    inbox = arguments["inbox"] or arguments["content"] / "inbox"
    if arguments["inbox"] is not None and not inbox.is_dir():
        raise click.BadParameter(f'there is no folder "{inbox}"', param_hint="--inbox")
    return pipeline.Options(
        inbox=inbox,
        content=arguments["content"],
        output=arguments["output"],
        config=arguments["config"],
        base_url=arguments.get("base_url"),
        as_of=as_of,
        jobs=arguments.get("jobs", 0),
        scheduler=arguments.get("scheduler"),
        clean=arguments.get("clean", False),
        read_only=arguments.get("read_only", False) or arguments.get("frozen", False),
        strict=arguments.get("strict", False),
    )


class _Progress:
    """A bar on a terminal, a line a stage in a log, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.stage = quiet, ""
        self.drawn = 0.0
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> _Progress:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
            from rich.progress import Progress  # noqa: PLC0415

            # drawn from here: a thread that draws would keep the build from sharing its work, as only a process of one thread is copied
            self.bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.bar is not None:
            if stage != self.stage:
                self.task = self.bar.add_task(stage, total=total or None)
            self.bar.update(self.task, completed=done)
            if stage != self.stage or time.monotonic() - self.drawn > REDRAW:
                self.bar.refresh()
                self.drawn = time.monotonic()
        elif stage != self.stage and not self.quiet:
            click.echo(f"{stage}{f' {total}' if total > 1 else ''} ...", err=True)
        self.stage = stage


def _print_problems(problems: tuple[Problem, ...], *, verbose: bool) -> None:
    for problem in problems:
        if verbose or problem.severity != "notice":
            click.echo(str(problem), err=True)


def _print_changes(changes: tuple[str, ...], *, written: bool) -> None:
    for path in changes:
        click.echo(f"{'wrote' if written else 'would write'} content/{path}")


def _print_summary(report: pipeline.Report, seconds: float, options: pipeline.Options) -> None:
    click.echo("\n".join([*report.summary(options.output), f"{report.problem_count()}, {seconds:.1f} s"]))


command_site.register(cli, folder_options, _options)
command_editing.register(cli, folder_options, _options)
