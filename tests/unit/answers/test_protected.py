"""What leaves the programme: decided once for each state of the data, the same for every question, and on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from rorf_data.answers.audited import check_pack
from rorf_data.answers.calls import calls_by_month, calls_by_town
from rorf_data.answers.dated import dated_events
from rorf_data.answers.leaving import leaving_by_measure
from rorf_data.answers.protected import protection_of, share
from rorf_data.answers.towns import towns_table
from rorf_data.answers.trends import trend
from rorf_data.disclosure.rests import Sum
from rorf_data.errors import DisclosureRefused, SettingsRefused, StoreRefused
from rorf_data.exports import to_csv
from rorf_data.intake.keeping import keep
from rorf_data.intake.sources import INTERNAL, source_from_mapping
from rorf_data.model import Audience, Feed, Filters, Grain, Period
from rorf_data.policies import Policy
from rorf_data.store import tables
from rorf_data.store.dated_events import add_event
from rorf_data.store.sharing import clear_source, load_clearings, sharing_version, withdraw_clearing
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace, open_workplace, utc_now
from tests.unit.conftest import Load

QUARTER = Filters(Period(date(2026, 1, 1), date(2026, 3, 31)))
KENT, WARREN = gazetteer.code_of("Kent"), gazetteer.code_of("Warren")


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 22))


def calls(*months: tuple[str, list[int]], first: int = 1) -> str:
    """A file of calls: so many in each town in January, February and March 2026."""
    lines = ["Incident Number,Call Date,Agency,City,State,Outcome"]
    number = first
    for town, counts in months:
        for month, count in enumerate(counts, 1):
            for _ in range(count):
                lines.append(f"T-{number},2026-{month:02d}-10,Trial Ambulance,{town},CT,Nonfatal")
                number += 1
    return "\n".join(lines)


def _members(workplace: Workplace) -> tuple[str, ...]:
    return tuple(gazetteer.code_of(name) for name in workplace.settings.member_towns())


FEW = calls(("Kent", [7, 3, 8]), ("Warren", [2, 9, 6]), ("Sharon", [9, 9, 9]))


def test_a_small_number_is_hidden_with_another_that_would_give_it_away(workplace: Workplace, load: Load) -> None:
    """Kent's 3 of February and Warren's 2 of January are nowhere, and no sum of what is shown gives them."""
    load(FEW, source="calls")
    shared = share(
        workplace.reader(), trend(workplace.reader(), QUARTER, "calls", Grain.MONTH, by_town=True, rolling=False)
    )

    told = shared.frame.assign(hidden=shared.is_hidden("total_calls")).set_index(["period", "town"])
    assert told.loc[("Feb 2026", "Kent"), "hidden"]
    assert told.loc[("Jan 2026", "Warren"), "hidden"]
    assert told["total_calls"].isna().equals(told["hidden"])
    assert shared.audience is Audience.SHARED
    assert "number from 1 to 5" in shared.facts()["Protection"]


def test_two_questions_never_disagree_on_what_is_hidden(workplace: Workplace, load: Load) -> None:
    """By town and by month, for all towns and for one: the same cells, from one decision on record."""
    load(FEW, source="calls")
    reader = workplace.reader()
    by_town = share(reader, calls_by_town(reader, QUARTER)).frame.set_index("town")["total_calls"]
    kent = share(reader, calls_by_month(reader, Filters(QUARTER.period, (KENT,)))).frame.set_index("month")[
        "total_calls"
    ]
    beside = share(reader, towns_table(reader, QUARTER)).frame.set_index("town")["total_calls"]

    assert by_town.equals(beside)
    assert kent.isna()["Feb 2026"]
    assert by_town.isna()["Kent"] or kent.isna().sum() > 1
    with workplace.engine.connect() as connection:
        families = connection.execute(sa.select(tables.shared_releases.c.family)).scalars().all()
    assert families == ["calls"]


def test_days_inside_a_month_are_not_told(workplace: Workplace, load: Load) -> None:
    """From 1 to 15 January is no span that was decided on, so nothing is said of it."""
    load(FEW, source="calls")
    half = Filters(Period(date(2026, 1, 1), date(2026, 1, 15)))

    assert all(share(workplace.reader(), calls_by_town(workplace.reader(), half)).is_hidden("total_calls"))


def test_what_was_hidden_stays_hidden_when_late_rows_come(workplace: Workplace, load: Load) -> None:
    """37 more calls in Kent in February bring it to 40; beside the earlier file that would tell of the 3."""
    load(FEW, source="calls")
    february = Sum("calls", (KENT,), Period.of_month(date(2026, 2, 1)))
    assert protection_of(workplace.reader()).number(february) is None

    load(calls(("Kent", [0, 37, 0]), first=500), name="late.csv", source="calls")

    assert protection_of(workplace.reader()).number(february) is None
    assert protection_of(workplace.reader()).number(replace(february, areas=(gazetteer.code_of("Sharon"),))) == 9


def test_without_an_earlier_file_the_same_number_is_shown(workplace: Workplace, load: Load) -> None:
    """Nothing was shared between the two loads, so there is nothing to set it beside."""
    load(FEW, source="calls")
    load(calls(("Kent", [0, 37, 0]), first=500), name="late.csv", source="calls")

    assert protection_of(workplace.reader()).number(Sum("calls", (KENT,), Period.of_month(date(2026, 2, 1)))) == 40


def test_a_past_state_of_the_data_is_told_as_it_was_decided_then(workplace: Workplace, load: Load) -> None:
    """The decision of the first load is read again, not taken anew."""
    load(FEW, source="calls")
    moment = utc_now()
    before = protection_of(workplace.reader())
    load(calls(("Kent", [0, 37, 0]), first=500), name="late.csv", source="calls")
    protection_of(workplace.reader())

    assert protection_of(workplace.reader().at(moment)) == before


def test_the_current_month_is_not_decided_on(workplace: Workplace, load: Load) -> None:
    """November 2026 is not over: its number changes from day to day."""
    load(calls(("Kent", [0] * 10 + [9])), source="calls")

    assert protection_of(workplace.reader()).number(Sum("calls", (KENT,), Period.of_month(date(2026, 11, 1)))) is None


def test_what_is_not_sensitive_is_shown_as_it_is(workplace: Workplace, load: Load) -> None:
    """Kits left are; kits left at an overdose scene are not."""
    rows = ("2026-01-05,Trial Rescue,Warren,1,yes", "2026-01-09,Trial Rescue,Kent,2,no")
    load("\n".join(["date,agency,town,kits,suspected overdose", *rows]))
    reader = workplace.reader()
    shared = share(reader, towns_table(reader, QUARTER))

    assert shared.frame.set_index("town").loc["Warren", "total_kits"] == 1
    assert protection_of(reader).number(Sum("kits_at_overdose", (WARREN,), Period.of_month(date(2026, 1, 1)))) is None


def test_rows_of_a_withheld_source_stay_inside_until_they_are_cleared(workplace: Workplace, load: Load) -> None:
    """ODMAP's: nothing of overdose calls leaves, with the reason; cleared, it does; taken back, it doesn't."""
    rows = "\n".join(
        f"{9000 + n},T-{n},1/{n + 1}/2026 04:57 PM,Nonfatal,Trial Ambulance,,,,KENT,CT,06757,1,," for n in range(9)
    )
    head = (
        "ODMAP ID,Case Number,Overdose Date/Time,Suspected Overdose Type,Agency,Latitude,Longitude,Address,City,State,"
        "Zip,Victim Count,Age,Primary Suspected Drug"
    )
    load(f"{head}\n{rows}", source="odmap")
    january = Sum("calls", (KENT,), Period.of_month(date(2026, 1, 1)))
    unshared = protection_of(workplace.reader())
    assert not unshared.is_known((january,))
    assert "odmap" in unshared.inside["calls"]

    before = sharing_version(workplace.engine)
    clear_source(workplace.engine, "odmap", why="agreement of 3 March", now=utc_now(), by="a test")
    assert protection_of(workplace.reader()).number(january) == 9
    assert sharing_version(workplace.engine) != before

    withdraw_clearing(workplace.engine, "odmap", now=utc_now(), by="a test")
    assert not protection_of(workplace.reader()).is_known((january,))
    with workplace.engine.connect() as connection:
        assert load_clearings(connection) == []
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.clearings)) == 1


def test_a_source_of_ones_own_says_itself_that_its_rows_stay_inside(workplace: Workplace, load: Load) -> None:
    """A file that somebody mapped by hand, kept as internal: until it is cleared, nothing that rests on it leaves."""
    columns = {"call_date": "When", "place": "Village", "record_id": "Number"}
    made = source_from_mapping("county-list", "County list", Feed.CALLS, columns, release=INTERNAL)
    keep(workplace.places.source_folder, made)
    rows = "\n".join(f"2026-01-{n + 1:02},Kent,{n}" for n in range(9))
    load(f"When,Village,Number\n{rows}", source="county-list")
    january = Sum("calls", (KENT,), Period.of_month(date(2026, 1, 1)))

    assert "county-list" in protection_of(workplace.reader()).inside["calls"]
    assert not protection_of(workplace.reader()).is_known((january,))
    clear_source(workplace.engine, "county-list", why="agreement of 3 March", now=utc_now(), by="a test")
    assert protection_of(workplace.reader()).number(january) == 9


def test_rows_of_a_source_whose_description_is_broken_stay_inside(workplace: Workplace, load: Load) -> None:
    """Nobody can tell any more whether they may leave; once it is mended, it says so itself."""
    columns = {"call_date": "When", "place": "Village", "record_id": "Number"}
    path = keep(workplace.places.source_folder, source_from_mapping("county-list", "County list", Feed.CALLS, columns))
    load("When,Village,Number\n2026-01-01,Kent,1", source="county-list")
    assert "calls" not in protection_of(workplace.reader()).inside

    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n[", encoding="utf-8")
    assert "county-list" in protection_of(workplace.reader()).inside["calls"]
    path.write_text(whole, encoding="utf-8")
    assert "calls" not in protection_of(workplace.reader()).inside


def test_withheld_calls_stay_inside_where_calls_are_not_sensitive_too(workplace: Workplace, load: Load) -> None:
    """That a source hands its rows over on terms has nothing to do with how small the numbers are."""
    load(FEW, source="calls")
    rules = replace(workplace.settings.sharing, sensitive=("deaths",), withheld_sources=("calls",))
    open_to_all = Workplace(replace(workplace.settings, sharing=rules), workplace.places, workplace.engine)

    assert {"calls", "fatal_calls", "naloxone_calls"} <= {*protection_of(open_to_all.reader()).inside}


def test_only_what_is_decided_on_can_be_withheld(tmp_path: Path) -> None:
    """Kits leave as they are, so a kit log that is to stay inside is refused instead of being let go."""
    columns = {"left_date": "When", "place": "Village", "kits": "Kits"}
    with pytest.raises(SettingsRefused, match="only for overdose calls, deaths and requests"):
        source_from_mapping("police-kits", "Police kits", Feed.DISTRIBUTIONS, columns, release=INTERNAL)

    settings = tmp_path / "settings.toml"
    settings.write_text('[disclosure]\nwithheld_sources = ["kit-log"]\n', encoding="utf-8")
    with pytest.raises(SettingsRefused, match="“kit-log” can't be one of withheld_sources"):
        open_workplace({"RORF_DATA_DIR": str(tmp_path), "RORF_SETTINGS": str(settings)}, tmp_path)


def test_an_older_state_is_not_decided_once_a_newer_one_was(workplace: Workplace, load: Load) -> None:
    """What is told of the newer one is known, and the next decision would be set beside the older."""
    load(FEW, source="calls")
    moment = utc_now()
    load(calls(("Kent", [2]), first=500), source="calls", name="more.csv")
    kent = Sum("calls", (KENT,), QUARTER.period)
    assert "calls" not in protection_of(workplace.reader()).inside

    inside = protection_of(workplace.reader().at(moment)).inside
    assert "Newer figures have been shared" in inside["calls"]
    assert not protection_of(workplace.reader().at(moment)).is_known((kent,))


def test_a_number_in_the_words_of_an_event_does_not_leave(workplace: Workplace, load: Load) -> None:
    """Nobody can say what it is of; the other event does."""
    load(FEW, source="calls")
    for words in ("two fatal calls in one night", "the law begins"):
        add_event(workplace.engine, date(2026, 2, 3), words, now=utc_now(), today=date(2026, 11, 22), by="a test")
    exact = trend(workplace.reader(), QUARTER, "calls", Grain.MONTH, by_town=True, rolling=False)

    assert len(exact.about.events) == 2
    assert [event.words for event in share(workplace.reader(), exact).about.events] == ["the law begins"]
    assert "two fatal" not in to_csv(share(workplace.reader(), dated_events(workplace.reader()))).decode()


def test_a_clearing_needs_a_reason_and_is_given_once(workplace: Workplace) -> None:
    """And what isn't cleared can't be taken back."""
    with pytest.raises(StoreRefused, match="Say why"):
        clear_source(workplace.engine, "odmap", why=" ", now=utc_now(), by="a test")
    clear_source(workplace.engine, "odmap", why="agreement", now=utc_now(), by="a test")
    with pytest.raises(StoreRefused, match="cleared already"):
        clear_source(workplace.engine, "odmap", why="agreement", now=utc_now(), by="a test")
    with pytest.raises(StoreRefused, match="nothing to take back"):
        withdraw_clearing(workplace.engine, "dispatch", now=utc_now(), by="a test")


def test_a_stricter_policy_hides_more(workplace: Workplace, load: Load) -> None:
    """Sharon's 9 a month are shown from 6 on and hidden from 10 on; what was hidden once stays so under any policy."""
    load(FEW, source="calls")
    sharon = Sum("calls", (gazetteer.code_of("Sharon"),), Period.of_month(date(2026, 2, 1)))
    ten = replace(workplace.settings.sharing, policy=Policy("ten", 10, are_zeros_shown=True))
    strict = Workplace(replace(workplace.settings, sharing=ten), workplace.places, workplace.engine)

    assert protection_of(workplace.reader()).number(sharon) == 9
    assert protection_of(strict.reader()).number(sharon) is None
    load(calls(("Kent", [1])), source="calls", name="more.csv")
    assert protection_of(workplace.reader()).number(sharon) is None


