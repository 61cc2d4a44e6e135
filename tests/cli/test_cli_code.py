"""The coding desk in a real terminal: keys in, judgements in the corpus."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

import pytest

from counterpoint.store.corpus import Corpus
from counterpoint.types import Span
from counterpoint.types.judgement import Coder
from counterpoint.workflow.coding import Desk
from counterpoint.workflow.corpus import statements
from store.texts import TEXT, document, fill


@pytest.fixture
def place(tmp_path):
    """Two documents with three statements each."""
    place = str(tmp_path / "news.counterpoint")
    with Corpus(place, create=True) as corpus:
        fill(corpus, document(), document(url="https://example.org/b", title="Another canal"))
    return place


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, *arguments):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        code = "import sys; from counterpoint.cli.main import main; main(sys.argv[1:])"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"},
            start_new_session=True,
        )
        os.close(theirs)
        self.place, self.seen = ours, ""

    def wait_for(self, words, seconds=60):
        """Read what is on the screen until the words come."""
        until = time.monotonic() + seconds
        while words not in self.seen and time.monotonic() < until:
            if select.select([self.place], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.place, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        assert words in self.seen, self.seen[-2000:]
        self.seen = ""

    def press(self, keys):
        os.write(self.place, keys.encode())

    def go_away(self):
        """What a closed window does."""
        if self.place >= 0:
            os.close(self.place)
        self.place = -1

    def end(self):
        """Leave nothing behind, whatever happened."""
        self.go_away()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)


@pytest.fixture
def terminal():
    """Open commands in terminals; all are closed and gone at the end."""
    opened = []

    def start(*arguments):
        opened.append(Terminal(*arguments))
        return opened[-1]

    yield start
    for one in opened:
        one.end()


def test_desk_ends_when_its_terminal_goes_away(place, terminal):
    screen = terminal("code", place, "--as", "Ana")
    screen.wait_for("1 of 6")
    screen.press("a")
    screen.wait_for("accepted, 5 left")
    screen.go_away()

    assert screen.process.wait(30) == 129
    with Corpus(place) as corpus:
        assert [one.summary.split()[0] for one in corpus.history()] == ["accept"]


def test_keys_judge_correct_and_undo_in_a_terminal(place, terminal):
    screen = terminal("code", place, "--as", "Ana")
    screen.wait_for("1 of 6")
    screen.press("a")
    screen.wait_for("accepted, 5 left")
    screen.press("r")
    screen.wait_for("rejected, 4 left")
    screen.press("u")
    screen.wait_for("undone: reject")
    screen.press("s")
    screen.wait_for("Speaker")
    screen.press("Ola Vik\r")
    screen.wait_for("speaker is Ola Vik")
    screen.press("q")
    screen.wait_for("left. Next")
    assert screen.process.wait(30) == 0

    with Corpus(place) as corpus:
        done = [(one.coder, one.summary.split()[0]) for one in corpus.history()]
        rows = list(statements(corpus, _all(), fields=("speaker", "status")))
    assert done == [("Ana", "change"), ("Ana", "reject"), ("Ana", "accept")]
    assert rows[:2] == [("Ada Holm", "accepted"), ("Ola Vik", "changed")]


def test_keys_of_ones_own_work_in_a_terminal(place, terminal):
    screen = terminal("code", place, "--as", "Ana", "--key", "accept=y", "--key", "reject=")
    screen.wait_for("1 of 6")
    screen.press("a")
    screen.press("r")
    screen.press("y")
    screen.wait_for("accepted, 5 left")
    screen.press("?")
    screen.wait_for("accept")
    screen.press("q")
    assert screen.process.wait(60) == 0
    with Corpus(place) as corpus:
        assert [one.summary.split()[0] for one in corpus.history()] == ["accept"]


def _all():
    from counterpoint.types import Filter

    return Filter()


def test_without_a_terminal_it_says_what_to_do_instead(place):
    code = "import sys; from counterpoint.cli.main import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, "code", place, "--as", "Ana"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "counterpoint judge" in done.stderr


def test_the_desk_walks_finds_and_remembers_concepts(place):
    with Corpus(place) as corpus:
        desk = Desk(corpus, Coder("Ana"))
        assert (desk.move(-1), desk.move(1), desk.at) == (False, True, 1)
        assert (desk.move_document(1), desk.at) == (True, 3)
        assert (desk.find("compact"), desk.at) == (True, 5)
        from counterpoint.types.judgement import Verdict

        desk.judge(Verdict.CHANGE, concept="treaty")
        desk.judge(Verdict.CHANGE, concept="canal")
        desk.judge(Verdict.CHANGE, concept="treaty")
        assert desk.recent == ["treaty", "canal"]
        assert desk.card().values["status"] == "changed"


def test_ends_move_by_words_and_never_make_content_empty(place):
    with Corpus(place) as corpus:
        desk = Desk(corpus, Coder("Ana"))
        card = desk.card()
        spans = card.spans("content")
        shorter = desk.moved(card, spans, "start", 1)
        assert shorter[0].of(TEXT) == "canal must stay open"
        for _ in range(20):
            shorter = desk.moved(card, shorter, "start", 1)
        assert isinstance(shorter[0], Span)
        assert len(shorter[0]) > 0
