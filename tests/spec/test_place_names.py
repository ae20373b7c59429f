"""What a programme worker expects of a place name: what is written, and which town it is.

Every answer was written by hand from the region's own facts: the names people use, who lives in which ZIP area, and the
traps. ``ask`` means that a person decides, between the towns named, the likeliest first.
"""

from __future__ import annotations

import pytest

from rorf_data.towns.resolve import Resolved, resolve


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of a drawn table, without its heading."""
    lines = [line for line in table.strip().splitlines()[1:] if line.strip()]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


def in_brief(resolved: Resolved) -> str:
    """An answer as the tables of this file write it."""
    if resolved.status == "town":
        return str(resolved.town)
    if resolved.status == "unsure":
        return f"ask {', '.join(resolved.candidates)}".strip()
    return "not recorded" if resolved.status == "not-recorded" else f"outside {resolved.place_name or ''}".strip()


OWN_NAMES = """
    written                        | answer
    Barkhamsted                    | Barkhamsted
    BURLINGTON                     | Burlington
    colebrook                      | Colebrook
    Cornwall                       | Cornwall
    Goshen                         | Goshen
    Hartland                       | Hartland
    Harwinton                      | Harwinton
    Kent                           | Kent
    Litchfield                     | Litchfield
    Morris                         | Morris
    New Hartford                   | New Hartford
    Norfolk                        | Norfolk
    North Canaan                   | North Canaan
    Roxbury                        | Roxbury
    Salisbury                      | Salisbury
    Sharon                         | Sharon
    Torrington                     | Torrington
    Warren                         | Warren
    Winchester                     | Winchester
"""

WAYS_OF_WRITING = """
    written                        | answer
    Town of Kent                   | Kent
    TOWN OF KENT, CT               | Kent
    The Town of Kent               | Kent
    T/O Kent                       | Kent
    City of Torrington             | Torrington
    Torrington city                | Torrington
    Borough of Bantam              | Litchfield
    Litchfield borough             | Litchfield
    Kent, Conn.                    | Kent
    Kent Connecticut               | Kent
    Kent (CT)                      | Kent
    kent ,ct                       | Kent
    Kent, CT, USA                  | Kent
    CT KENT                        | Kent
    Kent CT 06757                  | Kent
    Kent, CT 06757-1234            | Kent
    Kent 6757                      | Kent
    06757 Kent                     | Kent
    New   Hartford                 | New Hartford
    NewHartford                    | New Hartford
    New-Hartford                   | New Hartford
    New Htfd                       | New Hartford
    "Sharon"                       | Sharon
    Sharon.                        | Sharon
    N. Canaan                      | North Canaan
    No. Canaan                     | North Canaan
    N Canaan CT                    | North Canaan
    No.Canaan                      | North Canaan
    W. Cornwall                    | Cornwall
    So. Kent                       | Kent
    E. Canaan                      | North Canaan
    E. Hartland                    | Hartland
    Falls Vlg                      | Canaan
    FALLS VILLAGE                  | Canaan
    Canaan (Falls Village)         | Canaan
    Falls Village, Canaan          | Canaan
    Bantam, Litchfield             | Litchfield
    Winsted (Winchester)           | Winchester
    Kent, Litchfield County, CT    | Kent
    Kent, CT (Macedonia)           | Kent
    Bull's Bridge                  | Kent
