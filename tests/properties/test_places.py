"""What holds of every place text, whatever people and systems write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns.gazetteer import elsewhere, place_names, towns
from rorf_data.towns.resolve import locate, resolve
from rorf_data.towns.spelling import typing_slips

OUR_NAMES = sorted({name.name for name in place_names()})
KNOWN_NAMES = sorted({*OUR_NAMES, *elsewhere()})
TOWN_NAMES = {town.name for town in towns()}
# Whether the state is written changes the answer for these, as it must.
NEEDS_STATE = {name.name for name in place_names() if name.kind == "needs-state"}

pieces = st.one_of(
    st.sampled_from(KNOWN_NAMES),
    st.sampled_from(
        ["12", "Main St", "CT", "MA", "06754", "6757", ",", "/", "or", "Town of", "PO Box 7", "(", ")", "N."]
    ),
    st.text(max_size=12),
)
places = st.one_of(st.text(max_size=150), st.lists(pieces, max_size=7).map(" ".join))
zips = st.one_of(st.just(""), st.sampled_from(["06754", "6018", "06031.0", "02139", "06769"]), st.text(max_size=12))
states = st.one_of(
    st.just(""), st.sampled_from(["CT", "Conn.", "MA", "09", "UNKNOWN", "Ontario"]), st.text(max_size=12)
)
cased = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])
spaced = st.sampled_from(["{}", " {} ", "{}  ", "\t{}", "{}\n", "{}\u00a0", "Town of {}", "town of  {}", "TOWN OF {}"])


@given(st.sampled_from(KNOWN_NAMES), cased, spaced)
def test_case_space_and_town_of_never_change_an_answer(name: str, case: object, frame: str) -> None:
    """However a known name is typed, it is the same place."""
    assert callable(case)
    assert resolve(frame.format(case(name))).area == resolve(name).area


@given(
    st.sampled_from([name for name in KNOWN_NAMES if name not in NEEDS_STATE]),
    st.sampled_from([", CT", " CT", ", Conn."]),
)
def test_connecticut_behind_a_name_never_changes_an_answer(name: str, state: str) -> None:
    """Writing the state that everybody here means adds nothing."""
    assert resolve(name + state) == resolve(name)


@given(st.sampled_from(KNOWN_NAMES), st.integers(1, 20))
def test_double_spaces_never_change_an_answer(name: str, count: int) -> None:
    """Stray spaces between words are nothing."""
    assert resolve(name.replace(" ", " " * count)) == resolve(name)


@given(places, zips, states)
def test_any_text_has_an_answer_that_keeps_its_promises(place: str, zip_code: str, state: str) -> None:
    """No text raises; an answer has its own parts and no others, real towns to choose from, and a reason."""
    answer = resolve(place, zip_code=zip_code, state=state)
    assert (answer.town in TOWN_NAMES) == (answer.status == "town") == (answer.code is not None)
    assert set(answer.candidates) <= TOWN_NAMES
    assert len(set(answer.candidates)) == len(answer.candidates)
    assert not answer.candidates or answer.status == "unsure"
    assert answer.area == {"outside": OUTSIDE, "not-recorded": NOT_RECORDED}.get(answer.status, answer.code)
    assert answer.reason.endswith(".")


@given(places, zips, states)
def test_a_kept_name_is_short_and_has_no_digit(place: str, zip_code: str, state: str) -> None:
    """Whatever is kept of a place is a name: no house number, no ZIP code, no line of free text."""
    kept = resolve(place, zip_code=zip_code, state=state).place_name
    assert kept is None or (0 < len(kept) <= 60 and not any(sign.isdigit() for sign in kept))


@given(st.sampled_from(OUR_NAMES), st.integers(0, 30), st.sampled_from("bcdfghjklmnpqrstvwxz"))
def test_a_misspelling_never_becomes_a_town(name: str, at: int, letter: str) -> None:
    """A letter put into a name makes a question or another known name, never a silent answer."""
    written = name[: at % len(name) + 1] + letter + name[at % len(name) + 1 :]
    answer = resolve(written)
    known = {name.lower().replace(" ", "") for name in OUR_NAMES}
    assert answer.status != "town" or written.lower().replace(" ", "") in known


@given(st.text("abcde ", max_size=8), st.text("abcde ", max_size=8))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    """Typing one name for another takes as many slips as the other way round, none only when they are the same."""
    assert typing_slips(one, other) == typing_slips(other, one)
    assert (typing_slips(one, other) == 0) == (one == other)
    assert typing_slips(one, other) <= max(len(one), len(other))


@given(st.text("abcde ", max_size=8), st.text("abcde ", max_size=8), st.integers(0, 4))
def test_counting_only_so_far_gives_the_same_count(one: str, other: str, most: int) -> None:
    """Ending early at a limit changes no count up to the limit."""
    assert min(typing_slips(one, other, most=most), most + 1) == min(typing_slips(one, other), most + 1)


@given(st.floats(), st.floats())
def test_any_coordinates_have_an_answer(latitude: float, longitude: float) -> None:
    """No number raises, and a point is a town only when it lies in the region's corner of the map."""
    answer = locate(latitude, longitude)
    assert answer.status != "town" or (41.5 < latitude < 42.1 and -73.6 < longitude < -72.8)
    assert answer.place_name == answer.town


@given(st.floats(41.45, 42.1), st.floats(-73.6, -72.85))
def test_a_point_is_in_the_town_or_asks_about_it(latitude: float, longitude: float) -> None:
    """Seven metres more or less never move a point straight from one town into another, or out of the region."""
    here, there = locate(latitude, longitude), locate(latitude + 0.00005, longitude + 0.00005)
    assert here.area == there.area or "unsure" in {here.status, there.status}
