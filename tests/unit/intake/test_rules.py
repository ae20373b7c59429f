"""Rules that a source decides its rows by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rorf_data.intake.columns import Headings as Row
from rorf_data.intake.columns import Names, fit
from rorf_data.intake.described import Condition, Rule
from rorf_data.intake.rules import apply_rules, rules_in_words
from rorf_data.intake.sources import Source, source_from_mapping
from rorf_data.intake.table import Table
from rorf_data.model import Feed
from tests.unit.intake.reading import take_in

CALLS = source_from_mapping("c", "C", Feed.CALLS, {"call_date": "day", "outcome": "outcome", "place": "town"})
NEMSIS = "eResponse.03,eTimes.03,eScene.17,eScene.19"


@pytest.mark.parametrize(
    ("asks", "text", "fits"),
    [
        ({"equals": ("OD",)}, " od ", True),
        ({"equals": ("od",)}, "od x", False),
        ({"starts": ("t40.1",)}, "T40.1X1A", True),
        ({"starts": ("t40.1",)}, "R55; T40.1X1A", True),
        ({"starts": ("t40.1",)}, "xT40.1", False),
        ({"contains": ("no  pulse",)}, "Had NO pulse", True),
        ({"contains": ("overdose",), "but_not": ("no overdose",)}, "no overdose|overdose", True),
        ({"contains": ("overdose",), "but_not": ("no overdose",)}, "no overdose", False),
        ({"between": (1.0, 3.0)}, "1", True),
        ({"between": (1.0, 3.0)}, "3", True),
        ({"between": (1.0, 3.0)}, "0", False),
        ({"between": (1.0, 3.0)}, "3.5", False),
        ({"between": (1.0, 3.0)}, "two", False),
        ({"is_given": True}, "x", True),
        ({"is_given": True}, " ; n/a ", False),
        ({"is_given": True}, "", False),
    ],
)
def test_what_a_cell_says(asks: dict[str, Any], text: str, fits: bool) -> None:
    """On tidied text in small letters; of several values one is enough."""
    condition = replace(Condition(("note",)), **asks)
    rule = Rule("outcome", "fatal", "", all=(condition,))

    assert ("fatal" if fits else "own") == _outcome(rule, note=text)


def test_the_first_rule_that_holds_decides_and_without_one_the_column() -> None:
    """A later rule's ``otherwise`` comes last; without one the field's own text stays."""
    first = Rule("outcome", "fatal", "", all=(Condition(("note",), equals=("a",)),))
    second = Rule("outcome", "nonfatal", "", all=(Condition(("note",), equals=("a", "b")),))

    assert ["fatal", "nonfatal", "own"] == [_outcome(first, second, note=text) for text in ("a", "b", "c")]
    last = replace(second, otherwise="unknown")
    assert ["fatal", "nonfatal", "unknown"] == [_outcome(first, last, note=text) for text in ("a", "b", "c")]


def test_all_and_any_hold_together() -> None:
    """Every condition of the one and at least one of the other."""
    rule = Rule(
        "outcome",
        "fatal",
        "",
        all=(Condition(("note",), equals=("a",)),),
        any=(Condition(("more",), equals=("x",)), Condition(("note",), starts=("never",))),
    )

    assert ["fatal", "own", "own"] == [_outcome(rule, note=n, more=m) for n, m in (("a", "x"), ("a", "y"), ("b", "x"))]


def test_rules_without_any_of_their_columns_are_left_aside() -> None:
    """A file without medications says nothing of naloxone; it doesn't say no."""
    rule = Rule("outcome", "fatal", "", otherwise="unknown", all=(Condition(("elsewhere",), is_given=True),))

    assert "own" == _outcome(rule, note="a")


