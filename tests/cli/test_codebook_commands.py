"""Work on a codebook: what the commands change, what they leave as it stands, what they refuse."""

import os

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.cli.main import cli, main
from counterpoint.errors import CounterpointError, InputError
from counterpoint.readers.codebook import codebook_to_toml, read_codebook
from counterpoint.types.position import Codebook, Concept
from counterpoint.workflow.codebook_edit import accept, drop, edit_codebook, merge, rename

OPEN = "To be defined: what does a person demand or claim who agrees with this?"
TOML = f"""# Codebook of the harbour study
title = "Harbour" # short

# 12 statements, among them:
#   Nobody here can sleep.
[[concept]]
name = "night, planes"
definition = "{OPEN}"

# 7 statements, among them:
#   The noise is \\"unbearable\\".
[[concept]]
name = 'noise, sleep'   # asked of Ana
definition = "{OPEN}"
for = ["# no comment",
  "Too loud.", # from the hearing
]

# --- money ---

[[concept]]
name        = "Toll"
definition  = \"\"\"
Drivers should pay "a fee".\"\"\"
against = ["It is unfair."]
keywords = ["toll"]

[[concept]]
name = "Night toll"
definition = "Drivers should pay at night."
parent = "toll"
"""
CSV = (
    "\ufeffConcept;Definition;Notes;Parent\r\n"
    f"night, planes;{OPEN};ask Ana;\r\n"
    f'"noise, sleep";{OPEN};"two\nlines";\r\n'
    "\r\n"
    "Toll;Drivers should pay.;;\r\n"
    "Night toll;Drivers should pay at night.;;toll"
)


@pytest.fixture
def book(tmp_path):
    place = tmp_path / "c.toml"
    place.write_text(TOML, encoding="utf-8")
    return place


@pytest.fixture
def sheet(tmp_path):
    place = tmp_path / "c.csv"
    place.write_bytes(CSV.encode())
    return place


