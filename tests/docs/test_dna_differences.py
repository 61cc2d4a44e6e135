"""The examples of the page on DNA's numbers are run; the page names every difference."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "dna-differences.md"


def test_every_example_of_the_page_comes_out():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert tried > 15
    assert failed == 0
