"""Ideal points: the sampler finds what was put in, and agrees with the reference."""

import json

import numpy as np
import pytest

from counterpoint.errors import InputError
from counterpoint.network.scaling import ScalingOptions, _truncated, recode_answers, scale_actors

pytestmark = pytest.mark.filterwarnings("error")


def ranks(values):
    return np.argsort(np.argsort(values))


def rank_correlation(one, two):
    return float(np.corrcoef(ranks(one), ranks(two))[0, 1])


def simulated(dimensions=1, levels=2, actors=40, concepts=30, missing=0.3, seed=4):
    random = np.random.default_rng(seed)
    positions = random.normal(size=(actors, dimensions))
    slopes = random.normal(scale=1.5, size=(concepts, dimensions))
    latent = (
        positions @ slopes.T - random.normal(size=concepts) + random.normal(size=(actors, concepts))
    )
    answers = np.digitize(latent, np.linspace(-0.5, 0.5, levels - 1) if levels > 2 else [0.0])
    answers = answers.astype(float)
    answers[random.random(answers.shape) < missing] = np.nan
    return positions, answers, [f"a{i}" for i in range(actors)], [f"c{i}" for i in range(concepts)]


QUICK = {"draws": 600, "burn_in": 150, "thin": 1, "chains": 4}


def test_one_dimension_finds_the_order():
    positions, answers, actors, concepts = simulated()
    found = scale_actors(answers, actors, concepts, ScalingOptions(draws=2000, burn_in=300))
    means = [estimate.mean[0] for estimate in found.positions]

    assert abs(rank_correlation(means, positions[:, 0])) > 0.9
    assert found.mixing < 1.2
    assert found.fit > 0.8


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    positions, answers, actors, concepts = simulated(actors=50)
    right = actors[int(np.argmax(positions[:, 0]))]
    found = scale_actors(answers, actors, concepts, ScalingOptions(**QUICK, right=right))
    inside = [
        estimate.low[0] <= truth <= estimate.high[0]
        for estimate, truth in zip(found.positions, positions[:, 0], strict=True)
    ]

    assert 0.85 <= np.mean(inside) <= 1.0


def test_ordinal_answers():
    positions, answers, actors, concepts = simulated(levels=3)
    found = scale_actors(answers, actors, concepts, ScalingOptions(**QUICK, ordinal=True))
    means = [estimate.mean[0] for estimate in found.positions]

    assert abs(rank_correlation(means, positions[:, 0])) > 0.9


@pytest.mark.parametrize("levels", [2, 3])
def test_two_dimensions_find_the_distances(levels):
    positions, answers, actors, concepts = simulated(dimensions=2, levels=levels, concepts=45)
    options = ScalingOptions(**QUICK, dimensions=2, ordinal=levels > 2)
    found = scale_actors(answers, actors, concepts, options)
    means = np.array([estimate.mean for estimate in found.positions])

    def apart(places):
        return np.linalg.norm(places[:, None] - places[None], axis=-1)[
            np.triu_indices(len(places), 1)
        ]

    assert np.corrcoef(apart(means), apart(positions))[0, 1] > 0.85


def test_same_seed_same_numbers_and_the_chosen_actor_is_on_the_right():
    _, answers, actors, concepts = simulated(actors=12, concepts=8)
    for right in actors[:3]:
        options = ScalingOptions(draws=200, burn_in=50, chains=2, right=right)
        first = scale_actors(answers, actors, concepts, options)
        assert first == scale_actors(answers, actors, concepts, options)
        assert first.positions[actors.index(right)].mean[0] >= 0


@pytest.mark.shared
def test_without_alignment_the_reference_case_comes_out(shared):
    """DNA's case is not identified: positions average to zero there, so compare what is.

    The difficulties and the widths of the intervals do not depend on the side that is called
    positive. (The reference means of the positions lie between -0.05 and 0.06 at a standard
    deviation of 1: noise of its sampler, which no other sampler shares.)
    """
    case = json.loads((shared / "data/dna/reference/sample-scale1dbin.json").read_text())["output"]
    matrix = json.loads((shared / "data/dna/reference/sample-recode-bin-na-none.json").read_text())[
        "output"
    ]
    answers = np.array(
        [[np.nan if cell is None else cell for cell in row] for row in matrix["matrix"]]
    )
    options = ScalingOptions(align=False, draws=16_000, chains=40, burn_in=100, thin=1)
    found = scale_actors(answers, matrix["rows"], matrix["cols"], options)
    wanted = {row["Row.names"]: row for row in case["difficulty"]}
    difficulty = [estimate.mean[0] for estimate in found.difficulty]
    expected = [wanted[estimate.name]["mean"] for estimate in found.difficulty]

    assert rank_correlation(difficulty, expected) >= 0.95
    assert np.allclose(difficulty, expected, atol=0.15)

    wanted = {row["Row.names"]: row for row in case["ability"]}
    widths = [estimate.high[0] - estimate.low[0] for estimate in found.positions]
    expected = [wanted[e.name]["HPD97.5"] - wanted[e.name]["HPD2.5"] for e in found.positions]
    assert np.allclose(widths, expected, rtol=0.12)


@pytest.mark.parametrize(
    ("low", "high"),
    [(-np.inf, 0.0), (2.0, np.inf), (-np.inf, -3.0), (0.5, 0.7), (-1.0, 5.0), (3.0, 3.2)],
)
def test_truncated_normals_have_the_right_mean_and_stay_inside(low, high):
    from scipy.stats import truncnorm

    size = 40_000
    drawn = _truncated(np.full(size, low), np.full(size, high), np.random.default_rng(1))
    expected = truncnorm(low, high)

    assert drawn.min() >= low
    assert drawn.max() <= high
    assert drawn.mean() == pytest.approx(expected.mean(), abs=4 * expected.std() / 200)


def test_recoding():
    agree = np.array([[2, 0, 1, 0, 3]])
    disagree = np.array([[0, 1, 1, 0, 1]])

    assert recode_answers(agree, disagree).tolist()[0][:2] == [1, 0]
    assert np.isnan(recode_answers(agree, disagree)[0, 2:]).all()
    assert recode_answers(agree, disagree, threshold=0.25)[0, 4] == 1
    assert recode_answers(agree, disagree, missing=0).tolist() == [[1, 0, 0, 0, 0]]
    ordinal = recode_answers(agree, disagree, ordinal=True)
    assert ordinal[0, [0, 1, 2, 4]].tolist() == [3, 1, 2, 2]
    assert np.isnan(ordinal[0, 3])


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        pytest.param([[1.0]], "nothing to scale", id="one-actor"),
        pytest.param([[1.0, 2.0], [0.0, 1.0]], "takes 0 and 1", id="not-binary"),
        pytest.param([[np.nan, np.nan]] * 2, "nothing to scale", id="all-missing"),
    ],
)
def test_what_cannot_be_scaled_is_said(answers, message):
    matrix = np.array(answers)
    names = [str(at) for at in range(matrix.shape[0])]
    with pytest.raises(InputError, match=message):
        scale_actors(matrix, names, [str(at) for at in range(matrix.shape[1])])
