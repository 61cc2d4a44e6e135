"""What lines of a plain text say plainly of themselves: comments, headlines, calls, lists."""

import pytest

from counterpoint.readers.layout import label_lines
from counterpoint.readers.plain_marks import article_end, correct_plain
from counterpoint.types import RegionKind

ARTICLE = [
    "The harbour council voted on Tuesday to keep the night ferry through the winter months.",
    "Its chair, Ana Roth, said that the crossing had carried more people than in any other year.",
    "Two members voted against it, since the boats burn more oil in the cold than in the summer.",
]


def kept(lines, body=None):
    flags = correct_plain(lines, body or [True] * len(lines))
    return [line for line, keep in zip(lines, flags, strict=True) if keep]


@pytest.mark.parametrize(
    "heading",
    [
        "Comments",
        "12 Comments",
        "Comments (3)",
        "View Comments",
        "Loading comments...",
        "Leave a Reply",
        "4 responses to “Night ferry stays”",
        "Comments are closed.",
        "Join the conversation",
    ],
)
def test_the_article_ends_where_the_comments_begin(heading):
    lines = [*ARTICLE, heading, "I take this ferry every day, and it has never once been on time."]

    assert article_end(lines) == len(ARTICLE)


def test_a_comment_that_says_who_and_when_needs_no_heading():
    lines = [ARTICLE[0], "dockrat on May 3, 2021 at 6:34 am said:", "About time too."]

    assert article_end(lines) == 1


def test_names_with_hours_below_them_are_comments_where_there_are_two():
    comment = ["ferryman7 says:", "May 3, 2021 at 6:34 am", "About time too."]

    assert article_end([ARTICLE[0], *comment, *comment]) == 1
    assert article_end([ARTICLE[0], *comment]) == 4


def test_a_call_to_subscribe_is_not_every_use_of_the_word():
    line = "The United States will support countries that subscribe to the rules of the seas."

    assert kept([*ARTICLE, line]) == [*ARTICLE, line]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Comments", *ARTICLE], id="link-above-the-article"),
        pytest.param([*ARTICLE, "Ana Roth says:", ARTICLE[0]], id="a-speaker-without-an-hour"),
        pytest.param(
            [*ARTICLE, "Reporter Ana Roth says:", "11:08 PM", *ARTICLE],
            id="one-message-with-its-hour",
        ),
        pytest.param([*ARTICLE, "The comments of the minister were closed."], id="a-sentence"),
        pytest.param([], id="nothing"),
    ],
)
def test_where_there_are_no_comments_nothing_is_cut(lines):
    assert article_end(lines) == len(lines)


def test_readers_comments_are_no_statements_of_the_article():
    comment = "This council has done nothing right in the ten years that I have lived in this town."
    text = "\n".join([*ARTICLE, "2 Comments", "dockrat on May 3, 2021 at 6:34 am said:", comment])

    layout = label_lines(text)

    assert [region.span.of(text) for region in layout.body] == ARTICLE
    assert layout.regions[-1].kind is not RegionKind.BODY


def test_headlines_below_a_related_heading_are_not_the_article():
    lines = [
        ARTICLE[0],
        "Related articles",
        "Ferry fares to rise next spring",
        "Old pier sold to a family from the north of the coun...",
        *ARTICLE[1:],
    ]

    assert kept(lines) == ARTICLE


def test_a_related_heading_takes_nothing_from_running_text():
    assert kept([ARTICLE[0], "Read more", *ARTICLE[1:]]) == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "A ferry leaves the harbour at night (Image: Harbour Press)",
        "Passengers on deck last winter. Photo credit: Ana Roth",
        "Follow us on Twitter @harbourpaper for news from the coast.",
        "Do you like what we do? Click here to support it.",
        "© 2021 Harbour Paper. All rights reserved.",
    ],
)
def test_a_credit_or_a_call_is_not_the_article(line):
    assert kept([*ARTICLE, line]) == ARTICLE


def test_an_answer_as_short_as_a_heading_stays_with_its_interview():
    lines = [
        "Q: When did you first take the ferry?",
        "A: In 1988, with my father, on a day when the sea was so high that nobody else went.",
        "Q: And the last time?",
        "A: Today.",
    ]

    assert kept(lines, [True, True, False, False]) == lines


def test_items_of_one_list_stay_together():
    lines = [f"June {day} – Town number {day}" for day in range(1, 7)]

    assert kept(lines, [True, True, False, False, False, True]) == lines
    assert kept(lines, [False] * 5 + [True]) == [lines[-1]]