"""

VILLAGES = """
    written              | answer
    Winsted              | Winchester
    Winchester Center    | Winchester
    Highland Lake        | Winchester
    Falls Village        | Canaan
    South Canaan         | Canaan
    Lakeville            | Salisbury
    Taconic              | Salisbury
    Lime Rock            | Salisbury
    Amesville            | Salisbury
    East Canaan          | North Canaan
    Bantam               | Litchfield
    Northfield           | Litchfield
    Milton               | Litchfield
    East Litchfield      | Litchfield
    New Preston          | Washington
    Washington Depot     | Washington
    Marbledale           | Washington
    Marble Dale          | Washington
    Woodville            | Washington
    Riverton             | Barkhamsted
    Pleasant Valley      | Barkhamsted
    West Cornwall        | Cornwall
    Cornwall Bridge      | Cornwall
    Cornwall Hollow      | Cornwall
    East Cornwall        | Cornwall
    East Hartland        | Hartland
    West Hartland        | Hartland
    Bakerville           | New Hartford
    Bakersville          | New Hartford
    New Hartford Center  | New Hartford
    Pine Meadow          | New Hartford
    Nepaug               | New Hartford
    Northwest Harwinton  | Harwinton
    Campville            | Harwinton
    South Kent           | Kent
    Bulls Bridge         | Kent
    Lakeside             | Morris
    East Morris          | Morris
    Ellsworth            | Sharon
    Sharon Valley        | Sharon
    Amenia Union         | Sharon
    Torringford          | Torrington
    Burrville            | Torrington
    Robertsville         | Colebrook
    North Colebrook      | Colebrook
    West Goshen          | Goshen
    Whigville            | Burlington
"""

CANAAN = """
    written         | zip   | state | answer
    Canaan          |       |       | ask Canaan, North Canaan
    CANAAN          |       | CT    | ask Canaan, North Canaan
    Town of Canaan  |       |       | ask Canaan, North Canaan
    Canaan, CT      |       |       | ask Canaan, North Canaan
    Canaan          | 06018 |       | North Canaan
    Canaan          | 6018  |       | North Canaan
    Canaan          | 06024 |       | North Canaan
    Canaan          | 06031 |       | Canaan
    Canaan CT 06018 |       |       | North Canaan
    Canaan CT 06031 |       |       | Canaan
    Canaan          | 06840 |       | ask Canaan, North Canaan
    Canaan Village  |       |       | ask North Canaan, Canaan
    Canaan          |       | NY    | outside Canaan, NY
    New Canaan      |       |       | outside New Canaan
    Canaan/North Canaan |   |       | ask Canaan, North Canaan
"""

HARTLAND_AND_THE_HARTFORDS = """
    written        | answer
    Hartland       | Hartland
    Harwinton      | Harwinton
    Hartford       | outside Hartford
    HTFD           | outside Hartford
    New Hartford   | New Hartford
    West Hartford  | outside West Hartford
    W Htfd         | outside West Hartford
    East Hartford  | outside East Hartford
    East Hartland  | Hartland
    West Hartland  | Hartland
    Harford        | outside
    Hartfrod       | outside
"""

WASHINGTON = """
    written                   | zip   | state | answer
    Washington                |       |       | ask Washington
    Town of Washington        |       |       | ask Washington
    Washington                |       | CT    | Washington
    Washington, CT            |       |       | Washington
    Washington                | 06793 |       | Washington
    Washington, New Preston   |       |       | Washington
    Washington Depot          |       |       | Washington
    Washington DC             |       |       | outside Washington, DC
    Washington, D.C.          |       |       | outside Washington, DC
    Washington                | 20001 |       | outside Washington
    Washington                |       | WA    | outside Washington, WA
    State of Washington       |       |       | outside Washington
    Kent, Washington          |       |       | ask Kent, Washington
"""

ZIPS_ALONE = """
    zip        | answer
    06754      | ask Warren, Cornwall, Kent, Sharon
    06065      | ask Hartland, Barkhamsted
    06777      | ask Washington, Warren
    06796      | ask Cornwall, Sharon
    06031      | ask Canaan, Salisbury, Cornwall
    06058      | ask Norfolk, Goshen
    06094      | ask Winchester
    06759      | Litchfield
    06794      | Washington
    06791      | Harwinton
    06013      | Burlington
    06018      | North Canaan
    06021      | Colebrook
    06027      | Hartland
    06068      | Salisbury
    06063      | Barkhamsted
    06098      | Winchester
    06790      | Torrington
    6069       | Sharon
    6069.0     | Sharon
    06069-1234 | Sharon
    060691234  | Sharon
    06787      | outside Thomaston
    06103      | outside Hartford
    06390      | outside
    02139      | outside
    2139       | outside
    10001      | outside
    00000      | not recorded
    none       | not recorded
    abc        | not recorded
