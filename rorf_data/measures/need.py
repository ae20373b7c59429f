"""Kits beside the residents and calls of a place: the state's planning figure, a published model, a fair share."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from importlib import resources

import pandas as pd

MODEL_FILE = "data/naloxone_model_connecticut.csv"
MODEL_RESIDENTS = 3_573_297
"""Residents of Connecticut in 2017, by which the model's website turns kits per 100,000 into kits a year."""


def planning_kits(residents: pd.Series, per_1000: float) -> pd.Series:
    """Two-dose kits a year for so many residents by the state's planning figure, all channels together.

    Numerator: residents times the planning figure, 12.7 for each 1,000 unless the settings say otherwise.
    Denominator: none; it is a count of kits, rounded to whole ones.
    Source: Connecticut's goal of 45,750 kits a year (Connecticut Public, 16 August 2022), for 3.606 million residents
    of the 2020 Census.
    Limits: pharmacies, the state and syringe programmes supply the area too and are not on record here. Leave-behind
    kits are one channel of several, so they can never be judged against this figure.
    """
    return (residents.astype("Float64") * per_1000 / 1000).round().astype("Int64")


def modelled_use() -> pd.DataFrame:
    """How likely naloxone is used at a witnessed overdose in Connecticut, by community kits a year: a published model.

    Numerator: witnessed overdoses at which naloxone is used, as modelled, with the 95% credible interval.
    Denominator: witnessed overdoses.
    Source: Irvine and others, Lancet Public Health 2022;7:e210-e218; the points for Connecticut are those of the
    authors' website naloxoneneededtosave.org, from its data files (GitHub, declanoller/naloxone-needed-to-save-site,
    commits 29b7c96 and 62e9e82).
    Limits: it is a model of 2017. The authors' files mark Connecticut as none of the twelve states that were modelled
    from data of their own, with an epidemic of fentanyl. The kits are those of all community programmes in the state,
    with pharmacies and prescribers as they were in 2017.

    For programs: one row for each published point, fewest kits first: kits_a_year, kits_per_100000 (residents),
    percent, percent_low, percent_high (0 to 100, to one decimal) and edition (first or newest of the website). The
    first edition gives kits a year, here divided by :data:`MODEL_RESIDENTS`; its points lie on the newest one's curve.
    """
    with resources.files("rorf_data.measures").joinpath(MODEL_FILE).open("r", encoding="utf-8") as file:
        return pd.read_csv(file)


def fair_share(kits: Sequence[int], sizes: Sequence[int], new: int) -> list[int]:
    """How many of the new kits go to each town so that kits for each resident (or call) become as even as whole kits
    allow. No kit is taken from any town.

    One by one, each kit goes to the town with the fewest kits for its size, so no other way to share them out leaves
    the least covered town with more. Where towns are equal, the larger one comes first, because there one kit changes
    least; where these are equal too, the first of the alphabet.

    Numerator: kits left in the last 12 months, and the new ones.
    Denominator: residents of the town, or its overdose calls in the same months. A town without any call gets none when
    calls decide.
    Source: the highest-averages method of Adams, known from the sharing out of seats, on top of what is there already.
    Limits: it evens out numbers and knows nothing of stock, of roads or of what people there need. Only leave-behind
    kits are counted, not those of pharmacies, the state and syringe programmes.

    For programs: ``kits``, ``sizes`` and the answer are by town, in alphabetical order. ``ValueError`` for a negative
    number, and when there are kits to share and no size above 0.
    """
    if min([new, *kits, *sizes]) < 0:
        raise ValueError("kits and sizes can't be negative")
    sized = [place for place, size in enumerate(sizes) if size]
    if new and not sized:
        raise ValueError("kits can't be shared among towns of size 0")
    # Coverages over one common denominator are whole numbers, so that towns which are equal are found to be equal.
    whole = math.lcm(*(sizes[place] for place in sized))
    towns = [(kits[place] * (whole // sizes[place]), -sizes[place], place) for place in sized]
    heapq.heapify(towns)
    given = [0] * len(sizes)
    for _ in range(new):
        coverage, negative_size, place = towns[0]
        given[place] += 1
        heapq.heapreplace(towns, (coverage + whole // -negative_size, negative_size, place))
    return given
