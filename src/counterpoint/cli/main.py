"""The one console command and its table of subcommands, each loaded when it is asked for."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from counterpoint import __version__
from counterpoint.config import FILE_NAME, Config, load_config
from counterpoint.errors import INTERRUPTED, ConfigError, CounterpointError

__all__ = ["COMMANDS", "cli", "main"]

# name: (module:attribute, one line for the list). In the order of the work.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("counterpoint.cli.demo:demo", "See what it is for, on a bundled example."),
    "text": (
        "counterpoint.cli.text:text",
        "Print the clean text of articles: files, folders, addresses.",
    ),
    "read": (
        "counterpoint.cli.read:read",
        "Show who says what in articles, as a table, JSON or a page.",
    ),
    "map": (
        "counterpoint.cli.map:map_",
        "Make a map of who sides with whom: texts in, a page out.",
    ),
    "extract": (
        "counterpoint.cli.extract:extract",
        "Write the statements of many texts, line by line.",
    ),
    "resolve": (
        "counterpoint.cli.resolve:resolve",
        "Say whom given words of texts stand for: she, the minister.",
    ),
    "add": (
        "counterpoint.cli.add:add",
        "Add documents to a corpus: one file, or a database.",
    ),
    "analyse": (
        "counterpoint.cli.analyse:analyse",
        "Find the statements of a corpus.",
    ),
    "link": (
        "counterpoint.cli.link:link",
        "Find out who is who across the documents of a corpus.",
    ),
    "statements": (
        "counterpoint.cli.statements:statements",
        "List the statements of a corpus: who says what.",
    ),
    "search": (
        "counterpoint.cli.search:search",
        "Find documents of a corpus by their words.",
    ),
    "judge": (
        "counterpoint.cli.judge:judge",
        "Accept, reject or change a statement.",
    ),
    "code": (
        "counterpoint.cli.code:code",
        "Judge statements one by one, by keyboard.",
    ),
    "undo": (
        "counterpoint.cli.judge:undo",
        "Take back the last judgement, or a whole run.",
    ),
    "redo": (
        "counterpoint.cli.judge:redo",
        "Do again what was undone last.",
    ),
    "history": (
        "counterpoint.cli.judge:history",
        "Show what people did, and the runs of the machine.",
    ),
    "network": (
        "counterpoint.cli.network:network",
        "Make a network: who sides with whom, on which statements.",
    ),
    "plot": (
        "counterpoint.cli.plot:plot",
        "Draw a network, a timeline, positions; as SVG, PNG or a page.",
    ),
    "agreement": (
        "counterpoint.cli.agreement:agreement",
        "Measure how well coders agree, and list where they do not.",
    ),
    "dna": (
        "counterpoint.cli.dna:dna",
        "Compute what Discourse Network Analyzer computes; check its files.",
    ),
    "convert": (
        "counterpoint.cli.convert:convert",
        "Turn statements or networks into another format.",
    ),
    "codebook": (
        "counterpoint.cli.codebook:codebook",
        "Keep the concepts of a study: new, check, import, propose.",
    ),
    "positions": (
        "counterpoint.cli.positions:positions",
        "Say on which concepts statements take which side.",
    ),
    "sample": (
        "counterpoint.cli.positions:sample",
        "Draw statements for people to judge, with known probabilities.",
    ),
    "stance": (
        "counterpoint.cli.stance:stance",
        "Say who is for or against what or whom, record by record.",
    ),
    "edges": (
        "counterpoint.cli.edges:edges",
        "Write who is for or against whom in every article.",
    ),
    "evaluate": (
        "counterpoint.cli.evaluate:evaluate",
        "Measure what is found against gold.",
    ),
    "actors": (
        "counterpoint.cli.actors:actors",
        "List the actors of a corpus.",
    ),
    "actor": (
        "counterpoint.cli.actors:actor",
        "Show one actor: names, affiliations, why linked.",
    ),
    "merge": (
        "counterpoint.cli.actors:merge",
        "Make two actors one.",
    ),
    "split": (
        "counterpoint.cli.actors:split",
        "Take an actor apart.",
    ),
    "distinct": (
        "counterpoint.cli.actors:distinct",
        "Remember that two actors are not the same.",
    ),
    "status": (
        "counterpoint.cli.status:status",
        "Say what a corpus holds, and whether it is whole.",
    ),
    "failures": (
        "counterpoint.cli.status:failures",
        "List what could not be read or analysed.",
    ),
    "export": (
        "counterpoint.cli.export:export",
        "Write a corpus to files.",
    ),
    "import": (
        "counterpoint.cli.export:import_",
        "Take over statements that were coded elsewhere.",
    ),
}


class _PipeClosed(Exception):
    """Nobody reads any more; click would leave with 1 for it."""


class _Group(click.Group):
    """Loads a command on first use and lists the commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _PipeClosed from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"No such command: {name}.{hint}")
        return super().resolve_command(ctx, args)


