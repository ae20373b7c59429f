"""What may leave the programme, decided once for each state of the data and kept on record.

Whatever is made for the shared audience comes from here: a table, a chart, a deck or a sentence asks for the same
decisions, so no two of them can be set against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

import numpy as np

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.audit import Known
from rorf_data.disclosure.families import FAMILIES, MEMBERS, Family, cell_of, linked_counts, numbers_by_measure
from rorf_data.disclosure.hiding import TOLD_BEFORE, Shown, decide, hidden_then, too_small
from rorf_data.disclosure.linked import Cell, Linked, before_now, is_same
from rorf_data.disclosure.merging import towns_together
from rorf_data.disclosure.protection import Decided, Protection, for_sharing, why_inside
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.together import said_together
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Audience, MonthlyTotal, Period, last_of_month
from rorf_data.policies import Policy, laxer_in_turn, policy_in
from rorf_data.settings import Settings
from rorf_data.store import queries
from rorf_data.store.sharing import (
    Question,
    SharedCell,
    SharedRelease,
    keep_shared_release,
    load_groups,
    load_hidden_before,
    load_last_shared,
    load_memberships,
    load_newest_groups,
    load_policies,
    load_shared_release,
    load_shown_before,
    load_uncleared_feeds,
)
from rorf_data.towns import gazetteer

A_YEAR = 12
"""Months: towns are put together by so many of the newest, and their sum is told of all towns together."""


def share(reader: Reader, released: Released) -> Released:
    """The frame as it may leave the programme (see :func:`rorf_data.disclosure.protection.for_sharing`), with a note on
    what can be shown together where it can't be shown alone.

    Raises :class:`DisclosureRefused` where no form of it may.
    """
    if released.audience is Audience.SHARED:
        return released
    if why := why_inside(released):
        raise DisclosureRefused(why)
    protection = protection_of(reader)
    return for_sharing(released, protection).noting(said_together(released, protection))


def protection_of(reader: Reader) -> Protection:
    """What may be shown of every measure under the policy in force, of the data as the reader sees them.

    The first time for a state of the data it is decided and kept on record; from then on it is read. Only months that
    are over are decided on. Measures with records of a withheld source that nobody cleared stay inside.
    """
    asked = ("protection", str(reader.settings.sharing.policy), reader.may_decide)
    found: Protection = reader.recall(asked, lambda: _protection(reader))
    return found


def _protection(reader: Reader) -> Protection:
    rules = reader.settings.sharing
    with reader.connect() as connection:
        uncleared = load_uncleared_feeds(connection, rules.withheld_sources)
        version = queries.load_data_version(connection, reader.as_of)
    sensitive = [family for family in FAMILIES if family.name in rules.sensitive]
    inside = {measure: "stays inside the programme" for family in sensitive for measure in family.inside}
    decided: dict[str, Decided] = {}
    for family in FAMILIES:
        if family.feed in uncleared:
            source = uncleared[family.feed]
            reason = f"rests on rows of “{source}”, which nobody has cleared to leave the programme"
            inside |= dict.fromkeys((*family.shown, *family.inside), reason)
    for family in sensitive:
        if family.feed in uncleared:
            continue
        found = _tried(reader, family, version)
        if isinstance(found, str):
            inside |= dict.fromkeys(family.shown, found)
        else:
            decided |= found
    return Protection(rules.policy, decided, inside)


def _tried(reader: Reader, family: Family, version: int) -> dict[str, Decided] | str:
    """What was decided of a family, or why nothing of it may leave."""
    try:
        return _decided(reader, family, reader.settings.sharing.policy, version)
    except DisclosureRefused as problem:
        return str(problem)


def _decided(reader: Reader, family: Family, policy: Policy, version: int) -> dict[str, Decided]:
    with reader.connect() as connection:
        reported = queries.load_reported_months(connection, family.feed)
        on_record = [month for month in reported if last_of_month(month) < reader.today]
    undecided = frozenset(reported) - frozenset(on_record)
    if not on_record:
        return {measure: Decided({}, {}, frozenset(), undecided) for measure in family.shown}
    asked = Question(family.name, str(policy), version, on_record[-1], _members(reader.settings))
    with reader.engine.connect() as connection:
        release = load_shared_release(connection, asked)
    if release is None:
        _check_may_decide(reader, asked)
        release = _decide_and_keep(reader, family, policy, asked, on_record)
    numbers: dict[str, dict[Cell, int | None]] = {measure: {} for measure in family.shown}
    here = {_together(asked.members): MEMBERS}
    for cell, total in release.cells.items():
        place = here.get(cell.place, cell.place)
        numbers[cell.measure][Cell(place, Period(cell.first, cell.last))] = total
    named = {name: frozenset(towns) for name, towns in {MEMBERS: asked.members, **release.groups}.items()}
    decided_on = frozenset(release.on_record)
    return {measure: Decided(own, named, decided_on, undecided) for measure, own in numbers.items()}


def _check_may_decide(reader: Reader, asked: Question) -> None:
    """Raise :class:`DisclosureRefused` where a decision would be on a state older than one that was shared, since what
    is told of that one is known by now; or where the reader only looks at what was decided.
    """
    if not reader.may_decide:
        raise DisclosureRefused("It was never decided what of these figures may be shared.")
    with reader.engine.connect() as connection:
        last = load_last_shared(connection, asked.family)
    if last and (last.asked.data_version, last.asked.last_month) > (asked.data_version, asked.last_month):
        raise DisclosureRefused("Newer figures have been shared, and what of these may be was not decided before.")


def _members(settings: Settings) -> tuple[str, ...]:
    return tuple(gazetteer.code_of(name) for name in settings.member_towns())


def _together(members: Sequence[str]) -> str:
    """What all members together are called on record: by their codes, since a new member makes it another sum."""
    return f"{MEMBERS} {'+'.join(members)}"


def _decide_and_keep(
    reader: Reader, family: Family, policy: Policy, asked: Question, on_record: Sequence[date]
) -> SharedRelease:
    with reader.engine.connect() as connection:
        shown_before = load_shown_before(connection, family.name)
        hidden_before = load_hidden_before(connection, family.name)
        last = load_last_shared(connection, family.name)
        groups = load_newest_groups(connection, asked)
        groups_before = load_groups(connection, family.name)
        memberships = [asked.members, *load_memberships(connection, family.name)]
        earlier_policies = [policy_in(words) for words in load_policies(connection, family.name)]
    every = Period(on_record[0], last_of_month(on_record[-1]))
    with reader.connect() as connection:
        monthly = queries.load_monthly(connection, family.needed, every)
    if groups is None:
        groups = _groups(family, monthly, asked.members, on_record, policy)
    # Whoever has the sum of the earlier members takes it off that of today's, and has the new town's number; and so
    # with towns that were told together before.
    together = {_together(members): members for members in memberships}
    towns = {**together, **groups_before, **groups}
    areas = sorted({area for members in together.values() for area in members})
    before = [cell for cell in {*shown_before, *hidden_before} if cell.place in together]
    years = _rolling_years(family, asked.members, on_record[-1], before)
    months = [*every.months()]
    counts = linked_counts(family, monthly, areas, months, on_record, towns, years)
    hidden = {_cell(family, cell) for cell in hidden_before}
    if last is None:
        shown = decide(counts, policy)
    else:
        with reader.at(last.moment).connect() as connection:
            then = queries.load_monthly(connection, family.needed, every)
        earlier = linked_counts(family, then, areas, months, last.release.on_record, towns)
        if replace(asked, data_version=last.asked.data_version) == last.asked and is_same(counts, earlier):
            return keep_shared_release(reader.engine, asked, last.release)
        shown = _decide_again(
            family, counts, earlier, laxer_in_turn(policy, earlier_policies), last.shown, shown_before, hidden
        )
    cells = {
        SharedCell(measure, cell.place, cell.span.first, cell.span.last): number
        for measure, numbers in numbers_by_measure(family, shown).items()
        for cell, number in numbers.items()
    }
    return keep_shared_release(reader.engine, asked, SharedRelease(groups, tuple(on_record), cells))


def _rolling_years(
    family: Family, members: Sequence[str], last_month: date, before: Collection[SharedCell]
) -> list[Cell]:
    """The twelve months that end with the newest, all towns together, and those that were decided on earlier."""
    every = {Cell(cell.place, Period(cell.first, cell.last)) for cell in before if cell.measure == family.name}
    newest = Cell(_together(members), Period.of_months(last_month, A_YEAR))
    return [cell for cell in sorted({*every, newest}) if len([*cell.span.months()]) == A_YEAR]


def _groups(
    family: Family,
    monthly: Sequence[MonthlyTotal],
    members: Sequence[str],
    on_record: Sequence[date],
    policy: Policy,
) -> dict[str, tuple[str, ...]]:
    """Neighbouring towns that are large enough together, by their names."""
    newest = set(on_record[-A_YEAR:])
    counts = dict.fromkeys(members, 0)
    for one in monthly:
        if one.measure == family.name and one.month in newest and one.area in counts:
            counts[one.area] += one.total
    together = towns_together(counts, policy.smallest_shown, gazetteer.neighbours)
    return {" + ".join(gazetteer.area_label(town) for town in towns): towns for towns in together}


def _decide_again(
    family: Family,
    counts: Linked,
    earlier: Linked,
    policies: Sequence[Policy],
    last_shown: Collection[SharedCell],
    shown_before: Mapping[SharedCell, frozenset[int]],
    hidden: set[Cell],
) -> Shown:
    """What is shown, to somebody who has all that was shared before and compares.

    They know what was shown of the counts as they were then (``earlier``), and by how much each number grew. What is
    too small by the first of the ``policies`` is hidden; where what was told before leaves no way to protect it as that
    asks, it is protected by the next. What was hidden then is protected as it was then, by the last of them. Where that
    leaves no way either, since figures were put right downwards, they are taken to know what still is what it was.

    Raises :class:`DisclosureRefused` where even that tells a count.
    """
    places = {cell: place for place, cell in enumerate(counts.cells)}
    before = before_now(counts, earlier)
    flat = before.counts.ravel()
    last = {places[cell] for one in last_shown if (cell := _cell(family, one)) in places}
    ever = {places[cell]: totals for one, totals in shown_before.items() if (cell := _cell(family, one)) in places}
    parts = counts.parts.toarray().astype(np.bool_)
    still_then = {place for place, totals in ever.items() if int(parts[place] @ flat) in totals}
    rows = sorted(last | still_then)
    told = [counts.cells[place] for place, totals in ever.items() if int(counts.totals[place]) in totals]
    known = Known(
        np.hstack([parts[rows], np.zeros_like(parts[rows])]), parts[rows].astype(np.int64) @ flat, tuple(rows)
    )
    unchanged = [place for place, totals in sorted(ever.items()) if int(counts.totals[place]) in totals]
    same = Known(parts[unchanged], counts.totals[unchanged])
    stay_hidden = {*hidden, *too_small(counts, policies[0])}
    remembering = replace(counts, before=before)
    then = hidden_then(remembering, earlier, hidden - {counts.cells[place] for place in still_then}, policies[-1])
    for table, is_known, was_hidden in ((remembering, known, then), (counts, same, None)):
        for policy in policies:
            with suppress(DisclosureRefused):
                return decide(table, policy, is_known, stay_hidden, told, was_hidden)
    raise DisclosureRefused(TOLD_BEFORE)


def _cell(family: Family, cell: SharedCell) -> Cell:
    """A cell on record as it is called in the linked table."""
    return cell_of(family, cell.measure, Cell(cell.place, Period(cell.first, cell.last)))