def test_each_column_that_fits_a_heading_is_looked_at() -> None:
    """Repeated elements come as several columns."""
    rule = Rule("outcome", "fatal", "", all=(Condition(("note*",), equals=("a",)),))
    table = Table.of([["2026-03-01", "own", "Kent", "b", "a"]], width=5)
    found = fit(Row(["day", "outcome", "town", "note 1", "note 2"]), Names(replace(CALLS, rules=(rule,))))

    assert ["fatal"] == apply_rules(table.texts(found), table, found)[0]["outcome"].tolist()


@pytest.mark.parametrize(
    ("given", "response", "counts"),
    [
        ("7242", "9916001", True),
        ("7242; 1191", "9916003; 9916001", False),
        ("1191;7242;", "9916003;9916001;", True),
        ("Narcan|Aspirin", "Improved|Unchanged", True),
        ("Naloxone\nAspirin", "Unchanged\nImproved", False),
        ("Naloxone", "", False),
        ("Aspirin", "Improved", False),
    ],
)
def test_the_response_must_be_to_the_naloxone(given: str, response: str, counts: bool) -> None:
    """Entry by entry; improvement after another medicine is no sign of an overdose."""
    text = f'{NEMSIS},eMedications.03,eMedications.07\n1,2026-03-01,Kent,,"{given}","{response}"\n'
    taken = take_in(text)

    assert "nemsis" == taken.recognised.source.name
    assert ([], 1) == (taken.refused, len(taken.rows)) if counts else 1 == len(taken.refused)


@pytest.mark.parametrize(
    ("impression", "counts"),
    [
        ("T40.0X1A", True), ("T40.1X4A", True), ("T40.2", True), ("T40.3X1A", True), ("T40.411A", True),
        ("T40.601A", True), ("T402X1A", True), ("F11.129", True), ("Opioid related disorders", True),
        ("Poisoning by heroin", True), ("Overdose - Opioid", True), ("R55; T40.1X1A", True), ("T40.5X1A", False),
        ("T40.7X1A", False), ("T40.901A", False), ("T51.0X1A", False), ("Overdose - Non-opioid", False), ("", False),
        ("7701003", False),
    ],
)  # fmt: skip
def test_which_impressions_are_suspected_opioid_overdoses(impression: str, counts: bool) -> None:
    """F11, T40.0 to T40.4 and T40.6, as the standard's own definition has it; cocaine, cannabis and alcohol are not."""
    taken = take_in(f"{NEMSIS},eSituation.11\n1,2026-03-01,Kent,,{impression}\n")

    assert counts == bool(taken.rows)
    if not counts:
        assert [(2, "", "This row isn't a suspected overdose by the rule of its source.")] == taken.refused


@pytest.mark.parametrize(
    ("column", "cell", "word"),
    [
        ("eDisposition.12", "4212019", "deceased"), ("eDisposition.12", "4212033", "transported"),
        ("eDisposition.12", "4212025", "refused"), ("eDisposition.12", "4212029", "none"),
        ("eDisposition.12", "Patient Treated, Released (AMA)", "refused"),
        ("eDisposition.12", "Patient Treated, Transported by this EMS Unit", "transported"),
        ("eDisposition.30", "4230009", "refused"), ("eDisposition.30", "4230005", "transported"),
        ("eDisposition.30", "Patient Refused Transport", "refused"), ("eDisposition.30", "No Transport", "none"),
        ("eDisposition.30", "Transport by This EMS Unit (This Crew Only)", "transported"),
    ],
)  # fmt: skip
def test_transport_comes_from_the_old_and_the_new_disposition(column: str, cell: str, word: str) -> None:
    """By code or by label."""
    taken = take_in(f'{NEMSIS},eSituation.11,{column}\n1,2026-03-01,Kent,,T40.1X1A,"{cell}"\n')

    assert [word] == [row["transport"] for row in taken.rows]


