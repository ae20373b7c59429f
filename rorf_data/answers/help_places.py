"""Public places where naloxone, treatment, disposal and other help are, and the towns that have none."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.measures.help_places import KINDS, places_by_area
from rorf_data.model import Feed, Filters, Period
from rorf_data.store.queries_programme import load_help_places
from rorf_data.towns import gazetteer

KIND_WORDS = {
    "naloxone": "Naloxone",
    "treatment": "Treatment",
    "disposal": "Disposal of medicines and needles",
    "other help": "Other help",
}
LIST_NOTE = "The list is as its keeper last sent it; call or look before you send somebody there."
PUBLIC_NOTE = "These are public places, shown where they are; no other record here is ever shown as a point."


@answer
def help_places(reader: Reader) -> Released:
    """One row for each place on the list, by name: name, what is there (in words), town, address, hours, and latitude
    and longitude where the list gives them. Places outside the region are there too.
    """
    with reader.connect() as connection:
        found = load_help_places(connection)
        frame = pd.DataFrame(
            {
                "name": found["name"],
                "offers": [_in_words(kinds) for kinds in found["kinds"]],
                "town": found["town"],
                "address": found["address"],
                "hours": found["hours"],
                "latitude": found["latitude"].astype("Float64"),
                "longitude": found["longitude"].astype("Float64"),
            }
        )
        notes = [LIST_NOTE, PUBLIC_NOTE]
        if missing := int(frame["latitude"].isna().sum()):
            notes.append(f"Without a point on the list, and so not on the map: {missing}.")
        return _release(reader, connection, frame, "Places for help", (), notes)


@answer
def help_by_town(reader: Reader) -> Released:
    """One row for each town that is a member today, A to Z: how many places of each kind are on the list, and in all.

    A place that offers two kinds counts once for each and once in all. A count is missing where no list was loaded.
    """
    towns = reader.towns_of(Filters(Period(reader.today, reader.today)))
    with reader.connect() as connection:
        found = load_help_places(connection)
        counts = places_by_area(found, towns)
        frame = pd.DataFrame({"town_code": list(towns), "town": [gazetteer.area_label(code) for code in towns]})
        for column in counts.columns:
            frame[column] = counts[column].astype("Int64").to_numpy() if len(found) else pd.array([pd.NA] * len(towns))
        frame = frame.astype(dict.fromkeys(counts.columns, "Int64"))
        return _release(reader, connection, frame, "Places for help by town", towns, _notes_on_gaps(frame))


def _in_words(kinds: Sequence[str]) -> str:
    return ", ".join(KIND_WORDS[kind] for kind in KINDS if kind in kinds) or "Not said"


def _notes_on_gaps(frame: pd.DataFrame) -> list[str]:
    """The towns without any place, and those without one of naloxone; a list that isn't there says nothing."""
    notes = []
    for column, words in (("total_places", "any place"), ("naloxone_places", "a place with naloxone")):
        if towns := list(frame.loc[frame[column].eq(0).fillna(False), "town"]):
            notes.append(f"Towns without {words} on the list: {', '.join(towns)}.")
    return [*notes, LIST_NOTE]


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    towns: Sequence[str],
    notes: Sequence[str],
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=Period(reader.today, reader.today),
        towns=towns,
        feeds=[Feed.HELP_PLACES],
        notes=notes,
        rests=free(frame.columns, len(frame)),
    )
