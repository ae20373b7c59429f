"""Every chart can be told in plain values, which are the frame's own; what is hidden or missing is no number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rorf_data import charts
from rorf_data.charts import Chart
from rorf_data.exports.plain_chart import PlainChart, plain_charts
from rorf_data.workplace import open_sample, open_workplace
from tests.conftest import ROOT, copy_sample
from tests.unit.exports.every_chart import HIDDEN, LITTLE, REQUESTS, much
from tests.unit.picture_frames import emptied


@pytest.fixture(scope="module")
def sample_charts(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Chart]]:
    """Every chart of two years of the sample."""
    folder = tmp_path_factory.mktemp("plain")
    copy_sample(sample_folder, folder)
    own = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
    sample = open_sample(own, ROOT / "sample_data")
    yield {name: one for name, one in much(sample.reader()).items() if isinstance(one, Chart)}
    sample.engine.dispose()
    own.engine.dispose()


def one(name: str) -> PlainChart:
    """The plain form of a chart that has no panels."""
    (plain,) = plain_charts(LITTLE[name]())
    return plain


def test_every_chart_of_the_package_is_tried() -> None:
    """A new chart has to be added here."""
    drawn = {name for name in charts.__all__ if name != "Chart"}

    assert drawn == {name.split()[0] for name in LITTLE}


@pytest.mark.parametrize("name", LITTLE)
def test_no_chart_comes_out_empty(name: str) -> None:
    """Each has series with values, one for each category or place, and the chart's own words."""
    chart = LITTLE[name]()
    for plain in plain_charts(chart):
        assert plain.alt == chart.alt
        assert plain.released is chart.released
        assert any(series.has_values or any(series.kinds) for series in plain.series)
        for series in plain.series:
            assert len(series.values) == len(series.places or plain.categories)
            assert series.colour.startswith("#")


@pytest.mark.slow
def test_every_chart_of_the_sample_comes_out_whole(sample_charts: dict[str, Chart]) -> None:
    """With much data too, from the real answers: a series that is named after a column has its numbers."""
    assert set(sample_charts) == {name for name in charts.__all__ if name != "Chart"}
    for chart in sample_charts.values():
        plains = plain_charts(chart)
        assert all(any(series.has_values or any(series.kinds) for series in plain.series) for plain in plains)
        _check_frame(chart, plains)


@pytest.mark.parametrize("name", LITTLE)
def test_the_numbers_are_those_of_the_frame(name: str) -> None:
    """Whatever a series is named after in the frame, it has that column's numbers, none more and none less."""
    chart = LITTLE[name]()
    _check_frame(chart, plain_charts(chart))


def _check_frame(chart: Chart, plains: tuple[PlainChart, ...]) -> None:
    labels, frame = chart.released.about.labels, chart.released.frame
    columns = {labels[column]: column for column in frame.columns}
    # Classes of days, a grid's cells and a curve from 0 are told of another grain than the frame's rows.
    if plains[0].kind == "grid" or "days_waiting" in frame or "wait_days" in frame:
        return
    drawn: dict[str, list[float]] = {}
    for plain in plains:
        for series in plain.series:
            known = [float(value) for value in series.values if value is not None]
            drawn.setdefault(series.name, []).extend(known)
    for name in drawn.keys() & columns.keys():
        own = [float(value) for value in frame[columns[name]].dropna()]
        assert sorted(drawn[name]) == pytest.approx(sorted(own)), (chart.title, name)


def test_no_record_is_no_count() -> None:
    """The ground under what has no record is a flag, not a series, and the value is missing."""
    plain = one("calls_by_month_bars")

    assert plain.named_no_record == ("Mar 2026",)
    assert plain.named_hidden == ()
    assert [series.name for series in plain.series] == [
        "Fatal calls", "Nonfatal calls", "Calls with outcome not recorded",
    ]  # fmt: skip
    assert [series.values for series in plain.series] == [(1, 0, None), (2, 0, None), (0, 0, None)]
    assert plain.total_values == (3, 0, None)
    assert plain.arrangement == "stacked"
    assert not any(any(series.hidden) for series in plain.series)


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_is_neither_a_number_nor_missing(name: str) -> None:
    """The hidden value is nowhere, it isn't 0, and it is marked as hidden and not as without record."""
    plains = plain_charts(HIDDEN[name]())

    away = [(s.values[i], p, i) for p in plains for s in p.series for i, is_away in enumerate(s.hidden) if is_away]
    assert away
    assert all(value is None for value, _, _ in away)
    assert not any(plain.no_record[place] for _, plain, place in away)
    assert 41 not in [value for plain in plains for s in plain.series for value in s.values]
    assert "41" not in str([(p.notes, p.totals, p.total_values, p.alt, [s.labels for s in p.series]) for p in plains])


