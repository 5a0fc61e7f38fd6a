"""The arithmetic of the ballot, edge by edge (domain.md section 3)."""

import pytest

from awards.models import VoteBase
from dossiers.voting import Tally, Turnout, faults, judge, quorum_needed, votes_needed

ALL, ATTENDING = VoteBase.ALL, VoteBase.ATTENDING


def ballots(agree, disagree=0, blank=0, invalid=0, **written):
    """All ballots handed out come back."""
    valid = agree + disagree + blank
    back = valid + invalid
    return Tally(back, back, valid, invalid, agree, disagree, blank, **written)


# what | who can vote | tally | percent, of whom | base, needed, share, passed
CASES = [
    ("exactly 70.0 percent", Turnout(10, 10, 0), ballots(7, 3), 70, ALL, 10, 7, "70,0%", True),
    ("one vote short of 70", Turnout(10, 10, 0), ballots(6, 4), 70, ALL, 10, 7, "60,0%", False),
    ("69.2 is not 70", Turnout(13, 13, 0), ballots(9, 4), 70, ALL, 13, 10, "69,2%", False),
    ("66.6 reads rounded down", Turnout(9, 9, 0), ballots(6, 3), 70, ALL, 9, 7, "66,6%", False),
    ("90 of all, all there", Turnout(9, 9, 0), ballots(9), 90, ALL, 9, 9, "100,0%", True),
    ("90 of all, one against", Turnout(9, 9, 0), ballots(8, 1), 90, ALL, 9, 9, "88,8%", False),
    ("90 of ten, one against", Turnout(10, 10, 0), ballots(9, 1), 90, ALL, 10, 9, "90,0%", True),
    ("absent counts in all", Turnout(10, 7, 0), ballots(7), 70, ALL, 10, 7, "70,0%", True),
    ("absent not counted", Turnout(10, 7, 0), ballots(5, 2), 70, ATTENDING, 7, 5, "71,4%", True),
    ("absent counts against", Turnout(10, 7, 0), ballots(6, 1), 70, ALL, 10, 7, "60,0%", False),
    (
        "written opinion helps", Turnout(10, 7, 2), ballots(6, 1, written_agree=1),
        70, ALL, 10, 7, "70,0%", True,
    ),
    (
        "written opinion widens the base", Turnout(10, 7, 2),
        ballots(6, 1, written_disagree=2), 70, ATTENDING, 9, 7, "66,6%", False,
    ),
    (
        "recused leaves base and ballot", Turnout(10, 10, 0, 1, 1), ballots(7, 2),
        70, ALL, 9, 7, "77,7%", True,
    ),
    (
        "recused and absent leaves the base", Turnout(10, 9, 0, 1, 0), ballots(6, 3),
        70, ALL, 9, 7, "66,6%", False,
    ),
    (
        "recused who would have written", Turnout(10, 8, 2, 1, 0, 1),
        ballots(6, 2, written_agree=1),
        70, ATTENDING, 9, 7, "77,7%", True,
    ),
    ("no valid ballot", Turnout(7, 7, 0), ballots(0, invalid=7), 70, ALL, 7, 5, "0,0%", False),
    ("blank is not in favour", Turnout(7, 7, 0), ballots(4, 0, 3), 70, ALL, 7, 5, "57,1%", False),
    (
        "invalid counts in the base", Turnout(7, 7, 0), ballots(5, invalid=2),
        70, ALL, 7, 5, "71,4%", True,
    ),
    ("nobody is left to vote", Turnout(1, 1, 0, 1, 1), ballots(0), 70, ALL, 0, 0, "0,0%", False),
    ("more than half as 51", Turnout(9, 9, 0), ballots(5, 4), 51, ALL, 9, 5, "55,5%", True),
    ("half is not 51", Turnout(10, 10, 0), ballots(5, 5), 51, ALL, 10, 6, "50,0%", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("turnout", "tally", "percent", "of", "base", "needed", "share", "passed"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_vote_is_judged(turnout, tally, percent, of, base, needed, share, passed):
    outcome = judge(tally, turnout, percent=percent, base=of)
    assert (outcome.base, outcome.needed, outcome.share, outcome.passed) == (
        base, needed, share, passed,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_cases_add_up_themselves(case):
    assert faults(case[2], case[1]) == {}


@pytest.mark.parametrize("base", range(1, 40))
@pytest.mark.parametrize("percent", [1, 50, 51, 66, 70, 80, 90, 100])
def test_the_needed_votes_are_the_fewest_that_pass(base, percent):
    everybody = Turnout(base, base, 0)
    needed = votes_needed(base, percent)
    enough = judge(ballots(needed, base - needed), everybody, percent=percent, base=ALL)
    short = judge(ballots(needed - 1, base - needed + 1), everybody, percent=percent, base=ALL)
    assert (enough.passed, short.passed) == (True, False)


@pytest.mark.parametrize(
    ("members", "needed"), [(1, 1), (2, 2), (3, 2), (7, 5), (9, 6), (10, 7), (11, 8)]
)
def test_two_thirds_make_a_quorum(members, needed):
    assert quorum_needed(members, 2, 3) == needed


SEVEN = Turnout(9, 7, 2)
WRONG = [
    (Tally(8, 8, 8, 0, 8, 0, 0), "issued", "8 phiếu, nhưng chỉ có 7"),
    (Tally(6, 7, 7, 0, 7, 0, 0), "returned", "Thu về 7 phiếu, nhiều hơn số phát ra 6"),
    (Tally(7, 7, 6, 0, 6, 0, 0), "invalid", "Hợp lệ 6 + không hợp lệ 0 = 6, không bằng"),
    (Tally(7, 7, 6, 1, 5, 1, 1), "blank", "= 7, không bằng số phiếu hợp lệ 6"),
    (Tally(7, 7, 7, 0, 5, 1, 0), "blank", "= 6, không bằng số phiếu hợp lệ 7"),
    (Tally(7, 7, 7, 0, 7, 0, 0, 2, 1, 0), "written_blank", "= 3, nhiều hơn 2 thành viên"),
]


@pytest.mark.parametrize(("tally", "field", "words"), WRONG, ids=[case[2] for case in WRONG])
def test_sums_that_do_not_add_up_are_shown(tally, field, words):
    found = faults(tally, SEVEN)
    assert list(found) == [field]
    assert words in found[field]


def test_fewer_ballots_may_come_back():
    assert faults(Tally(7, 5, 5, 0, 5, 0, 0), SEVEN) == {}
