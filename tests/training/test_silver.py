"""Silver labels are never made of a text that the tagger is measured on."""

from training.speakers.silver import apart_from

MEASURED = (
    "The council said on Monday that it would keep the ferry through the winter and the spring."
)


def row(text):
    return {"text": text}


def test_a_measured_text_is_left_out_whatever_stands_around_it():
    inside = row(f"News from the coast.\n\n{MEASURED.upper()}\n\nMore tomorrow.")
    other = row("The council said on Monday that it would close the pool.")

    assert apart_from([row(MEASURED)], [inside, other]) == [other]


def test_without_measured_texts_all_stay():
    assert apart_from([], [row(MEASURED)]) == [row(MEASURED)]
