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
    MONEY = auto()
    CODE = auto()
    KINDS = auto()
    PUBLIC_ADDRESS = auto()
    DEGREES = auto()
    HOURS = auto()


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
    Feed.STOCK: {
        "move_date": Form.DATE,
        "move": Form.WORD,
        "store": Form.AGENCY,
        "agency": Form.AGENCY,
        "kits": Form.NUMBER,
        "lot": Form.CODE,
        "expiry_date": Form.DATE,
    },
    Feed.SETTLEMENT: {
        "entry_date": Form.DATE,
        "kind": Form.WORD,
        "fund": Form.AGENCY,
        "category": Form.WORD,
        "purpose": Form.WORD,
        "cents": Form.MONEY,
    },
    # Public places alone may have an address and a point; no other feed has a field of these forms.
    Feed.HELP_PLACES: {
        "listed_date": Form.DATE,
        "name": Form.AGENCY,
        "kinds": Form.KINDS,
        "address": Form.PUBLIC_ADDRESS,
        "latitude": Form.DEGREES,
        "longitude": Form.DEGREES,
        "hours": Form.HOURS,
    },
}

# No file tells it: a place is listed since the day on which the first list that says just this of it was loaded.
GIVEN_BY_LOADING = {Feed.HELP_PLACES: "listed_date"}

# Whose the rows are. A file that comes again replaces the months of these alone.
KEPT_BY = {
    Feed.DISTRIBUTIONS: "agency",
    Feed.CALLS: "agency",
    Feed.SUMMARIES: "agency",
    Feed.STOCK: "store",
    Feed.SETTLEMENT: "fund",
}

# Feeds whose file is a list of what there is now: the newest file replaces that of its source whole.
LISTS = frozenset({Feed.HELP_PLACES})

# Feeds whose rows are whole without a place: stock moves between stores, and money may be the whole region's.
NEED_NO_PLACE = frozenset({Feed.STOCK, Feed.SETTLEMENT})

# Days that may lie ahead, and those of which only the month may be written: it means the month's last day.
MAY_LIE_AHEAD = frozenset({"ended_date", "expiry_date"})
PRINTED_AS_A_MONTH = frozenset({"expiry_date"})

# A log that gives one end date and a status: together they decide the delivered or the closed date.
DECIDING_FIELDS = {Feed.REQUESTS: {"ended_date": Form.DATE, "status": Form.WORD}}

# The day that a row counts on; no row is taken without it.
MAIN_DATES = {
    Feed.DISTRIBUTIONS: "left_date",
    Feed.REQUESTS: "received_date",
    Feed.CALLS: "call_date",
    Feed.DEATHS: "death_date",
    Feed.SUMMARIES: "month_date",
    Feed.STOCK: "move_date",
    Feed.SETTLEMENT: "entry_date",
    Feed.HELP_PLACES: "listed_date",
}

# What a row of the feed must give beside its day; a row without any place is counted as "place not recorded".
MUST_BE_GIVEN = {
    Feed.DISTRIBUTIONS: ("left_date", "agency", "kits"),
    Feed.REQUESTS: ("received_date",),
    Feed.CALLS: ("call_date",),
    Feed.DEATHS: ("death_date",),
    Feed.SUMMARIES: ("month_date",),
    Feed.STOCK: ("move_date", "move", "store", "kits"),
    Feed.SETTLEMENT: ("entry_date", "kind", "cents"),
    Feed.HELP_PLACES: ("name",),
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
    "move_date": "date of the movement",
    "move": "movement",
    "store": "place of storage",
    "lot": "lot",
    "expiry_date": "printed expiry date",
    "entry_date": "date of the entry",
    "kind": "contribution or spending",
    "fund": "fund",
    "category": "category of use",
    "purpose": "purpose",
    "cents": "amount",
    "listed_date": "listed since",
    "name": "name of the place",
    "kinds": "kinds of help",
    "address": "public address",
    "hours": "opening hours",
}


def fields_of(feed: Feed) -> dict[str, Form]:
    """Every canonical field that a source of this feed may map, with how its text is read."""
    return {field: form for field, form in forms_of(feed).items() if field != GIVEN_BY_LOADING.get(feed)}


def forms_of(feed: Feed) -> dict[str, Form]:
    """The form of every canonical field of this feed, also of one that no file tells."""
    return SHARED_FIELDS | STORED_FIELDS[feed] | DECIDING_FIELDS.get(feed, {})


def in_words(fields: tuple[str, ...]) -> str:
    """The fields as a person would list them: ``date left, agency and number of kits``."""
    titles = [TITLES[field] for field in fields]
    return titles[0] if len(titles) == 1 else ", ".join(titles[:-1]) + " and " + titles[-1]
