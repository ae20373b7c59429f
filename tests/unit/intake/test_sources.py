"""Descriptions of sources."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.intake.canonical import STORED_FIELDS, TITLES, fields_of
from rorf_data.intake.sources import (
    Condition,
    RefuseWhen,
    Rule,
    Source,
    Variant,
    find_broken_sources,
    read_source,
    read_sources,
    source_from_mapping,
    source_to_toml,
    variant_of,
)
from rorf_data.model import Feed
from rorf_data.store import tables

DEATHS = 'name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\n'
RULE = DEATHS + '[[rules]]\nsays = "s"\n'

OWN = source_from_mapping(
    "matches",
    'Matches "made" \\ by hand\n',
    Feed.REQUESTS,
    {"received_date": "matchCreated", "ended_date": "closedOrDelivered", "status": "matchstatus", "kits": ["qty", "n"]},
    identity=["matchkey", "enumcode"],
    date_formats=["%d/%m/%Y"],
    default_state="NY",
    fixed={"place": "Tempe", "state": "AZ"},
    words={"status": {"open": ["pre_match"], "delivered": ["delivered"]}},
    refuse_when=[RefuseWhen("matchsubstatus", ("test_match", "test"), "is a test")],
)


def test_each_feed_has_a_source_that_is_shipped() -> None:
    """At least one for each feed; each can be read."""
    shipped = read_sources()

    assert {"kit-log", "request-form", "calls", "ct-deaths", "monthly-summary"} <= {source.name for source in shipped}
    assert set(Feed) == {source.feed for source in shipped}
    assert not any(source.is_own for source in shipped)


RULED = replace(
    source_from_mapping(
        "ruled",
        "Ruled",
        Feed.CALLS,
        {"call_date": "day", "record_id": "no"},
        one_record="incident",
        release="internal",
        words={"transport": {"refused": ["stayed"]}, "outcome": {"fatal": ["gone"]}},
    ),
    marks=("unit",),
    rules=(
        Rule(
            "counts",
            "yes",
            "It counts.",
            otherwise="no",
            reason="isn't one",
            side_by_side=True,
            all=(Condition(("a", "b*"), equals=("x",), starts=("y",), contains=("z",), but_not=("q",)),),
            any=(Condition(("c",), between=(1.0, 2.5)), Condition(("d",), is_given=True)),
        ),
        Rule("place", "", "", all=(Condition(("e",), between=(0.0, 9.0)),)),
    ),
    variants=(Variant("A tool", ("one", "two|three")),),
)


@pytest.mark.parametrize("source", [*read_sources(), OWN, RULED], ids=lambda source: source.name)
def test_a_description_comes_back_from_toml_as_it_was(source: Source, tmp_path: Path) -> None:
    """So that a mapping made by hand can be kept as a file."""
    path = tmp_path / "source.toml"
    path.write_text(source_to_toml(source), encoding="utf-8")

    assert source == read_source(path)


def test_a_folder_of_ones_own_is_read_too_and_may_replace_what_is_shipped(tmp_path: Path) -> None:
    """A later description of the same name wins; a folder that isn't there holds none."""
    (tmp_path / "a.toml").write_text(source_to_toml(OWN), encoding="utf-8")
    log = source_from_mapping("kit-log", "Ours", Feed.DISTRIBUTIONS, {"left_date": "d", "agency": "a", "kits": "k"})
    (tmp_path / "b.toml").write_text(source_to_toml(log), encoding="utf-8")
    found = {source.name: source for source in read_sources(tmp_path, tmp_path / "not there")}

    assert len(read_sources()) + 1 == len(found)
    assert ("Ours", True) == (found["kit-log"].title, found["kit-log"].is_own)


