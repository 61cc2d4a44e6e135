"""Names are whole across hyphens, and notes in brackets are nobody's name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.speakers import SpeakerResolver
from counterpoint.types import Span


@pytest.fixture(scope="module")
def resolver():
    return SpeakerResolver.load()


def found(resolver, text):
    names, _ = resolver.resolve_targets(text, [])
    return [(span.of(text), kind) for span, kind in names]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Timor-Leste said it would sign.", "Timor-Leste", "place"),
        ("The talks in Guinea-Bissau failed.", "Guinea-Bissau", "place"),
        ("Kari Holm-Berg said that the port would close.", "Kari Holm-Berg", "person"),
        ("Anne-Sophie Roux-Lange said no.", "Anne-Sophie Roux-Lange", "person"),
    ],
)
def test_a_name_with_a_hyphen_is_one_name(resolver, text, name, kind):
    names = found(resolver, text)

    assert (name, kind) in names
    assert not [part for part, _ in names if part != name and part in name]


def test_the_long_name_of_a_country_is_whole(resolver):
    text = "Norway met the Democratic People’s Republic of Korea in Oslo, and Chile's envoy came."
    names = [name for name, _ in found(resolver, text)]

    assert "Democratic People’s Republic of Korea" in names
    assert not {"Democratic People", "Republic of Korea", "Korea"} & set(names)


def test_what_is_struck_out_is_in_no_name(resolver):
    text = "A ship of the Kingdom <s>off</s> [of] Norway came to Chile in May."

    assert not [name for name, _ in found(resolver, text) if "<" in name]


def test_two_names_with_a_hyphen_between_them_stay_two(resolver):
    text = "Ann Lee met Tom Reed. The Lee-Reed talks failed, Reed said, and Lee left."

    assert "Lee-Reed" not in [name for name, _ in found(resolver, text) if " " in name]
    assert {"Ann Lee", "Tom Reed"} <= {name for name, _ in found(resolver, text)}


@pytest.mark.parametrize(
    "note",
    ["(Laughter.)", "(Applause.)", "[Laughter]", "(Laughter and applause.)", "(Cheers, applause.)"],
)
def test_a_note_of_a_transcript_is_nobody(resolver, note):
    with_note = found(resolver, f"We thank Ann Lee. {note} The minister agrees with us.")

    assert [name for name, _ in with_note] == ["Ann Lee"]


def test_brackets_with_names_in_them_are_no_note(resolver):
    text = "The singer of Laughter (Ann Lee, of Holt) and her band played."

    assert "Ann Lee" in [name for name, _ in found(resolver, text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Q  Holm said he would come. What do you say? Holm left.", {"Holm"}),
        ("Will President Holm come? Nobody knew.", {"President Holm"}),
        ("Will Ada Holm run again? Ada Holm said no.", {"Ada Holm"}),
        ("President Holm — now-President Holm — came.", {"President Holm"}),
        ("Will Reed met Ada Holm in March.", {"Will Reed", "Ada Holm"}),
    ],
)
def test_what_opens_a_question_or_follows_a_dash_is_no_part_of_a_name(resolver, text, names):
    assert {name for name, _ in found(resolver, text)} == names


def test_a_speech_is_no_body_and_a_form_of_address_no_name(resolver):
    text = "In the State of the Union, President Holm thanked the mayors. MS. REED: He did."
    names = found(resolver, text)

    assert "organization" not in [kind for name, kind in names if "Union" in name]
    assert not {"MS", "MS."} & {name for name, _ in names}


def test_a_house_that_bears_a_name_is_not_the_person(resolver):
    names = found(resolver, "She spoke at the Reed Holm Center in May.")

    assert "person" not in [kind for _, kind in names]


@pytest.mark.parametrize(
    ("text", "word", "whom"),
    [
        (
            "Tom Reed and Ann Reed were charged on Monday. The Reeds have done nothing. They wait.",
            "They",
            "Reeds",
        ),
        ("The Kurds met Ann Lee in Paris. They asked her to help.", "They", "Kurds"),
        ("Kari Holm-Berg left the port. She was tired.", "She", "Kari Holm-Berg"),
    ],
)
def test_who_is_meant(resolver, text, word, whom):
    at = text.index(word)
    _, (name,) = resolver.resolve_targets(text, [Span(at, at + len(word))])

    assert name == whom


def test_they_is_nobody_where_no_people_are_named(resolver):
    text = "Ann Lee left Paris on Monday. They had told her to go."
    at = text.index("They")
    _, (name,) = resolver.resolve_targets(text, [Span(at, at + 4)])

    assert name is None


@settings(max_examples=30, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["Ann", "Lee", "Timor", "Leste", "-", "(", "Laughter", ".)", " ", ", ", "said", "🙂"]
        ),
        max_size=14,
    )
)
def test_names_lie_in_the_text_and_none_is_there_twice(resolver, words):
    text = "".join(words)
    names, _ = resolver.resolve_targets(text, [])
    spans = [(span.start, span.end) for span, _ in names]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len(spans) == len(set(spans))
