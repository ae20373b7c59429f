"""The programs that look for a table find the best one in whole numbers, and say where there is none."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, csr_array

from rorf_data.disclosure.programs import cheapest, together


def test_blocks_and_slants_make_the_matrix_that_numpy_makes_of_them():
    """Two blocks, one of them taken away, and a slant beside each."""
    first, second = np.array([[1.0, 0, 2], [0, 3, 0]]), np.array([[0.0, 4, 5]])

    found = together((3, 5), [(0, 0, csr_array(first), 1), (2, 0, csr_array(second), -1)], [(0, 3, 2, -1)])

    assert (found.toarray() == np.block([[first, -np.eye(2)], [-second, np.zeros((1, 2))]])).all()


def test_what_costs_least_is_found_in_whole_numbers_where_fractions_would_do_better():
    """Of three neighbours in a ring no two may be chosen: a half of each beats one of them, and isn't a choice."""
    ring = csc_array([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]])

    found = cheapest(np.full(3, -1.0), ring, (np.full(3, -np.inf), np.ones(3)), (0, np.ones(3)), whole=3)

    assert found is not None
    assert sorted(found) == [0, 0, 1]


def test_only_the_first_so_many_have_to_be_whole():
    """Two that make one and a half: the whole one is cheaper and takes what it can."""
    found = cheapest(
        np.array([1.0, 2]), csc_array([[1.0, 1]]), (np.array([1.5]), np.array([1.5])), (0, np.full(2, 9.0)), whole=1
    )

    assert found is not None
    assert found.tolist() == [1, 0.5]


def test_nothing_is_found_where_no_whole_numbers_keep_the_sums():
    """Twice a number is three; and a sum of what can't be below nothing is below it."""
    for times, total in ((2.0, 3.0), (1.0, -1.0)):
        sums = np.array([total])
        assert cheapest(np.ones(1), csc_array([[times]]), (sums, sums), (0, np.full(1, 9.0)), whole=1) is None