def run(*arguments):
    given = ["codebook", *map(str, arguments)]
    done = CliRunner().invoke(cli, given, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def concepts(place):
    return {one.name: one for one in read_codebook(place).concepts}


def test_a_proposal_becomes_a_concept_and_all_else_stays(book):
    said = run(
        *("accept", book, "Night,  PLANES", "--name", "Night flights"),
        *("--definition", 'Planes should "land" at night.', "--for", "Let them land."),
    )

    found = concepts(book)["Night flights"]
    assert found.definition == 'Planes should "land" at night.'
    assert found.examples_for == ("Let them land.",)
    assert "1 of 4 concepts are still to be defined" in said
    new, old = book.read_text(encoding="utf-8").splitlines(), TOML.splitlines()
    assert [line for line in old if line not in new] == [
        'name = "night, planes"',
    ]  # the other proposal still has the line that asks for a definition
    assert len(new) == len(old) + 1


def test_merged_concepts_have_the_words_and_comments_of_all(book):
    said = run("merge", book, "Toll", "noise, sleep", "--name", "Costs")

    found = concepts(book)
    assert list(found) == ["night, planes", "Costs", "Night toll"]
    assert found["Costs"].definition == 'Drivers should pay "a fee".'
    assert found["Costs"].examples_for == ("# no comment", "Too loud.")
    assert found["Costs"].examples_against == ("It is unfair.",)
    assert found["Costs"].keywords == ("toll",)
    assert found["Night toll"].parent == "Costs"
    assert '"noise, sleep" had none' in said
    assert '"Night toll" now stands below "Costs"' in said
    text = book.read_text(encoding="utf-8")
    above = text[text.index("# --- money ---") : text.index("name        = ")]
    assert above.splitlines()[2:] == [
        "# 7 statements, among them:",
        '#   The noise is \\"unbearable\\".',
        "# asked of Ana",
        "# from the hearing",
        "[[concept]]",
    ]


def test_merged_proposals_stay_proposals_until_they_are_defined(book):
    said = run("merge", book, "night, planes", "noise, sleep")
    with pytest.raises(CounterpointError, match="nobody has defined"):
        CliRunner().invoke(cli, ["positions", "x", "--codebook", str(book)], catch_exceptions=False)
    run("accept", book, "night, planes", "--definition", "Planes keep people awake.")

    assert "1 of 3 concepts are still to be defined" in said
    assert run("check", book).startswith("3 concepts, no fault.\n")
    assert "still to be defined" not in run("check", book)


def test_definitions_that_a_merge_leaves_out_are_told(book):
    said = run("merge", book, "Night toll", "Toll")

    assert 'Left out, the definition of "Toll": Drivers should pay "a fee".' in said
    assert concepts(book)["Night toll"].parent == ""  # it was below what it took in


def test_a_renamed_concept_is_named_so_as_parent_too(book):
    said = run("rename", book, "toll", "Road toll")

    assert concepts(book)["Night toll"].parent == "Road toll"
    assert 'Renamed "Toll", which is now called "Road toll"' in said
    changed = [
        (old, new)
        for old, new in zip(
            TOML.splitlines(), book.read_text(encoding="utf-8").splitlines(), strict=True
        )
        if old != new
    ]
    assert changed == [
        ('name        = "Toll"', 'name        = "Road toll"'),
        ('parent = "toll"', 'parent = "Road toll"'),
    ]


def test_what_was_below_a_dropped_concept_moves_up(book):
    said = run("drop", book, "Toll", "night, planes")

    assert list(concepts(book)) == ["noise, sleep", "Night toll"]
    assert concepts(book)["Night toll"].parent == ""
    assert '"Night toll" now stands below no other' in said
    text = book.read_text(encoding="utf-8")
    assert "12 statements" not in text
    assert "# --- money ---" in text
    assert "\n\n\n" not in text


def test_a_spreadsheet_keeps_its_columns_marks_and_line_ends(sheet):
    run("rename", sheet, "Toll", "Road toll")
    run("accept", sheet, "night, planes", "--definition", "Planes; at night.", "--keyword", "jet")
    run("merge", sheet, "night, planes", "noise, sleep")

    assert sheet.read_bytes().decode() == (
        "\ufeffConcept;Definition;Notes;Parent;keywords\r\n"
        'night, planes;"Planes; at night.";"ask Ana; two\nlines";;jet\r\n'
        "\r\n"
        "Road toll;Drivers should pay.;;;\r\n"
        "Night toll;Drivers should pay at night.;;Road toll;"
    )


def test_a_codebook_is_written_beside_or_in_place_and_never_over_another(book, tmp_path):
    other = tmp_path / "other.toml"
    link = tmp_path / "link.toml"
    link.symlink_to(book)
    os.chmod(book, 0o664)

    run("rename", book, "Toll", "Fee", "-o", other)
    assert book.read_text(encoding="utf-8") == TOML
    assert "Fee" in concepts(other)
    run("rename", link, "Toll", "Fee")
    assert link.is_symlink()
    assert book.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")
    assert book.stat().st_mode & 0o777 == 0o664
    assert {one.name for one in tmp_path.iterdir()} == {"c.toml", "other.toml", "link.toml"}


D = ("--definition", "Drivers should pay.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("accept", "Tol", *D), 'no concept "Tol"'),
        (("accept", "Toll", *D), '"Toll" is defined already'),
        (("accept", "night, planes", "--definition", "  "), "definition says nothing"),
        (("accept", "night, planes", "--definition", OPEN), "definition says nothing"),
        (("accept", "night, planes", *D, "--name", "TOLL"), 'another concept is called "Toll"'),
        (("accept", "night, planes", *D, "--parent", "Fees"), 'parent "Fees" is no concept'),
        (("merge", "Toll"), "one concept alone"),
        (("merge", "Toll", "toll"), '"Toll" is named twice'),
        (("merge", "Toll", "Fees"), 'no concept "Fees"'),
        (("merge", "Toll", "noise, sleep", "--name", "Night toll"), "another concept is called"),
        (("rename", "Toll", "night toll"), 'another concept is called "Night toll"'),
        (("rename", "Toll", " "), "new name is empty"),
        (("rename", "Fees", "Toll"), 'no concept "Fees"'),
        (("drop", "Toll", "Fees"), 'no concept "Fees"'),
        (("drop", "Toll", "Night toll", "night, planes", "noise, sleep"), "no concept"),
        (("rename", "Toll", "Fee", "-o", "x.csv"), "keeps its kind"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(book, capsys, arguments, message):
    command, *rest = arguments

    with pytest.raises(SystemExit) as ended:
        main(["codebook", command, str(book), *rest])

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert message in told
    assert "Hint:" in told
    assert book.read_text(encoding="utf-8") == TOML


def test_a_circle_of_parents_is_refused(tmp_path):
    place = tmp_path / "c.toml"
    made = (Concept("A", "a", parent="C"), Concept("B", "b"), Concept("C", "c", parent="B"))
    place.write_text(codebook_to_toml(Codebook(made)), encoding="utf-8")

    with pytest.raises(InputError, match="parents go in a circle: A -> C -> A"):
        edit_codebook(place, lambda one: merge(one, ["A", "B"]))


def test_what_cannot_be_edited_in_place_says_how_to_make_it_so(tmp_path, sheet):
    place = tmp_path / "c.toml"
    place.write_text('concept = [{name = "A", definition = "a"}]\n', encoding="utf-8")

    with pytest.raises(InputError, match=r"do not stand in \[\[concept\]\] tables") as caught:
        edit_codebook(place, lambda one: rename(one, "A", "B"))
    assert "codebook import" in caught.value.hint
    with pytest.raises(InputError, match="divides values") as caught:
        new = Concept("", "Planes.", examples_for=("this|that",))
        edit_codebook(sheet, lambda one: accept(one, "night, planes", new))
    assert "codebook import" in caught.value.hint
    assert sheet.read_bytes() == CSV.encode()


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).map(
    lambda text: " ".join(text.split())
)
texts = words.filter(bool)
lists = st.lists(texts, max_size=2).map(tuple)
NAMES = ("A", "B", "C", "D")


@settings(max_examples=60)
@given(st.data(), st.sampled_from(["\n", "\r\n"]))
def test_any_series_of_changes_gives_what_the_same_changes_give_on_paper(
    tmp_path_factory, data, ending
):
    made = [Concept(name, *data.draw(st.tuples(texts, lists, lists))) for name in NAMES]
    made[3] = Concept("D", OPEN, parent=data.draw(st.sampled_from(["", *NAMES[:3]])))
    place = tmp_path_factory.mktemp("c") / "c.toml"
    text = codebook_to_toml(Codebook(tuple(made), "t")).replace(
        "[[concept]]", "# kept\n[[concept]]"
    )
    place.write_bytes(text.replace("\n", ending).encode())
    changes = [
        lambda book: rename(book, "A", data.draw(texts.filter(lambda t: t not in NAMES))),
        lambda book: accept(book, "D", Concept("", data.draw(texts), keywords=data.draw(lists))),
        lambda book: merge(book, ["C", "B"], "", data.draw(texts)),
        lambda book: drop(book, ["D"]),
    ]

    for change in data.draw(st.permutations(changes)):
        before = read_codebook(place)
        try:
            done = change(before)
        except InputError:
            continue
        comments = place.read_bytes().count(b"# kept")
        edit_codebook(place, lambda _, done=done: done)
        left = [one for one in done.concepts if one is not None]
        assert list(read_codebook(place).concepts) == left
        gone = sum(one is None for one in done.concepts) - len(done.into)
        assert place.read_bytes().count(b"# kept") == comments - gone
        assert place.read_bytes().count(b"\n") == place.read_bytes().count(ending.encode())
