"""Rates of small places drawn towards the rate of all of them, for a map that chance doesn't paint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def smoothed_rates(counts: Sequence[int], exposures: Sequence[float]) -> list[float]:
    """Each place's rate drawn towards that of all places together, the more the smaller the place is.

    How much is drawn follows from how far the rates lie apart beyond what chance would bring; where they lie no further
    apart than that, every place is given the common rate.

    For programs: a rate is events for one unit of exposure. An exposure of 0 is given the common rate; ``ValueError``
    where all are 0.

    Numerator: events of the place.
    Denominator: residents of the place, times the months counted.
    Source: Marshall (1991), global empirical Bayes, as R's package spdep computes it in EBest.
    Limits: it hides a small town that truly differs; in towns of this size every town often gets the region's rate. It
    is for looking at a map, and is in no file and no table.
    """
    observed, exposed = np.asarray(counts, dtype=np.float64), np.asarray(exposures, dtype=np.float64)
    if not exposed.sum() > 0:
        raise ValueError("there is no exposure to make rates of")
    common = observed.sum() / exposed.sum()
    is_exposed = exposed > 0
    own, weight = observed[is_exposed] / exposed[is_exposed], exposed[is_exposed]
    spread = (weight * (own - common) ** 2).sum() / weight.sum()
    true_spread = max(0.0, spread - common / weight.mean())
    rates = np.full(observed.shape, common)
    if true_spread > 0:
        rates[is_exposed] += (own - common) * true_spread / (true_spread + common / weight)
    return [float(rate) for rate in rates]
