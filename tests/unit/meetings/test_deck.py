"""The deck of a month: its slides, what each says, and what may leave."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.maps import TownMap
from rorf_data.meetings.deck import MOST_SLIDES, NOT_TOLD, meeting_document
from rorf_data.model import Audience, Period
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load
from tests.unit.meetings.conftest import CALLS, TODAY, reader_of

OCTOBER = Period.of_months(TODAY.replace(month=10), 1)
KENT = gazetteer.code_of("Kent")
ONE_KIT = "date,agency,town,kits,suspected_overdose\n2026-10-05,Agency A,Kent,1,no\n"
CALLS_ELSEWHERE = "date,city,outcome,naloxone given,agency\n2026-10-30,Torrington,nonfatal,yes,Agency A\n"


def deck(reader: Reader, audience: Audience = Audience.INTERNAL, towns: Sequence[str] = ()) -> Document:
    """The deck of October 2026."""
    return meeting_document(reader, OCTOBER, audience=audience, towns=towns)


def is_drawn(picture: Chart | TownMap) -> bool:
    """Whether anything can be seen on a picture."""
    if isinstance(picture, TownMap):
        return bool(picture.released.frame["total_kits"].notna().any())
    return any(series.has_values for plain in plain_charts(picture) for series in plain.series)


def test_it_begins_with_the_meeting_and_ends_with_the_limits_of_its_numbers(region: Reader) -> None:
    """Between them a slide for each subject; each title says what it found."""
    found = deck(region)

    assert [slide.title for slide in found.slides] == [
        "Monthly meeting: October 2026",
        "In October 2026: 4 kits left, 2 overdose calls, 2 requests",
        "4 kits were left in October 2026; 4 a year before: too few to say",
        "In 12 months the most kits were left in Kent: 6",
        "2 requests came in October 2026; 2 were waiting at its end",
        "2 overdose calls are on record in October 2026; 1 a year before: too few to say",
        "In the 12 months to October 2026: 9 kits left, 3 overdose calls",
        "There is no record of kits on hand",
        "Everybody who was expected to has reported October 2026",
        "About these numbers",
    ]
    assert (found.period, found.audience, found.data_version) == ("October 2026", Audience.INTERNAL, 3)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("files", [(), (ONE_KIT,), (ONE_KIT, CALLS_ELSEWHERE), (ONE_KIT, CALLS)])
def test_no_picture_is_empty_and_no_heading_alone(
    workplace: Workplace, load: Load, audience: Audience, files: tuple[str, ...]
) -> None:
    """With nothing on record, one kit, no call in the region, or very few, every slide still says something."""
    for place, text in enumerate(files):
        load(text, name=f"{place}.csv", source="calls" if "city" in text else "kit-log")

    found = deck(reader_of(workplace), audience)

    assert 8 <= len(found.slides) <= MOST_SLIDES
    for slide in found.slides:
        assert slide.sentences or slide.pictures or slide.tables, slide.title
        assert slide.spoken, slide.title
        assert all(is_drawn(picture) for picture in slide.pictures), slide.title
        assert not any(table.frame.empty for table in slide.tables), slide.title


def test_in_a_shared_deck_every_frame_is_shared(region: Reader) -> None:
    """In an internal one none is; small numbers stand in no title and no sentence of the shared one."""
    shared, internal = deck(region, Audience.SHARED), deck(region)

    assert {one.audience for slide in shared.slides for one in slide.released} == {Audience.SHARED}
    assert {one.audience for slide in internal.slides for one in slide.released} == {Audience.INTERNAL}
    said = "\n".join(text for slide in shared.slides for text in (slide.title, *slide.sentences, *slide.spoken))
    assert "2 overdose calls" not in said
    assert "3 overdose calls" not in said
    assert "2 requests" not in said
    assert "INTERNAL" not in said
    assert "a hidden number of overdose calls" in said


def test_what_is_all_hidden_is_a_sentence(region: Reader) -> None:
    """No chart is drawn of numbers none of which may be told."""
    calls = next(slide for slide in deck(region, Audience.SHARED).slides if slide.title.startswith("The number of"))

    assert NOT_TOLD in calls.sentences
    assert not calls.pictures


def test_calls_of_a_source_that_nobody_cleared_are_told_of_nowhere(workplace: Workplace, load: Load) -> None:
    """Nine calls of a withheld source in a month: an internal deck tells them, a shared one doesn't."""
    head = (
        "ODMAP ID,Case Number,Overdose Date/Time,Suspected Overdose Type,Agency,Latitude,Longitude,Address,City,State,"
        "Zip,Victim Count,Age,Primary Suspected Drug"
    )
    rows = "\n".join(
        f"{9000 + n},T-{n},10/{n + 1}/2026 04:57 PM,Nonfatal,Trial Ambulance,,,,KENT,CT,06757,1,," for n in range(9)
    )
    load(f"{head}\n{rows}", source="odmap")

    def told(audience: Audience) -> str:
        return "\n".join(
            text
            for slide in deck(reader_of(workplace), audience).slides
            for text in (slide.title, *slide.sentences, *slide.spoken)
        )

    assert "9 overdose calls" in told(Audience.INTERNAL)
    assert "9 overdose calls" not in told(Audience.SHARED)
    assert "overdose calls" in told(Audience.SHARED)


def test_for_one_town_there_is_a_map_and_no_bar_chart_of_one_bar(region: Reader) -> None:
    """Its deck names it."""
    found = deck(region, towns=[KENT])
    by_town = next(slide for slide in found.slides if "left in Kent in 12 months" in slide.title)

    assert found.towns == "Kent"
    assert [type(picture) for picture in by_town.pictures] == [TownMap]


def test_what_changed_takes_the_place_of_the_month_at_a_glance(region: Reader) -> None:
    """Questions and decisions come before the limits; more than twelve slides are refused."""
    changed, question, decision = (Slide(title, ("Said.",)) for title in ("Changed", "Question", "Decision"))

    found = meeting_document(
        region, OCTOBER, audience=Audience.INTERNAL, further=[changed], questions=[question], decisions=[decision]
    )

    titles = [slide.title for slide in found.slides]
    assert len(titles) == MOST_SLIDES
    assert titles[1] == "Changed"
    assert titles[-3:] == ["Question", "Decision", "About these numbers"]
    assert not any("at a glance" in title or title.startswith("In October 2026:") for title in titles)
    with pytest.raises(ValueError, match="at most 12 slides"):
        meeting_document(
            region, OCTOBER, audience=Audience.INTERNAL, further=[changed, changed], questions=[question] * 2
        )


def test_progress_is_told_of_each_subject(region: Reader) -> None:
    """So that whoever waits sees that it goes on."""
    told: list[str] = []
    meeting_document(region, OCTOBER, audience=Audience.INTERNAL, progress=told.append)

    assert told == [
        "the month at a glance", "kits left by month", "kits left by town", "requests", "overdose calls",
        "kits and calls", "stock and expiry", "who has reported",
    ]  # fmt: skip
