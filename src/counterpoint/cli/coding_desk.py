"""The coding desk on a terminal. What it does is in ``workflow.coding``; here are keys and colours.

Source, cue and content are told apart by underline, bold and brackets as well as by colour.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from counterpoint.cli.coding_keys import COMMANDS, KeyMap, spoken
from counterpoint.cli.statement_table import clean
from counterpoint.errors import CounterpointError
from counterpoint.types import Span
from counterpoint.types.judgement import Verdict
from counterpoint.workflow.coding import Card, Desk

__all__ = ["GONE", "CodingDesk"]

_AROUND = 700
_LOOK = 0.5  # seconds between two looks at whether the terminal is there
GONE = 129  # the exit code of a program whose terminal went away (128 + SIGHUP)


class CodingDesk(App[None]):
    """One statement at a time."""

    CSS = """
    #head { height: auto; padding: 0 1; text-style: bold; }
    #text { height: 1fr; padding: 1 2; }
    #facts { height: auto; padding: 0 1; }
    #said { height: 1; padding: 0 1; text-style: reverse; }
    Input { dock: bottom; display: none; }
    Input.asked { display: block; }
    """
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # keys are ours until something is asked
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+shift+z", "redo", show=False),
        *(Binding(str(n), f"recent({n})", show=False) for n in range(1, 10)),
        Binding("left", "shift(-1)", show=False),
        Binding("right", "shift(1)", show=False),
        Binding("enter", "keep_side", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, desk: Desk, keys: KeyMap) -> None:
        super().__init__()
        self.desk = desk
        self.keys = keys
        for name, key in keys.items():
            command = COMMANDS[name]
            told = command.shown or command.page
            self.bind(key, command.action, description=told, show=bool(command.shown))
        self.card: Card = desk.card()
        self.side = ""  # which end of the content is being moved
        self.spans: tuple[Span, ...] = ()
        self.asked: Callable[[str], str] | None = None
        self.on_keys = False

    def compose(self) -> ComposeResult:
        """The parts of the screen."""
        yield Static(id="head")
        with VerticalScroll(can_focus=False):
            yield Static(id="text")
        yield Static(id="facts")
        yield Static(id="said")
        yield Input(disabled=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first statement."""
        self.show()
        self.set_interval(_LOOK, self.leave_if_alone)

    def leave_if_alone(self) -> None:
        """End where the terminal went away; every act is stored already."""
        if terminal_is_gone():
            self.exit(return_code=GONE)

    # Showing

    def show(self, said: str = "") -> None:
        """Show the statement at hand, and what was just done."""
        self.on_keys = False
        try:
            self.card = self.desk.card()
        except CounterpointError as error:
            said = str(error)
        values = self.card.values
        place = f"{self.desk.at + 1} of {len(self.desk.ids)}"
        about = (values["title"], values["outlet"], (values["published"] or "")[:10])
        head = " | ".join(clean(part) for part in about if part)
        self.query_one("#head", Static).update(Text(f"{place}  {head}"))
        self.query_one("#text", Static).update(self.marked())
        self.query_one("#facts", Static).update(Text(self.facts()))
        self.query_one("#said", Static).update(Text(said))

    def marked(self) -> Text:
        """The text around the statement with its parts marked."""
        card = self.card
        content = self.spans or card.spans("content")
        spans = [*content, *card.spans("source"), *card.spans("cue")]
        begin = max(0, min(span.start for span in spans) - _AROUND)
        end = min(len(card.text), max(span.end for span in spans) + _AROUND)
        shown = Text(card.text[begin:end].translate(_CONTROLS))
        for part, style in (("source", "bold underline cyan"), ("cue", "italic magenta")):
            for span in card.spans(part):
                shown.stylize(style, span.start - begin, span.end - begin)
        for span in content:
            shown.stylize("reverse", span.start - begin, span.end - begin)
        return shown

    def facts(self) -> str:
        """What was found, and why."""
        values = self.card.values
        negated = "not: " if values["negated"] else ""
        lines = [
            f"Speaker  {values['speaker'] or '(not named)'}   {values['speaker_reason']}",
            f"Act      {negated}{values['act']}, {values['manner']}   score {values['score']:.2f}",
            f"Status   {values['status']}",
        ]
        if self.desk.recent:
            known = "  ".join(f"{n} {one}" for n, one in enumerate(self.desk.recent, start=1))
            lines.append(f"Concepts {known}")
        return "\n".join(map(clean, lines))

    # Going

    def action_next(self) -> None:
        """Next statement."""
        self.go(self.desk.move(1), "this is the last one")

    def action_previous(self) -> None:
        """Previous statement."""
        self.go(self.desk.move(-1), "this is the first one")

    def action_next_document(self) -> None:
        """Next document."""
        self.go(self.desk.move_document(1), "this is the last document")

    def action_previous_document(self) -> None:
        """Previous document."""
        self.go(self.desk.move_document(-1), "this is the first document")

    def go(self, went: bool, otherwise: str) -> None:
        """Show where the desk is now."""
        self.side, self.spans = "", ()
        self.show("" if went else otherwise)

    # Judging

    def done(self, work: Callable[[], str], *, on: bool = False) -> None:
        """Do something to the statement, say so, and go on if wanted."""
        try:
            said = work()
        except CounterpointError as error:
            said = f"{error} {error.hint}"
        else:
            if on:
                self.desk.move(1)
        self.side, self.spans = "", ()
        self.show(said)

    def action_accept(self) -> None:
        """Accept, and on to the next."""
        self.done(lambda: self.desk.judge(Verdict.ACCEPT), on=True)

    def action_reject(self) -> None:
        """Reject, and on to the next."""
        self.done(lambda: self.desk.judge(Verdict.REJECT), on=True)

    def action_unsure(self) -> None:
        """Mark as unsure, and on to the next."""
        self.done(lambda: self.desk.judge(Verdict.UNSURE), on=True)

    def action_undo(self) -> None:
        """Take back."""
        self.done(self.desk.undo)

    def action_redo(self) -> None:
        """Do again."""
        self.done(self.desk.redo)

    def action_stance(self, stance: str) -> None:
        """The speaker agrees, disagrees, or neither."""
        self.done(lambda: self.desk.judge(Verdict.CHANGE, stance=stance))

    def action_recent(self, number: int) -> None:
        """Give one of the concepts used last."""
        if number <= len(self.desk.recent):
            concept = self.desk.recent[number - 1]
            self.done(lambda: self.desk.judge(Verdict.CHANGE, concept=concept))

    # Asking

    def ask(self, what: str, then: Callable[[str], str]) -> None:
        """Ask for words on the last line."""
        self.asked = then
        field = self.query_one(Input)
        field.value, field.placeholder = "", what
        field.disabled = False
        field.add_class("asked")
        field.focus()

    def action_speaker(self) -> None:
        """Ask for the speaker."""
        self.ask("Speaker", lambda name: self.desk.judge(Verdict.CHANGE, speaker=name))

    def action_concept(self) -> None:
        """Ask for the concept."""
        self.ask("Concept", lambda name: self.desk.judge(Verdict.CHANGE, concept=name))

    def action_search(self) -> None:
        """Ask for words to go to."""
        self.ask("Search", lambda words: "" if self.desk.find(words) else f"no {words}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the words were asked for."""
        then, words = self.asked, event.value.strip()
        self.unask()
        if then and words:
            self.done(lambda: then(words))

    def unask(self) -> None:
        """Put the last line away."""
        self.asked = None
        field = self.query_one(Input)
        field.remove_class("asked")
        field.disabled = True
        self.set_focus(None)

    # Moving the ends of the content

    def action_side(self, side: str) -> None:
        """Choose which end the arrows move."""
        self.side, self.spans = side, self.card.spans("content")
        self.show(f"arrows move the {side}, Enter keeps it, Esc leaves it as it was")

    def action_shift(self, steps: int) -> None:
        """Move the chosen end by a word."""
        if self.side and self.spans:
            self.spans = self.desk.moved(self.card, self.spans, self.side, steps)
            self.show(f"arrows move the {self.side}, Enter keeps it, Esc leaves it as it was")

    def action_keep_side(self) -> None:
        """Keep the moved end."""
        if self.side:
            given = ",".join(f"{span.start}-{span.end}" for span in self.spans)
            self.done(lambda: self.desk.judge(Verdict.CHANGE, content=given))

    def action_leave(self) -> None:
        """Leave whatever is open, without change."""
        if self.asked:
            self.unask()
        self.side, self.spans = "", ()
        self.show()

    def action_keys(self) -> None:
        """All keys instead of the text."""
        if self.on_keys:
            self.show()
            return
        self.on_keys = True
        lines = [f"{spoken(key):<22}{COMMANDS[name].page}" for name, key in self.keys.items()]
        lines.append(f"{'1 to 9':<22}give one of the concepts used last")
        lines.append(f"{'Esc':<22}leave without change")
        self.query_one("#text", Static).update(Text("\n".join(lines)))


def terminal_is_gone() -> bool:
    """Whether nobody is at the other end of standard input any more."""
    if not hasattr(select, "poll"):  # Windows closes its programs itself
        return False
    watch = select.poll()
    try:
        watch.register(sys.__stdin__.fileno() if sys.__stdin__ else -1, 0)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _, event in watch.poll(0))
    except (OSError, ValueError):
        return True


_CONTROLS = {code: 0xFFFD for code in (*range(9), *range(11, 32), *range(127, 160))}