def test_a_change_of_policy_leaves_what_can_be_left(workplace: Workplace, load: Load) -> None:
    """Zeros that were told before can't be taken back, so no other number is hidden for their sake."""
    load(FEW, source="calls")
    shown_first = replace(workplace.settings.sharing, policy=Policy("first", 6, are_zeros_shown=True))
    first = Workplace(replace(workplace.settings, sharing=shown_first), workplace.places, workplace.engine)
    region = Sum("calls", _members(workplace), QUARTER.period)
    assert protection_of(first.reader()).number(region) == 62

    assert protection_of(workplace.reader()).number(region) == 62


def test_a_new_member_is_not_told_by_the_difference_of_two_regions(workplace: Workplace, load: Load) -> None:
    """The region had 62 calls without Norfolk; with it there are 63, and the two files would tell of Norfolk's one."""
    load(f"{FEW}\nN-1,2026-01-10,Trial Ambulance,Norfolk,CT,Nonfatal", source="calls")
    without = tuple(member for member in workplace.settings.members if member.town != "Norfolk")
    earlier = Workplace(replace(workplace.settings, members=without), workplace.places, workplace.engine)
    then = protection_of(earlier.reader()).number(Sum("calls", _members(earlier), QUARTER.period))
    now = protection_of(workplace.reader()).number(Sum("calls", _members(workplace), QUARTER.period))
    norfolk = protection_of(workplace.reader()).number(Sum("calls", (gazetteer.code_of("Norfolk"),), QUARTER.period))

    assert then == 62
    assert now is None
    assert norfolk is None