def test_one_slip_in_a_description_stops_no_other_source(tmp_path: Path) -> None:
    """The others are read, and the file with the slip is named with what is wrong in it."""
    (tmp_path / "a.toml").write_text(source_to_toml(OWN), encoding="utf-8")
    (tmp_path / "b.toml").write_text('name = "b"\nfeed = "kits"\n', encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe[")

    assert "matches" in {source.name for source in read_sources(tmp_path)}
    kits, no_toml = find_broken_sources(tmp_path)
    assert "b.toml: “feed” is one of distributions, requests, calls" in kits
    assert "c.toml: this is no TOML" in no_toml
    assert () == find_broken_sources(tmp_path / "not there")


def test_whether_a_source_has_an_identifier_of_its_own() -> None:
    """By columns that it names, or by one of several usual headings."""
    assert OWN.has_own_identity
    found = {source.name: source.has_own_identity for source in read_sources()}
    assert {"kit-log": True, "request-form": True, "calls": True, "ct-deaths": False}.items() <= found.items()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "this is no TOML"),
        ('title = "x"', "the entry 'feed' is missing"),
        ('name = "x"\nfeed = "kits"', "“feed” is one of distributions, requests, calls"),
        ('name = "X!"\nfeed = "deaths"\ncolumns.death_date = "d"', "may hold only small letters, digits and hyphens"),
        ('name = "x"\nfeed = "deaths"', "nothing says where “death_date” comes from"),
        ('name = "x"\nfeed = "deaths"\ncolumn = 1', "the entry “column” is not known"),
        ('name = "x"\nfeed = "deaths"\ncolumns.death_date = 3', "3 should be a text or a list of texts"),
        ('name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\ncolumns.age = "Age"', "“age” is no field of deaths"),
        ('name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\nfixed.kits = 3', "“kits” is no field of deaths"),
        ('name = "x"\nfeed = "deaths"\nfixed.death_date = "d"', "can't be the same for every row"),
        (
            'name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\ncolumns.place = "p"\nfixed.place = "Kent"',
            "“place” has both a column and a fixed value",
        ),
        (
            'name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\n[words.date_basis]\nguess = "g"',
            "“guess” is no value of “date_basis”",
        ),
        (
            'name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\n[words.place]\nKent = "K"',
            "“place” is no field of deaths that is told by words",
        ),
        ('name = "x"\nfeed = "deaths"\nrequired = ["place|town"]\ncolumns.death_date = "d"', "“town” is no field"),
        ('name = "x"\nfeed = "deaths"\ncolumns.death_date = "d"\n[[refuse_when]]\ncolumn = "a"', "'values' is missing"),
        (DEATHS + 'release = "secret"', "“release” is open or internal"),
        (DEATHS + 'one_record = "death"', "“one_record” is incident or empty"),
        (DEATHS + 'one_record = "incident"', "“one_record” is for calls with an incident number"),
        (
            RULE + 'field = "death_date"\nvalue = "x"\nall = [{columns = ["a"], is_given = true}]',
            "that a rule may decide",
        ),
        (
            RULE + 'field = "any_opioid"\nvalue = "perhaps"\nall = [{columns = ["a"], is_given = true}]',
            "can't make “perhaps”",
        ),
        (RULE + 'field = "counts"\nvalue = "maybe"\nall = [{columns = ["a"], is_given = true}]', "can't make “maybe”"),
        (RULE + 'field = "place"\nvalue = "Kent"\nall = [{columns = ["a"], is_given = true}]', "can't make “Kent”"),
        (RULE + 'field = "counts"\nvalue = "no"', "has no condition"),
        (RULE + 'field = "counts"\nvalue = "no"\nall = [{columns = ["a"]}]', "asks for nothing"),
        (RULE + 'field = "counts"\nvalue = "no"\nall = [{columns = [], is_given = true}]', "names no columns"),
        (RULE + 'field = "counts"\nvalue = "no"\nall = [{columns = ["a"], between = [3, 1]}]', "the smaller one first"),
        (RULE + 'field = "counts"\nvalue = "no"\nall = [{columns = ["a"], like = "b"}]', "“like” is not known"),
        (RULE + 'field = "counts"\nvalue = "no"\nwhen = "b"', "“when” is not known"),
        (DEATHS + '[[variants]]\ntitle = "T"', "'marks' is missing"),
    ],
)
def test_a_description_that_cannot_be_names_its_file_and_entry(text: str, sentence: str, tmp_path: Path) -> None:
    """So that whoever wrote it can mend it."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsRefused) as refused:
        read_source(path)
    assert str(refused.value).startswith("mine.toml: ")
    assert sentence in str(refused.value)


def test_a_mapping_must_say_where_the_needed_fields_come_from() -> None:
    """A log of kits without a number of kits is none; a fixed agency is an agency."""
    with pytest.raises(SettingsRefused, match="“kits”"):
        source_from_mapping("x", "X", Feed.DISTRIBUTIONS, {"left_date": "d", "agency": "a"})
    source_from_mapping("x", "X", Feed.DISTRIBUTIONS, {"left_date": "d", "kits": "k"}, fixed={"agency": "Kent VFD"})


@pytest.mark.parametrize(
    ("headings", "variant"),
    [(["One", "THREE "], "A tool"), (["one", "two", "x"], "A tool"), (["one"], ""), (["two", "three"], ""), ([], "")],
)
def test_a_variant_is_known_by_all_of_its_marks(headings: list[str], variant: str) -> None:
    """Either of two where both are named."""
    assert variant == variant_of(RULED, headings)


def test_what_decides_which_rows_count_must_be_in_the_file() -> None:
    """A rule that only leaves rows out, as one for totals does, needs no column."""
    shipped = {source.name: source for source in read_sources()}

    assert () == shipped["monthly-summary"].deciding == shipped["kit-log"].deciding
    assert "final call type" in shipped["dispatch"].deciding


@pytest.mark.parametrize("feed", Feed)
def test_the_allow_list_is_what_the_store_keeps(feed: Feed) -> None:
    """In the same order, with a title for people for every field."""
    shared = {
        "version_id",
        "source",
        "record_key",
        "occurrence",
        "content",
        "load_id",
        "ended_by",
        "row",
        "area",
        "place_name",
        "decision_id",
        "origin_id",
    }
    stored = [column.name for column in tables.VERSIONS[feed].columns if column.name not in shared]

    assert stored == list(STORED_FIELDS[feed])
    assert set(fields_of(feed)) <= set(TITLES)
