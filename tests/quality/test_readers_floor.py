"""Floors of the readers on gold that lies beside the checkout.

The trees were trained on these pages, so the floors guard against damage; how good the readers are
on sites that they never saw is measured by ``python -m training.layout.train``.
"""

import pytest

from counterpoint.readers import read_inputs
from counterpoint.types import RegionKind
from counterpoint.workflow.evaluate_readers import evaluate_readers

pytestmark = [pytest.mark.shared, pytest.mark.quality]


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory):
    """Everything but the 91 pages, which take longer than a test should."""
    folder = tmp_path_factory.mktemp("articles")
    for name in ("ground-truth.json", "plain", "meta"):
        (folder / name).symlink_to(shared / "data" / "articles" / name)
    return evaluate_readers(folder)


def test_scraped_texts_are_told_from_the_page_around_them(scores):
    assert scores.bodies["region"].f1 >= 0.96
    assert scores.bodies["page"].f1 >= 0.92


def test_days_and_authors(scores):
    assert scores.facts.date_right >= 0.90
    assert scores.facts.authors_f1 >= 0.75


def test_clean_articles_stay_whole(shared):
    folder = shared / "data" / "polnear"
    body = total = 0
    for document in read_inputs([str(folder / "dev.jsonl.gz")]):
        total += sum(len(region.span) for region in document.regions)
        body += sum(len(span) for span in document.of_kind(RegionKind.BODY))

    assert body / total >= 0.99


def test_the_first_real_input(shared):
    (document,) = read_inputs([str(shared / "data" / "seed" / "nato-asia-pacific.txt")])
    kinds = [region.kind for region in document.regions]

    assert kinds[:3] == [RegionKind.BREADCRUMB, RegionKind.SECTION, RegionKind.TITLE]
    assert kinds.count(RegionKind.CAPTION) == 2
    assert kinds[-1] is RegionKind.CREDIT
    assert set(kinds[3:-1]) == {RegionKind.BODY, RegionKind.CAPTION}
    assert document.source_credit == "news.cgtn"
