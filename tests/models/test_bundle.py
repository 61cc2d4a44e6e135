"""A bundle is used only when it is whole."""

import gzip
import hashlib
import tomllib

import numpy as np
import pytest

from counterpoint.errors import ModelError, UnknownModelError
from counterpoint.models.bundle import bundled, find_bundle, open_bundle
from counterpoint.models.session import Session


def write(folder, *, weights=b"weights", task="attribution", digest=None, name="model.onnx"):
    digest = digest or hashlib.sha256(weights).hexdigest()
    (folder / "model.onnx").write_bytes(weights)
    (folder / "card.toml").write_text(
        f'name = "test-1"\ntask = "{task}"\nlanguage = "en"\n[files]\n"{name}" = "{digest}"\n'
    )
    return folder


def test_whole_bundle_opens(tmp_path):
    bundle = open_bundle(write(tmp_path), task="attribution")

    assert (bundle.name, bundle.language) == ("test-1", "en")
    assert bundle.file("model.onnx").read_bytes() == b"weights"


def test_digest_changes_with_the_weights(tmp_path):
    one = open_bundle(write(tmp_path), task="attribution").digest

    assert open_bundle(write(tmp_path, weights=b"others"), task="attribution").digest != one


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param({"digest": "0" * 64}, "does not match its card", id="changed-weights"),
        pytest.param({"task": "stance"}, "is for 'stance'", id="another-task"),
        pytest.param({"name": "../model.onnx"}, "is not a file name", id="path-out-of-the-folder"),
        pytest.param({"name": "other.onnx"}, "lacks other.onnx", id="missing-file"),
    ],
)
def test_damaged_bundle_says_what_is_wrong(tmp_path, settings, message):
    with pytest.raises(ModelError, match=message) as error:
        open_bundle(write(tmp_path, **settings), task="attribution")

    assert error.value.hint


def with_words(folder, uses):
    write(folder)
    with (folder / "card.toml").open("a") as card:
        card.write(uses)
    return folder


def words_digest(name):
    card = (bundled("words-en") / "card.toml").read_text(encoding="utf-8")
    return tomllib.loads(card)["files"][name]


def test_bundle_uses_files_of_another_and_its_digest_says_so(tmp_path):
    alone = open_bundle(write(tmp_path), task="attribution")
    uses = f'[uses.words-en]\n"vocab.txt" = "{words_digest("vocab.txt")}"\n'
    bundle = open_bundle(with_words(tmp_path, uses), task="attribution")

    assert bundle.file("vocab.txt") == bundled("words-en") / "vocab.txt"
    assert bundle.digest != alone.digest


@pytest.mark.parametrize(
    ("uses", "message"),
    [
        pytest.param(
            '[uses.words-en]\n"vocab.txt" = "00"\n', "vocab.txt does not match", id="others"
        ),
        pytest.param('[uses.words-en]\n"words.txt" = "00"\n', "lacks words.txt", id="no-file"),
        pytest.param('[uses.words-xx]\n"vocab.txt" = "00"\n', "lacks vocab.txt", id="no-bundle"),
        pytest.param('[uses."../words-en"]\n"vocab.txt" = "00"\n', "is no bundle", id="a-path"),
        pytest.param("[uses]\nwords-en = 1\n", "a table for each", id="no-table"),
    ],
)
def test_bundle_is_not_used_with_other_words_than_it_was_made_with(tmp_path, uses, message):
    with pytest.raises(ModelError, match=message) as error:
        open_bundle(with_words(tmp_path, uses), task="attribution")

    assert error.value.hint


@pytest.mark.parametrize("card", ["", "name = [", "name = 1\ntask = 2\n"])
def test_unreadable_card_is_a_model_error(tmp_path, card):
    (tmp_path / "card.toml").write_text(card)

    with pytest.raises(ModelError, match=r"card\.toml"):
        open_bundle(tmp_path, task="attribution")


def test_missing_bundle_is_a_model_error(tmp_path):
    with pytest.raises(ModelError, match="no model bundle") as error:
        open_bundle(tmp_path / "nowhere", task="attribution")

    assert "install" in error.value.hint


def test_large_bundle_is_found_where_its_package_is_installed(tmp_path, monkeypatch):
    folder = tmp_path / "counterpoint_attribution_en_large"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise ImportError('weights are found, not run')\n")
    write(folder)
    monkeypatch.syspath_prepend(tmp_path)

    found = find_bundle("large", "attribution-en")

    assert open_bundle(found, task="attribution").path == folder


def test_large_bundle_that_is_not_installed_says_how_to_install_it():
    with pytest.raises(UnknownModelError, match="attribution-en-large is not installed") as error:
        find_bundle("large", "attribution-en")

    assert "pip install counterpoint-attribution-en-large" in error.value.hint


def test_model_is_a_folder_or_the_one_that_comes_along(tmp_path):
    assert find_bundle(str(write(tmp_path)), "attribution-en") == tmp_path
    assert find_bundle("", "attribution-en") == bundled("attribution-en")


def test_folder_without_a_card_is_no_model(tmp_path):
    with pytest.raises(UnknownModelError, match="no model bundle in"):
        find_bundle(str(tmp_path / "nowhere"), "attribution-en")


def test_file_that_is_no_network_is_a_model_error(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"nothing of the kind")

    with pytest.raises(ModelError, match=r"cannot load .*model\.onnx"):
        Session(tmp_path / "model.onnx")


def test_packed_network_answers_as_the_plain_one(tmp_path):
    packed = open_bundle(bundled("attribution-en"), task="attribution").file("roles.onnx.gz")
    (tmp_path / "roles.onnx").write_bytes(gzip.decompress(packed.read_bytes()))
    index = np.arange(6)[None]
    feeds = {
        "projected": np.linspace(-1, 1, 6 * 768, dtype=np.float32).reshape(6, 768),
        "own": np.ones((1, 768), np.float32),
        "index": index,
        "near": index,
        "far": index,
    }

    one, two = (Session(path).run(feeds) for path in (packed, tmp_path / "roles.onnx"))

    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"a network" * 99)[:-12]])
def test_network_that_cannot_be_unpacked_is_a_model_error(tmp_path, content):
    (tmp_path / "model.onnx.gz").write_bytes(content)

    with pytest.raises(ModelError, match=r"model\.onnx\.gz"):
        Session(tmp_path / "model.onnx.gz")
