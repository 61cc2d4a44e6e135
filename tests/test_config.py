"""One settings file; what it does not know it refuses, by name and with what there is."""

import pytest

from counterpoint.config import load_config
from counterpoint.errors import ConfigError

COMMANDS = ("read", "extract")


@pytest.fixture
def settings(tmp_path):
    def write(text):
        path = tmp_path / "counterpoint.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_commands_table_is_stronger_than_the_defaults(settings):
    path = settings("[defaults]\nmin-score = 0.1\njobs = 2\n[read]\nmin-score = 0.7\n")

    found = load_config(path, COMMANDS).options("read", {"min-score", "author"})

    assert found == {"min-score": 0.7}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("[red]\nx = 1", "[red] is no command", id="unknown-table"),
        pytest.param("x = 1", "outside a table", id="no-table"),
        pytest.param("[read\nx", "line 1", id="not-toml"),
        pytest.param(b"[read]\nx = '\xff'", "utf-8", id="not-utf-8"),
    ],
)
def test_a_wrong_file_is_named_with_the_place(settings, text, word):
    with pytest.raises(ConfigError, match=r"counterpoint\.toml") as caught:
        load_config(settings(text), COMMANDS)

    assert word in str(caught.value)


def test_an_unknown_option_is_answered_with_the_known_ones(settings):
    config = load_config(settings("[read]\nscore = 1"), COMMANDS)

    with pytest.raises(ConfigError, match='"score"') as caught:
        config.options("read", {"min-score"})

    assert "min-score" in caught.value.hint


def test_a_missing_file_that_was_asked_for_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load_config(tmp_path / "none.toml", COMMANDS)
