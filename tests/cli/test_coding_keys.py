"""Keys of the coding desk: the built-in map, one of one's own, clashes."""

import pytest

from counterpoint.cli.coding_keys import COMMANDS, key_map, spoken
from counterpoint.cli.main import main
from counterpoint.errors import ConfigError


def test_the_built_in_keys_are_those_of_the_field():
    keys = {name: spoken(key) for name, key in key_map(()).items()}

    assert [keys[name] for name in ("next", "previous", "accept", "reject", "undo", "redo")] == [
        *("j", "k", "a", "r", "u", "U")
    ]
    assert [keys[name] for name in ("agrees", "disagrees", "neither", "start", "end")] == [
        *("+", "-", "0", "[", "]")
    ]
    assert len(set(keys.values())) == len(COMMANDS)


def test_a_key_of_ones_own_and_a_command_without_a_key():
    keys = key_map(("accept=f2", "reject=", "search=="))

    assert (keys["accept"], keys["search"]) == ("f2", "equals_sign")
    assert "reject" not in keys


def test_two_commands_may_change_places():
    keys = key_map(("accept=r", "reject=a"))

    assert (keys["accept"], keys["reject"]) == ("r", "a")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("accept=r", "the key r is accept and reject"),
        ("accept=3", "the key 3 cannot be accept"),
        ("dance=y", "is no command of the desk"),
        ("accept", "is no command of the desk with a key"),
        ("accept=strange", "is no key that a terminal names"),
    ],
)
def test_a_map_that_cannot_be_is_refused_when_it_is_made(given, message, tmp_path, capfd):
    with pytest.raises(ConfigError, match=message) as caught:
        key_map((given,))
    assert caught.value.hint

    settings = tmp_path / "own.toml"
    settings.write_text(f'[code]\nkey = ["{given}"]\n', encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["--config", str(settings), "code", str(tmp_path / "n.counterpoint"), "--as", "Ana"])
    assert left.value.code == 2
    assert message in capfd.readouterr().err