_SETTINGS = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "COUNTERPOINT"}


@click.group(cls=_Group, context_settings=_SETTINGS)
@click.option("-v", "--verbose", count=True, help="Say more: -v progress in words, -vv tracebacks.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bars, only errors.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help=f"Settings to take instead of {FILE_NAME} in this folder.",
)
@click.version_option(__version__, prog_name="counterpoint")
@click.pass_context
def cli(ctx: click.Context, verbose: int, quiet: bool, config: Path | None) -> None:
    """Who said what about whom, and who sides with whom.

    \b
    Try:  counterpoint demo
          counterpoint read article.txt
    """  # noqa: D301
    level = (
        logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("counterpoint")
    logger.handlers = [handler]
    logger.setLevel(level)
    ctx.obj = {"verbose": verbose, "quiet": quiet}
    if config or Path(FILE_NAME).is_file():
        _settle(ctx, load_config(config or Path(FILE_NAME), COMMANDS))


def _settle(ctx: click.Context, config: Config) -> None:
    """Make the settings file's values the defaults of the command that is about to run."""
    name = ctx.invoked_subcommand or ""
    command = cli.get_command(ctx, name)
    if command is None:
        return
    known = {
        option.lstrip("-"): parameter.name
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    values = config.options(name, known)
    kinds = {parameter.name: parameter for parameter in command.params}
    for option, value in values.items():
        try:
            kinds[known[option]].type_cast_value(ctx, value)
        except click.BadParameter as error:
            table = name if option in config.tables.get(name, {}) else "defaults"
            raise ConfigError(
                f"{config.path}: {option} of [{table}] is {value!r}: {error.message}",
                hint=f"counterpoint {name} --help tells what --{option} takes",
            ) from error
    ctx.default_map = {name: {known[option]: value for option, value in values.items()}}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Errors that a user can act on are printed as what, where and a hint, without a traceback
    (``-vv`` shows it); a closed pipe is no error; Ctrl-C gives 130.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli.main(args=arguments, prog_name="counterpoint", standalone_mode=False)
        _flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. What was finished is kept; run again to go on.", err=True)
        code = INTERRUPTED
    except (BrokenPipeError, _PipeClosed):
        _silence_stdout()
        code = 0
    except CounterpointError as error:
        code = _explain(error, arguments)
    except OSError as error:
        code = _explain(_from_os(error), arguments)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: CounterpointError, arguments: list[str]) -> int:
    if any(part.startswith("-vv") for part in arguments):
        traceback.print_exc()
    click.echo(f"Error: {error}", err=True)
    if error.hint:
        click.echo(f"Hint: {error.hint}", err=True)
    return error.exit_code


def _from_os(error: OSError) -> CounterpointError:
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return CounterpointError(
        f"{where}{error.strerror or error}",
        hint="check that the place exists, has room and may be written",
    )


def _flush() -> None:
    sys.stdout.flush()


def _silence_stdout() -> None:
    """Let the interpreter close a broken pipe without a message."""
    devnull: Any = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