"""

NAME_BEFORE_ZIP = """
    written          | zip   | state | answer
    Cornwall Bridge  | 06754 |       | Cornwall
    Riverton         | 06065 |       | Barkhamsted
    Warren           | 06754 |       | Warren
    Kent             | 06069 |       | Kent
    Falls Village    | 06031 |       | Canaan
    unknown          | 06069 |       | Sharon
    NULL             | 06754 |       | ask Warren, Cornwall, Kent, Sharon
    45 Kent Road     | 06069 |       | Sharon
    Skiff Mountain   | 06757 |       | Kent
    Skiff Mountain   | 06754 |       | ask Warren, Cornwall, Kent, Sharon
    Milton           | 06757 |       | ask Litchfield
    Torington        | 06790 |       | Torrington
    Torington        | 06757 |       | ask Torrington, Kent
"""

OTHER_STATES = """
    written       | zip   | state         | answer
    Sharon        |       | MA            | outside Sharon, MA
    Sharon        |       | Massachusetts | outside Sharon, MA
    Norfolk, MA   |       |               | outside Norfolk, MA
    Kent          |       | NY            | outside Kent, NY
    Kent, New York |      |               | outside Kent, NY
    Warren, R.I.  |       |               | outside Warren, RI
    Salisbury MA  |       |               | outside Salisbury, MA
    Cornwall      | 12518 |               | outside Cornwall
    Kent          |       | 36            | outside Kent, NY
    Kent          |       | 09            | Kent
    Kent          | 44240 | CT            | ask Kent
    Kent, OH      |       | CT            | ask Kent
    Kent          | 06757 | OH            | ask Kent
    Westerly, RI  |       | CT            | outside Rhode Island
    Kent          |       | Ontario       | ask Kent
                  |       | NY            | outside New York
    New York, NY  |       |               | outside New York
    Millerton     |       | NY            | outside New York
    Tempe         | 85281 | AZ            | outside Arizona
    Mary Smith    |       | NY            | outside New York
    Mary Smith (NY) |     |               | outside New York
    Sharon Smith, NY |    |               | outside Sharon, NY
"""

NO_PLACE = """
    written
    NULL
    n/a
    N/A
    Unknown
    UNKNOWN, CT
    none
    -
    ?
    UK
    Residence
    CT
    Connecticut
"""

ADDRESSES = """
    written                               | answer
    12 Main St, Kent, CT 06757            | Kent
    12 Main St Kent CT                    | Kent
    12 Main Street, Apt 4, Kent           | Kent
    12 Main St, Kent, Apt 4               | Kent
    5 Elm Ct, Kent, CT                    | Kent
    100 Route 7 North Canaan              | North Canaan
    PO Box 6757, Sharon                   | Sharon
    45 Kent Road, Warren                  | Warren
    10 Hartford Ave, New Hartford         | New Hartford
    Main St & Elm St, Torrington          | Torrington
    12 Oak Lane, Danbury                  | outside Danbury
    45 Kent Road                          | ask
    Kent Road                             | ask
    12 Litchfield                         | ask Litchfield
    PO Box 6757                           | ask
"""

IN_DOUBT = """
    written                  | answer
    Kent/Warren              | ask Kent, Warren
    Sharon or Salisbury      | ask Sharon, Salisbury
    Kent & Warren            | ask Kent, Warren
    Kent Warren              | ask Kent, Warren
    Cornwall-Warren          | ask Cornwall, Warren
    Kent, New Milford        | ask Kent
    Torington                | ask Torrington
    TORRNGTON                | ask Torrington
    Sharan                   | ask Sharon
    Rocksbury                | ask Roxbury
    Winstead                 | ask Winchester
    BAKERSVILE               | ask New Hartford
    Litch                    | ask Litchfield
    Sharon Hospital          | ask Sharon
    Charlotte Hungerford Hospital | ask Torrington
    Kent School              | ask Kent
    North Litchfield         | ask Litchfield
    Kent, Ontario            | ask Kent
    Kent?                    | ask Kent
    =HYPERLINK("x","Kent")   | ask
