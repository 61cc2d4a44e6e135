"""``counterpoint code``: judge statements one by one, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import masked
from counterpoint.errors import InputError, require_extra

if TYPE_CHECKING:
    from counterpoint.types.selection import Filter

__all__ = ["code"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--all", "everything", is_flag=True, help="Also what somebody has judged already.")
@click.option("--drawn", is_flag=True, help="Only what counterpoint sample drew, in any order.")
@filter_options
@click.option(
    "--as",
    "name",
    metavar="NAME",
    envvar="COUNTERPOINT_CODER",
    default=None,
    help="Your name as a coder.  [default: your login]",
)
@click.option(
    "--key",
    "given",
    metavar="COMMAND=KEY",
    multiple=True,
    help="Another key, as in accept=y or accept=f2; accept= switches it off. May be given again.",
)
def code(
    corpus: str,
    *,
    everything: bool,
    drawn: bool,
    name: str | None,
    selection: Filter,
    given: tuple[str, ...],
) -> None:
    """Judge statements one by one at a terminal: accept, reject, correct, undo.

    Every act is stored when it is made. The keys are on the screen; ? shows all of them. Keys of
    your own stand in the settings as well: key = ["accept=y"] in table [code].

    \b
    Try:  counterpoint code news.counterpoint --as Ana
          counterpoint code news.counterpoint --as Ana --drawn
          counterpoint code news.counterpoint --as Ana --actor "Mao Ning" --since 2024
    """  # noqa: D301
    import sys

    name = (name or _login()).strip()
    if not name:
        raise click.UsageError("say who you are, as in --as Ana")
    from counterpoint.cli.coding_keys import key_map

    keys = key_map(given)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError(
            "code needs a terminal", hint="in scripts use: counterpoint judge CORPUS ID accept ..."
        )
    require_extra("code", "textual")
    from counterpoint.cli.coding_desk import GONE, CodingDesk
    from counterpoint.types.judgement import Coder
    from counterpoint.workflow.coding import Desk
    from counterpoint.workflow.corpus import Corpus

    statuses = () if everything else ("open", "unsure")
    with Corpus(corpus) as opened:
        desk = Desk(opened, Coder(name), selection, statuses, drawn)
        screen = CodingDesk(desk, keys)
        screen.run()
        if screen.return_code == GONE:
            raise SystemExit(GONE)
        click.echo(f"{desk.left():,} left. Next: counterpoint history {masked(corpus)}", err=True)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