@pytest.mark.parametrize(
    ("column", "cell", "word"),
    [
        ("Naloxone Leave-Behind (itDisposition.045)", "Yes", "yes"),
        ("Naloxone Leave-Behind (itDisposition.045)", "Declined", "no"),
        ("Naloxone Leave-Behind (itDisposition.045)", "", None),
        ("eProtocols.01", "General; Naloxone Leave-Behind", "yes"),
        ("eProtocols.01", "General", None),
        ("eProcedures.03", "Narcan kit provided to family", "yes"),
    ],
)
def test_a_kit_left_behind_is_found_where_states_write_it(column: str, cell: str, word: str | None) -> None:
    """An element of their own, the protocols used, or a procedure; nothing said is not no."""
    taken = take_in(f'{NEMSIS},eSituation.11,{column}\n1,2026-03-01,Kent,,T40.1X1A,"{cell}"\n')

    assert [word] == [row["kit_left"] for row in taken.rows]


def test_a_place_code_is_no_place_name() -> None:
    """The ZIP code places the row then; without one no place is recorded."""
    taken = take_in(f"{NEMSIS},eSituation.11\n1,2026-03-01,213452,06756,T40.1\n2,2026-03-01,213452,,T40.1\n")

    assert ["32290", "not-recorded"] == [row["area"] for row in taken.rows]


@pytest.mark.parametrize(
    ("call_type", "determinant", "final", "counts"),
    [
        ("OVERDOSE", "", "", True), ("SICK", "23-D-1", "", True), ("SICK", "23C07I", "", True),
        ("SICK", "26-D-1", "", False), ("OVERDOSE", "23-D-1", "SICK PERSON", False),
        ("SICK", "26-A-1", "OVERDOSE - OPIOID", True),
        ("OVERDOSE", "", "NOT AN OVERDOSE", False), ("OVERDOSE", "", "Transported", True),
        ("OVERDOSE", "", "23-D-1", True),
    ],
)  # fmt: skip
def test_a_final_code_goes_before_what_the_dispatcher_took_it_for(
    call_type: str, determinant: str, final: str, counts: bool
) -> None:
    """Unless it only says how the call ended."""
    header = "Incident Number,Unit,Dispatched,Town,Call Type,Determinant,Closing Code"
    taken = take_in(f"{header}\n1,A1,3/1/2026,Kent,{call_type},{determinant},{final}\n")

    assert ("dispatch", counts) == (taken.recognised.source.name, bool(taken.rows))


def test_a_dispatch_export_that_says_no_kind_of_call_is_not_taken_for_one() -> None:
    """Without a call type nobody knows which rows are overdoses; a person may say that all of them are."""
    header = "Incident Number,Unit,Dispatch Date,Town,Outcome"

    assert "calls" == take_in(f"{header}\n1,A1,3/1/2026,Kent,fatal\n").recognised.source.name


def test_rules_are_told_in_their_order_without_the_empty_ones() -> None:
    """What one sentence says of several rules is said once."""
    rules = (
        Rule("outcome", "fatal", "First.", all=(Condition(("n",), is_given=True),)),
        Rule("outcome", "nonfatal", "", all=(Condition(("n",), is_given=True),)),
        Rule("outcome", "unknown", "Last.", all=(Condition(("n",), is_given=True),)),
    )

    assert ["First.", "Last."] == rules_in_words(replace(CALLS, rules=rules))


def test_a_source_without_rules_is_left_as_it_is() -> None:
    """The very same texts, and every row counts."""
    table = Table.of([["2026-03-01", "x", "Kent"]], width=3)
    found = fit(Row(["day", "outcome", "town"]), Names(CALLS))
    texts = table.texts(found)
    decided, why_not = apply_rules(texts, table, found)

    assert why_not is None
    assert all(decided[name] is texts[name] for name in texts)


def _outcome(*rules: Rule, **cells: str) -> str:
    """What becomes of the outcome "own" of a row with these further cells."""
    source: Source = replace(CALLS, rules=rules)
    table = Table.of([["2026-03-01", "own", "Kent", *cells.values()]], width=3 + len(cells))
    found = fit(Row(["day", "outcome", "town", *cells]), Names(source))
    decided = apply_rules(table.texts(found), table, found)[0]["outcome"]
    assert isinstance(decided, np.ndarray)
    return str(decided[0])