def test_a_hidden_total_is_a_word_and_no_number() -> None:
    """Where the total stands in words, its number is missing: the place of the word is no count."""
    (plain,) = plain_charts(HIDDEN["stacks"]())

    assert plain.totals == ("7", "hidden", "no record")
    assert plain.total_values == (7, None, None)
    assert (plain.named_hidden, plain.named_no_record) == (("Litchfield",), ("Warren",))


def test_bars_and_lines_share_a_chart() -> None:
    """Received and delivered are bars beside each other, waiting is a line over them."""
    plain = one("requests_by_month_bars")

    assert [(series.form, series.name) for series in plain.series] == [
        ("bar", "Requests received"), ("bar", "Requests delivered"), ("line", "Requests waiting"),
    ]  # fmt: skip
    assert plain.arrangement == "grouped"
    assert [day.isoformat() for day in plain.days] == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]


def test_bars_are_told_apart_without_colour() -> None:
    """Received and delivered are as dark as each other, so one is hatched; fatal and nonfatal calls are not."""
    requests, calls = one("requests_by_month_bars"), one("calls_by_month_bars")

    assert [series.hatch for series in requests.series] == ["", "\\", ""]
    assert [series.hatch for series in calls.series] == ["", "", "x"]


def test_events_and_provisional_months_are_told() -> None:
    """10 February lies 9 of 28 days into the second month; the key explains its letter."""
    plain = one("town_by_month_bars")

    assert [(event.letter, round(event.at, 3)) for event in plain.events] == [("A", round(1 + 9 / 28, 3))]
    assert plain.notes == ("A 10 Feb 2026: kits reach all ambulances",)
    assert plain.provisional == (False, True, False)


def test_intervals_belong_to_their_line() -> None:
    """Bands and bars become two ends for each value; where there is none they are missing."""
    share, model, curve = (one(name).series[0] for name in (
        "leave_behind_lines of a share", "naloxone_model_curve", "share_delivered_steps"
    ))  # fmt: skip

    assert (share.lows, share.highs) == ((0.2, None, 0.1), (0.8, None, 0.6))
    assert (model.lows, model.highs) == ((13.8, 52.5), (37.8, 90.7))
    assert (curve.form, curve.lows, curve.highs) == ("step", (None, None, 30.1, 71), (None, None, 74.4, 99))


def test_level_lines_keep_their_words() -> None:
    """The published figure stands beside the rate with its value and citation."""
    (reference,) = one("leave_behind_lines of a share").references

    assert reference.value == pytest.approx(141 / 793)
    assert reference.words.startswith("Vermont, first year of the programme: 17.8 %")


def test_small_multiples_are_one_chart_each() -> None:
    """A panel for each town, on one scale, with its own gaps."""
    plains = plain_charts(LITTLE["trend_lines of towns"]())

    assert [plain.panel for plain in plains] == ["Kent", "Goshen", "Warren"]
    assert len({plain.up for plain in plains}) == 1
    assert [plain.named_no_record for plain in plains] == [("Mar 2026",), (), ()]
    assert plains[0].up.title == "Kits left"


def test_the_ledger_is_a_grid() -> None:
    """A row for each sender, a kind and words for each month, and how each kind looks."""
    plain = one("reports_by_agency")

    assert plain.kind == "grid"
    assert plain.categories == ("Jan 2026", "Feb 2026")
    assert [(row.name, row.kinds, row.labels) for row in plain.series][:2] == [
        ("Kent Ambulance (kit logs)", ("Received late (days)", "Missing (days late)"), ("3", "7")),
        ("Sharon Fire (kit logs)", ("Nothing to report", "Not yet due"), ("0", "…")),
    ]
    assert {look.name for look in plain.looks} >= {"Received", "Missing (days late)"}


def test_nothing_to_draw_is_a_sentence() -> None:
    """An empty answer has no categories but its sentence."""
    (plain,) = plain_charts(charts.requests_by_month_bars(emptied(REQUESTS)))

    assert plain.nothing == "Nothing is on record for this choice."
    assert plain.categories == ()
