"""Published figures stand only beside the rate whose definition they share, with their own counts and citation."""

from __future__ import annotations

from rorf_data.measures.published import published_beside, published_figures

RATES = {"kits_per_call", "kit_left_share", "eligible_kit_left_share"}


def test_published_counts_give_the_published_percentages() -> None:
    """Howard County 50.2 percent, Vermont 17.8 (141 of 793), San Francisco 19 (Scharf 2020, Naumann 2024, LeSaint
    2022).
    """
    said = {figure.place.split(",")[0]: round(100 * figure.value, 1) for figure in published_figures()}

    assert said == {"Howard County": 50.2, "Vermont": 17.8, "San Francisco": 19.3}


def test_a_published_figure_stands_beside_one_rate_or_none() -> None:
    """San Francisco divides by kits, as no rate here does; of all calls with a kit left no share is published."""
    assert [figure.place for figure in published_beside("kits_per_call")] == ["Howard County, Maryland"]
    assert [figure.place for figure in published_beside("eligible_kit_left_share")] == ["Vermont"]
    assert [figure.place for figure in published_beside("")] == ["San Francisco"]
    assert published_beside("kit_left_share") == ()
    assert {figure.rate for figure in published_figures()} <= RATES | {""}


def test_every_published_figure_names_its_source() -> None:
    """Who wrote it, and where it can be read."""
    for figure in published_figures():
        assert figure.citation
        assert figure.link.startswith("https://")
