"""The allow-list: every field that may be taken from a file, by feed, and what it is called to people.

A column that no field of this list claims is never read further than its heading.
"""

from __future__ import annotations

from enum import Enum, auto

from rorf_data.model import Feed


class Form(Enum):
    """How the text of a field is read."""

    DATE = auto()
    NUMBER = auto()
    WORD = auto()
    AGENCY = auto()
    HASHED = auto()
    PLACING = auto()


# Used to place a row or to tell it from others; of these only the resolved place and a hash leave intake.
SHARED_FIELDS = {
    "place": Form.PLACING,
    "zip": Form.PLACING,
    "state": Form.PLACING,
    "latitude": Form.PLACING,
    "longitude": Form.PLACING,
    "record_id": Form.HASHED,
}

# The columns that are stored of each feed, in the order of the store's tables.
STORED_FIELDS = {
    Feed.DISTRIBUTIONS: {
        "left_date": Form.DATE,
        "agency": Form.AGENCY,
        "kits": Form.NUMBER,
        "doses_per_kit": Form.NUMBER,
        "agency_type": Form.WORD,
        "channel": Form.WORD,
        "incident": Form.HASHED,
        "suspected_overdose": Form.WORD,
        "recipient": Form.WORD,
        "offered": Form.WORD,
        "accepted": Form.WORD,
        "not_left_reason": Form.WORD,
        "transport": Form.WORD,
        "naloxone_before_arrival": Form.WORD,
    },
    Feed.REQUESTS: {
        "received_date": Form.DATE,
        "delivered_date": Form.DATE,
        "closed_date": Form.DATE,
        "kits": Form.NUMBER,
        "channel": Form.WORD,
    },
    Feed.CALLS: {
        "call_date": Form.DATE,
        "agency": Form.AGENCY,
        "incident": Form.HASHED,
        "outcome": Form.WORD,
        "naloxone_given": Form.WORD,
        "transport": Form.WORD,
        "kit_left": Form.WORD,
    },
    Feed.DEATHS: {
        "death_date": Form.DATE,
        "date_basis": Form.WORD,
        "any_opioid": Form.WORD,
    },
    Feed.SUMMARIES: {
        "month_date": Form.DATE,
        "agency": Form.AGENCY,
        "kits": Form.NUMBER,
        "calls": Form.NUMBER,
        "requests": Form.NUMBER,
    },
}

# A log that gives one end date and a status: together they decide the delivered or the closed date.
DECIDING_FIELDS = {Feed.REQUESTS: {"ended_date": Form.DATE, "status": Form.WORD}}

# The day that a row counts on; no row is taken without it.
MAIN_DATES = {
    Feed.DISTRIBUTIONS: "left_date",
    Feed.REQUESTS: "received_date",
    Feed.CALLS: "call_date",
    Feed.DEATHS: "death_date",
    Feed.SUMMARIES: "month_date",
}

# What a row of the feed must give beside its day; a row without any place is counted as "place not recorded".
MUST_BE_GIVEN = {
    Feed.DISTRIBUTIONS: ("left_date", "agency", "kits"),
    Feed.REQUESTS: ("received_date",),
    Feed.CALLS: ("call_date",),
    Feed.DEATHS: ("death_date",),
    Feed.SUMMARIES: ("month_date",),
}

TITLES = {
    "place": "place",
    "zip": "ZIP code",
    "state": "state",
    "latitude": "latitude",
    "longitude": "longitude",
    "record_id": "record number",
    "left_date": "date left",
    "agency": "agency",
    "kits": "number of kits",
    "doses_per_kit": "doses in a kit",
    "agency_type": "type of agency",
    "channel": "channel",
    "incident": "incident number",
    "suspected_overdose": "suspected overdose",
    "recipient": "recipient",
    "offered": "kit offered",
    "accepted": "kit accepted",
    "not_left_reason": "reason that no kit was left",
    "transport": "transport",
    "naloxone_before_arrival": "naloxone before arrival",
    "received_date": "date received",
    "delivered_date": "date delivered",
    "closed_date": "date closed",
    "ended_date": "date ended",
    "status": "status",
    "call_date": "date of the call",
    "outcome": "outcome",
    "naloxone_given": "naloxone given",
    "death_date": "date of death",
    "date_basis": "what the date stands for",
    "any_opioid": "any opioid",
    "kit_left": "kit left",
    "month_date": "month",
    "calls": "number of overdose calls",
    "requests": "number of requests",
}


def fields_of(feed: Feed) -> dict[str, Form]:
    """Every canonical field that a source of this feed may map, with how its text is read."""
    return SHARED_FIELDS | STORED_FIELDS[feed] | DECIDING_FIELDS.get(feed, {})


def in_words(fields: tuple[str, ...]) -> str:
    """The fields as a person would list them: ``date left, agency and number of kits``."""
    titles = [TITLES[field] for field in fields]
    return titles[0] if len(titles) == 1 else ", ".join(titles[:-1]) + " and " + titles[-1]