def test_what_nobody_says_the_ground_of_stays_inside(workplace: Workplace, load: Load) -> None:
    """A frame of the history of loads has no form to share."""
    load(FEW, source="calls")
    with pytest.raises(DisclosureRefused, match="stays inside the programme"):
        share(workplace.reader(), leaving_by_measure(workplace.reader()))


def test_staff_see_what_the_protection_costs(workplace: Workplace, load: Load) -> None:
    """One row for each sensitive measure, with the share of numbers that is hidden."""
    load(FEW, source="calls")
    found = leaving_by_measure(workplace.reader()).frame.set_index("measure")

    row = found.loc["Overdose calls"]
    assert row["leaves"] == "small numbers hidden"
    assert 0 < row["hidden_cells"] < row["total_cells"]
    assert row["hidden_share"] == round(100 * row["hidden_cells"] / row["total_cells"], 1)


def test_a_pack_with_a_number_that_may_not_leave_is_not_written(workplace: Workplace, load: Load) -> None:
    """As it is, it passes; with Kent's small number put back, or without a question to ask again, it doesn't."""
    load(FEW, source="calls")
    reader = workplace.reader()
    shared = share(reader, trend(reader, QUARTER, "calls", Grain.MONTH, by_town=True, rolling=False))
    check_pack(reader, [shared])

    told = shared.frame.copy()
    told.loc[shared.hidden["total_calls"].to_numpy().nonzero()[0][0], "total_calls"] = 3
    with pytest.raises(DisclosureRefused, match="may not leave"):
        check_pack(reader, [shared, replace(shared, frame=told)])
    with pytest.raises(DisclosureRefused, match="may not leave"):
        check_pack(reader, [replace(shared, frame=told, hidden=told.isna())])
    with pytest.raises(DisclosureRefused, match="can't be asked again"):
        check_pack(reader, [replace(shared, asked=None)])
