"""Who is quoted within whose statement."""

from counterpoint.analysis.nesting import find_nested, link_parents
from counterpoint.analysis.rules import find_attributions
from counterpoint.analysis.segment import find_sentences


def test_inner_statement_gets_its_outer_one_as_parent():
    text = "Ms. Lund said that the builder had promised to mend the wall."
    outer = find_attributions(text)
    inner = find_nested(text, outer, find_sentences(text))
    linked = link_parents([*outer, *inner])

    assert [one.cue[0].of(text) for one in linked] == ["said", "had promised"]
    assert [one.parent for one in linked] == [None, 0]


def test_what_a_speaker_says_of_himself_is_no_other_voice():
    text = "“I think we were lucky,” said the pilot."

    assert find_nested(text, find_attributions(text), find_sentences(text)) == ()


def test_parent_is_the_smallest_that_holds():
    text = "The paper said that Ms. Lund claimed that the builder had promised to mend the wall."
    outer = find_attributions(text)
    first = find_nested(text, outer, find_sentences(text))
    second = find_nested(text, first, find_sentences(text))
    linked = link_parents([*outer, *first, *second])

    assert [one.parent for one in linked] == [None, 0, 1]
