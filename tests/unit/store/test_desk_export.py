"""Decisions on places that travel to another installation."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.intake.read import open_bytes
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.database import open_store, token_key
from rorf_data.store.desk_export import decisions_to_toml, import_decisions
from rorf_data.workplace import Workplace
from tests.unit.store.test_desk import waiting
from tests.unit.store.test_undo import from_versions, kits

NORTH_CANAAN, KENT = "54030", "40290"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).replace(tzinfo=None)
HEADER = "log id,date,agency,town,zip,state,kits\n"
ROWS = "1,2026-03-04,Kent VFD,Canaan,,,2\n2,2026-03-05,Kent VFD,,06754,CT,1\n3,2026-03-06,Kent VFD,4 Elm St,,,4\n"


@pytest.fixture
def elsewhere(tmp_path):
    """Another installation, with a key of its own."""
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'rorf.sqlite'}"
    folder = tmp_path / "elsewhere"
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(folder)}, folder)
    opened = Workplace(read_settings(), places, open_store(url))
    yield opened
    opened.engine.dispose()


def exported(workplace):
    """The decisions in force as a file."""
    return decisions_to_toml(workplace.engine, token_key=token_key(workplace.engine, workplace.places), now=NOW)


def take_in(workplace, text):
    """Take the file in."""
    return import_decisions(
        workplace.engine,
        text,
        sources=workplace.sources(),
        token_key=token_key(workplace.engine, workplace.places),
        now=NOW,
        by="the other office",
    )


def load_into(workplace, text):
    """Load a kit log into an installation."""
    file = open_bytes(text.encode(), "log.csv")
    return workplace.load(file, workplace.recognise(file, source="kit-log"), loaded_by="a test")


def decide_all(workplace, scope="source"):
    """Decide every row that waits: North Canaan, Kent, outside."""
    return [
        workplace.decide_place(held_id, area, scope=scope, by="AB")
        for held_id, area in zip(waiting(workplace), (NORTH_CANAAN, KENT, "outside"), strict=True)
    ]


def decisions(workplace):
    """What is decided: area, written, who and when."""
    decided = tables.place_decisions.c
    with workplace.engine.connect() as connection:
        query = sa.select(decided.area, decided.written, decided.decided_by, decided.decided_at, decided.reason)
        return connection.execute(query.order_by(decided.decision_id)).all()


def test_a_decision_goes_to_an_installation_with_another_key_where_the_words_are_known(load, workplace, elsewhere):
    """Canaan and the ZIP code are placed there; the address is known by its hash alone, which means nothing there."""
    load(HEADER + ROWS)
    decide_all(workplace)
    load_into(elsewhere, HEADER + ROWS)

    report = take_in(elsewhere, exported(workplace))

    assert (report.taken, report.already, report.rows) == (2, 0, 2)
    assert report.not_taken == (
        ("a place that is not kept in kit-log", "It was made under another key, and what was written is not kept."),
    )
    assert kits(elsewhere) == from_versions(elsewhere) == {NORTH_CANAAN: 2, KENT: 1}
    assert len(waiting(elsewhere)) == 1


def test_who_decided_and_when_travels_along(load, workplace, elsewhere):
    """The history there says who took it in."""
    load(HEADER + ROWS)
    decide_all(workplace)

    take_in(elsewhere, exported(workplace))

    made, taken_over = decisions(workplace)[0], decisions(elsewhere)[0]
    assert (taken_over.written, taken_over.decided_by) == ("Canaan", "AB")
    assert taken_over.decided_at == made.decided_at.replace(microsecond=0)
    assert taken_over.reason == made.reason
    with elsewhere.engine.connect() as connection:
        assert set(connection.scalars(sa.select(tables.loads.c.loaded_by))) == {"the other office"}


def test_a_decision_taken_in_holds_for_files_to_come(load, workplace, elsewhere):
    """Nothing waits there yet; the next file is placed by itself."""
    load(HEADER + ROWS)
    decide_all(workplace)
    take_in(elsewhere, exported(workplace))

    report = load_into(elsewhere, HEADER + ROWS)

    assert (report.new, report.held) == (2, 1)


@pytest.mark.parametrize("scope", ["source", "row"])
def test_under_the_same_key_every_decision_is_taken_in_and_only_once(load, workplace, scope):
    """Also those of which the words are not kept, and those on one row."""
    load(HEADER + ROWS)
    made = decide_all(workplace, scope)
    text = exported(workplace)
    before = kits(workplace)
    for decision in made:
        workplace.take_back_decision(decision.decision_id, by="AB")

    first, second = take_in(workplace, text), take_in(workplace, text)

    assert (first.taken, first.rows, first.not_taken) == (3, 3, ())
    assert (second.taken, second.already, second.not_taken) == (0, 3, ())
    assert kits(workplace) == from_versions(workplace) == before


def test_what_is_decided_otherwise_here_stays(load, workplace, elsewhere):
    """The report names it."""
    load(HEADER + ROWS)
    decide_all(workplace)
    load_into(elsewhere, HEADER + ROWS)
    elsewhere.decide_place(waiting(elsewhere)[0], "10940", scope="source", by="CD")

    report = take_in(elsewhere, exported(workplace))

    assert ("“Canaan” in kit-log", "Here it is decided to be Canaan, which stays.") in report.not_taken
    assert kits(elsewhere)["10940"] == 2


def test_a_decision_on_one_row_means_nothing_under_another_key(load, workplace, elsewhere):
    """A row is known by a hash alone."""
    load(HEADER + ROWS)
    decide_all(workplace, "row")

    report = take_in(elsewhere, exported(workplace))

    assert report.taken == 0
    assert {why for _, why in report.not_taken} == {"It was made under another key, and it is for one row alone."}


def test_a_source_that_is_not_known_there_is_named(load, workplace, elsewhere):
    """Its description has to be taken in first."""
    load(HEADER + ROWS)
    decide_all(workplace)

    report = take_in(elsewhere, exported(workplace).replace('source = "kit-log"', 'source = "our-own"'))

    assert report.taken == 0
    assert ("“Canaan” in our-own", "The source “our-own” is not described here any more; put its file back first.") in (
        report.not_taken
    )


def test_the_file_holds_no_words_that_are_not_kept(load, workplace):
    """The address is a hash, and a decision taken back is not in the file."""
    load(HEADER + ROWS)
    first = decide_all(workplace)[0]
    text = exported(workplace)
    workplace.take_back_decision(first.decision_id, by="AB")

    assert "Elm" not in text
    assert text.count("[[decisions]]") == 3
    assert 'place = "Canaan"' in text
    assert 'zip = "06754"\nstate = "CT"' in text
    assert exported(workplace).count("[[decisions]]") == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: "", "holds no decisions"),
        (lambda text: 'kind = "x"', "holds no decisions"),
        (lambda text: text[: len(text) // 2].rstrip("Z"), "can't be read"),
        (lambda text: text.replace(NORTH_CANAAN, "99999"), "can't be read"),
        (lambda text: text.replace("decided_at = 2", 'decided_at = "2').replace("Z\n", 'Z"\n'), "can't be read"),
        (lambda text: "\x00", "can't be read"),
    ],
)
def test_a_file_that_is_no_such_file_is_refused_whole(load, workplace, elsewhere, change, sentence):
    """Nothing of it is taken in."""
    load(HEADER + ROWS)
    decide_all(workplace)

    with pytest.raises(FileRefused, match=sentence):
        take_in(elsewhere, change(exported(workplace)))

    assert decisions(elsewhere) == []


def test_words_of_a_file_that_was_tampered_with_are_not_stored(load, workplace, elsewhere):
    """A place that is no name of ours, and contact details where a name should be."""
    load(HEADER + ROWS)
    decide_all(workplace)
    text = exported(workplace).replace("“Canaan”", "").replace('place = "Canaan"', 'place = "Jane Doe"')

    take_in(elsewhere, text.replace('"AB"', '"AB 860-555-0100"'))

    stored = str(decisions(elsewhere))
    assert "Jane" not in stored
    assert "0100" not in stored


def test_months_that_change_are_named(load, workplace, elsewhere):
    """March was on record there before."""
    load(HEADER + ROWS)
    decide_all(workplace)
    load_into(elsewhere, HEADER + ROWS + "4,2026-03-07,Kent VFD,Kent,,,4\n")

    report = take_in(elsewhere, exported(workplace))

    assert [month.isoformat() for month in report.months] == ["2026-03-01"]
    assert replace(report, months=()).taken == 2
