"""Putting registrations together: a group stands for its members only when it covers them alike."""

import pytest

from campaigns.consolidation import Entry, GroupFacts, consolidate

GK, BK, TTG = 8, 9, 10  # columns of the seed's table
VILLAGES = GroupFacts(1, "C", frozenset({11, 12, 13}))
MASS = GroupFacts(2, "C", frozenset({21, 22}))
STAFF = GroupFacts(3, "I", frozenset({101, 102, 103}))
DESK, AUTHORITY = 31, 1


def unit(pk, *marks, targets=()):
    return Entry(("unit", pk, None), "C", frozenset({pk}), frozenset(marks), tuple(targets))


def person(pk, *marks):
    return Entry(("person", pk, None), "I", frozenset({pk}), frozenset(marks))


def household(pk, *marks):
    return Entry(("household", pk, None), "H", frozenset({pk}), frozenset(marks))


def staff_of(unit_pk, members, *marks, targets=()):
    """ "Toàn thể cán bộ, công chức" of one unit."""
    return Entry(
        ("group", STAFF.pk, unit_pk),
        "I",
        frozenset(members),
        frozenset(marks),
        tuple(targets),
        STAFF.pk,
    )


def rows(entries, *groups):
    return [(entry.ref, set(entry.marks)) for entry in consolidate(entries, groups)]


def all_villages(*marks):
    return [unit(pk, *marks) for pk in (11, 12, 13)]


def group(facts):
    return ("group", facts.pk, None)


# --- the seed ------------------------------------------------------------------------------------


def test_the_five_rows_of_dinh_du_2024():
    """UBND xã; Các thôn; Bộ phận tiếp nhận; Các ban ngành, đoàn thể; Toàn thể cán bộ."""
    entries = [
        unit(AUTHORITY, GK),
        *all_villages(GK),
        unit(DESK, GK, BK),
        unit(21, GK),
        unit(22, GK),
        staff_of(31, {101}, GK, TTG),
        staff_of(21, {102, 103}, GK, TTG),
    ]
    assert sorted(rows(entries, VILLAGES, MASS, STAFF), key=str) == sorted(
        [
            (("unit", AUTHORITY, None), {GK}),
            (group(VILLAGES), {GK}),
            (("unit", DESK, None), {GK, BK}),
            (group(MASS), {GK}),
            (group(STAFF), {GK, TTG}),
        ],
        key=str,
    )


# --- groups of collectives -----------------------------------------------------------------------

COLLECTIVES = {
    "all with the same marks become one row": (
        all_villages(GK),
        [(group(VILLAGES), {GK})],
    ),
    "one that has not registered keeps them apart": (
        [unit(11, GK), unit(12, GK)],
        [(("unit", 11, None), {GK}), (("unit", 12, None), {GK})],
    ),
    "one with further marks keeps them apart": (
        [unit(11, GK), unit(12, GK), unit(13, GK, BK)],
        [
            (("unit", 11, None), {GK}),
            (("unit", 12, None), {GK}),
            (("unit", 13, None), {GK, BK}),
        ],
    ),
    "one without marks keeps them apart": (
        [unit(11, GK), unit(12, GK), unit(13)],
        [(("unit", 11, None), {GK}), (("unit", 12, None), {GK}), (("unit", 13, None), set())],
    ),
    "a stranger stays beside the group": (
        [*all_villages(GK), unit(DESK, GK)],
        [(group(VILLAGES), {GK}), (("unit", DESK, None), {GK})],
    ),
    "nobody registered, no row": ([], []),
}


@pytest.mark.parametrize("case", COLLECTIVES)
def test_a_group_of_collectives(case):
    entries, expected = COLLECTIVES[case]
    assert rows(entries, VILLAGES) == expected


def test_a_group_of_one_is_no_group():
    alone = GroupFacts(9, "C", frozenset({11}))
    assert rows([unit(11, GK)], alone) == [(("unit", 11, None), {GK})]