"""

ELSEWHERE = """
    written            | answer
    New Milford        | outside New Milford
    WATERBURY, CT      | outside Waterbury
    Thomaston          | outside Thomaston
    Unionville         | outside Unionville
    COVENTRY CT 06238  | outside Coventry
    EASTHAVEN          | outside East Haven
    N. STONINGTON      | outside North Stonington
    Great Barrington, MA | outside Massachusetts
    town of westerly, RI | outside Rhode Island
    PORT CHESTER NY    | outside New York
"""

UNKNOWN_TEXTS = """
    written                                   | zip   | answer                    | kept
    John Zebulon                              |       | outside                   |
    Bridgeprot                                |       | outside                   |
    Great Barrington                          |       | outside                   |
    Hartford Zebulon                          |       | outside                   |
    Zebulon, CT                               |       | outside                   |
    John Zebulon                              | 02139 | outside                   |
    John Zebulon                              | 06103 | outside Hartford          | Hartford
    John Zebulon                              | 06754 | ask Warren, Cornwall, Kent, Sharon |
    Salisbury Ebenezer Scrooge                |       | ask Salisbury             | Salisbury
    Kent or Sharon with Bob Flintstone        |       | ask Kent, Sharon          | Kent or Sharon
    Bob Flintstone (Hartford)                 |       | outside                   |
    Warren Thompson                           |       | ask Warren                | Warren
    Vernon Thompson                           |       | outside                   |
    Torington                                 |       | ask Torrington            |
"""


@pytest.mark.parametrize(("written", "answer"), rows(OWN_NAMES) + rows(WAYS_OF_WRITING) + rows(VILLAGES))
def test_a_town_or_village_in_so_many_words_is_its_town(written: str, answer: str) -> None:
    """A town's or village's name is its town, however people type it."""
    assert in_brief(resolve(written)) == answer


@pytest.mark.parametrize(("written", "zip_code", "state", "answer"), rows(CANAAN))
def test_a_bare_canaan_waits_unless_its_zip_decides(written: str, zip_code: str, state: str, answer: str) -> None:
    """The post office at Canaan is in North Canaan; the town of Canaan is Falls Village; New Canaan is neither."""
    assert in_brief(resolve(written, zip_code=zip_code, state=state)) == answer


@pytest.mark.parametrize(("written", "answer"), rows(HARTLAND_AND_THE_HARTFORDS))
def test_names_that_only_look_alike_never_stand_in_for_each_other(written: str, answer: str) -> None:
    """Hartland, Harwinton, Hartford, New Hartford and West Hartford are five different answers."""
    assert in_brief(resolve(written)) == answer


@pytest.mark.parametrize(("written", "zip_code", "state", "answer"), rows(WASHINGTON))
def test_a_bare_washington_is_the_town_only_in_connecticut(
    written: str, zip_code: str, state: str, answer: str
) -> None:
    """Washington is a town here, the capital and a state; only the row itself can say which."""
    assert in_brief(resolve(written, zip_code=zip_code, state=state)) == answer


@pytest.mark.parametrize(("zip_code", "answer"), rows(ZIPS_ALONE))
def test_a_zip_alone_is_a_town_only_with_95_percent_of_its_people(zip_code: str, answer: str) -> None:
    """ZIP areas are not towns: one that several towns share waits for a person, the largest share first."""
    assert in_brief(resolve("", zip_code=zip_code)) == answer


@pytest.mark.parametrize(("written", "zip_code", "state", "answer"), rows(NAME_BEFORE_ZIP))
def test_a_name_goes_before_a_zip(written: str, zip_code: str, state: str, answer: str) -> None:
    """A name in so many words decides; a ZIP decides only where no known name is written."""
    assert in_brief(resolve(written, zip_code=zip_code, state=state)) == answer


@pytest.mark.parametrize(("written", "zip_code", "state", "answer"), rows(OTHER_STATES))
def test_another_states_namesake_is_outside(written: str, zip_code: str, state: str, answer: str) -> None:
    """Sharon, Norfolk, Kent, Warren, Salisbury and Cornwall exist next door; a contradiction waits for a person."""
    assert in_brief(resolve(written, zip_code=zip_code, state=state)) == answer


@pytest.mark.parametrize("written", ["", "  ", *(row[0] for row in rows(NO_PLACE))])
def test_a_row_without_a_place_is_not_recorded(written: str) -> None:
    """What people and systems write for "no place" is not a place, and nobody has to look at it."""
    assert in_brief(resolve(written)) == "not recorded"


@pytest.mark.parametrize(("written", "answer"), rows(ADDRESSES))
def test_an_address_is_the_town_behind_it_and_never_its_street(written: str, answer: str) -> None:
    """The town at the end of an address counts, a town's name in a street does not, and no address is kept."""
    resolved = resolve(written)
    assert in_brief(resolved) == answer
    assert resolved.place_name in {None, resolved.town, "Danbury"}


