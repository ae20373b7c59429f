"""Every measure says what it counts, divides by, rests on and can't say, in words that a person reads."""

import re

import pytest

from rorf_data.measures.catalogue import MEASURES, measures_told
from rorf_data.measures.described import told


def test_every_measure_says_all_that_it_must():
    """No measure of the catalogue leaves out its numerator, denominator, source or limits."""
    assert [measure.name for measure in measures_told()] == list(MEASURES)


def test_the_words_of_a_measure_are_no_code():
    """What a person reads holds no marks of code and no names of columns."""
    for measure in measures_told():
        text = " ".join([measure.definition, measure.numerator, measure.denominator, measure.source, measure.limits])

        assert "`" not in text, measure.name
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", text), measure.name


def test_what_only_programs_read_stays_out():
    """The paragraph for programs is no part of what a person is told."""

    def measure():
        """So many.

        Numerator: all.
        Denominator: none.
        Source: here.
        Limits: few.

        For programs: a grid.
        """

    assert "grid" not in "".join(str(part) for part in vars_of(told("So many", measure)))


def test_a_docstring_with_a_gap_is_refused():
    """A measure that doesn't say what it divides by can't be told."""

    def measure():
        """So many.

        Numerator: all.
        Source: here.
        Limits: few.
        """

    with pytest.raises(ValueError, match="says nothing under Denominator"):
        told("So many", measure)


def vars_of(measure):
    """The texts of what is told."""
    return [measure.definition, measure.numerator, measure.denominator, measure.source, measure.limits]