def test_an_empty_group_never_appears():
    assert rows([unit(11, GK)], GroupFacts(9, "C", frozenset())) == [(("unit", 11, None), {GK})]


def test_of_two_groups_the_first_takes_the_members():
    everybody = GroupFacts(9, "C", VILLAGES.members)
    assert rows(all_villages(GK), VILLAGES, everybody) == [(group(VILLAGES), {GK})]


def test_a_part_of_the_group_named_as_a_group_counts_for_its_members():
    entries = [
        Entry(("group", 1, 5), "C", frozenset({11, 12}), frozenset({GK}), (), 1),
        unit(13, GK),
    ]
    assert rows(entries, VILLAGES) == [(group(VILLAGES), {GK})]


def test_the_targets_of_the_members_go_together_without_repeating():
    entries = [
        unit(11, GK, targets=("Hồ sơ đúng hạn 100%", "Có 1 sáng kiến")),
        unit(12, GK, targets=("Hồ sơ đúng hạn 100%",)),
        unit(13, GK),
    ]
    (row,) = consolidate(entries, [VILLAGES])
    assert row.targets == ("Hồ sơ đúng hạn 100%", "Có 1 sáng kiến")


# --- people --------------------------------------------------------------------------------------


def test_named_people_never_collapse_even_when_all_are_there():
    entries = [person(101, GK), person(102, GK), person(103, GK)]
    assert rows(entries, STAFF) == [
        (("person", 101, None), {GK}),
        (("person", 102, None), {GK}),
        (("person", 103, None), {GK}),
    ]


def test_a_named_person_does_not_complete_a_group():
    entries = [staff_of(31, {101, 102}, GK), person(103, GK)]
    assert rows(entries, STAFF) == [
        (("group", STAFF.pk, 31), {GK}),
        (("person", 103, None), {GK}),
    ]


def test_the_staff_of_all_units_become_the_whole_staff():
    entries = [staff_of(31, {101}, GK), staff_of(21, {102, 103}, GK)]
    assert rows(entries, STAFF) == [(group(STAFF), {GK})]


def test_the_staff_of_one_unit_with_other_marks_stays_its_own_row():
    entries = [staff_of(31, {101}, GK, TTG), staff_of(21, {102, 103}, GK)]
    assert rows(entries, STAFF) == [
        (("group", STAFF.pk, 31), {GK, TTG}),
        (("group", STAFF.pk, 21), {GK}),
    ]


def test_households_do_not_fall_into_a_group_of_people_with_the_same_numbers():
    entries = [household(101, GK), household(102, GK), household(103, GK)]
    assert [ref for ref, _ in rows(entries, STAFF)] == [
        ("household", 101, None),
        ("household", 102, None),
        ("household", 103, None),
    ]


def test_people_do_not_fall_into_a_group_of_collectives_with_the_same_numbers():
    facts = GroupFacts(9, "C", frozenset({101, 102}))
    assert len(rows([person(101, GK), person(102, GK)], facts)) == 2


# --- the same nominee twice ----------------------------------------------------------------------


def test_a_nominee_registered_twice_gets_one_row_with_the_marks_of_both():
    assert rows([person(101, GK), person(101, BK)], STAFF) == [(("person", 101, None), {GK, BK})]


def test_a_nominee_registered_twice_keeps_the_targets_of_both():
    entries = [
        unit(11, GK, targets=("Có 1 sáng kiến",)),
        unit(11, GK, targets=("Có 1 sáng kiến", "Hồ sơ đúng hạn")),
    ]
    (row,) = consolidate(entries, [VILLAGES])
    assert row.targets == ("Có 1 sáng kiến", "Hồ sơ đúng hạn")


def test_marks_of_both_rows_decide_whether_the_group_is_covered_alike():
    entries = [*all_villages(GK), unit(13, BK)]
    assert group(VILLAGES) not in [ref for ref, _ in rows(entries, VILLAGES)]


def test_a_person_and_a_unit_of_the_same_number_are_two_nominees():
    assert len(rows([unit(11, GK), person(11, BK)])) == 2