@pytest.mark.parametrize(("written", "answer"), rows(IN_DOUBT))
def test_what_could_mean_two_things_waits_for_a_person(written: str, answer: str) -> None:
    """Two towns, a misspelling, a town's name among other words: a person decides, with the towns to choose from."""
    assert in_brief(resolve(written)) == answer


@pytest.mark.parametrize(("written", "answer"), rows(ELSEWHERE))
def test_a_place_outside_keeps_its_name(written: str, answer: str) -> None:
    """A place outside the 21 towns is no error: it is kept as outside, under its known name or its state's."""
    assert in_brief(resolve(written)) == answer


@pytest.mark.parametrize(("written", "zip_code", "answer", "kept"), rows(UNKNOWN_TEXTS))
def test_a_text_that_nobody_knows_is_neither_kept_nor_quoted(
    written: str, zip_code: str, answer: str, kept: str
) -> None:
    """It may be a person's name; only names that stand in our own tables are kept or stand in a sentence."""
    found = resolve(written, zip_code=zip_code)

    assert in_brief(found) == answer
    assert (found.place_name or "") == kept
    for word in ("John", "Zebulon", "Ebenezer", "Scrooge", "Bob", "Flintstone", "Bridgeprot", "Torington", "with"):
        assert word not in found.reason


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Kent or Sharon with Bob Flintstone", "More than one place is named: Kent or Sharon."),
        ("Kent, New Milford", "More than one place is named: Kent and another."),
        ("Kent / Torington", "More than one place is named: Kent and another."),
        ("Salisbury Ebenezer Scrooge", "The name of Salisbury stands among other words."),
        ("Hartford Zebulon", "This is built on the name of a Connecticut place outside the 21 towns."),
        ("Danbury", "Danbury is in Connecticut but not in the 21 towns."),
    ],
)
def test_a_reason_names_only_known_places(written: str, reason: str) -> None:
    """The sentence reaches the screen and the load's report."""
    assert resolve(written).reason == reason


@pytest.mark.parametrize(
    ("written", "towns_in_it"),
    [("Litchfield County", 19), ("Litchfield Co.", 19), ("Hartford County", 2), ("Northwest Corner", 21)],
)
def test_a_county_or_region_is_not_a_town(written: str, towns_in_it: int) -> None:
    """19 of the towns are in the old Litchfield County, Burlington and Hartland in Hartford County."""
    resolved = resolve(written)
    assert resolved.status == "unsure"
    assert len(resolved.candidates) == towns_in_it


def test_a_text_too_long_for_a_place_waits_for_a_person() -> None:
    """100 letters may still be a name; 101 are held with the reason that a name is expected."""
    assert resolve("a" * 100).status == "outside"
    assert resolve("a" * 101).status == "unsure"
    assert "the name of a place is expected" in resolve("Kent " + "a" * 500).reason
