"""The coded words: which of a few plain values a cell means, and never any other text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from rorf_data.intake.headings import spaced

YES_NO = {
    "yes": ("y", "yes", "true", "1", "x", "given", "administered"),
    "no": ("n", "no", "false", "0", "none", "not given", "not administered"),
    "unknown": ("u", "unk", "unknown", "not known", "unsure", "undetermined"),
}

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "suspected_overdose": YES_NO,
    "offered": YES_NO | {"yes": (*YES_NO["yes"], "offered"), "no": (*YES_NO["no"], "not offered")},
    "accepted": YES_NO
    | {
        "yes": (*YES_NO["yes"], "accepted", "taken"),
        "no": (*YES_NO["no"], "declined", "refused", "not accepted"),
    },
    "naloxone_before_arrival": YES_NO,
    "naloxone_given": YES_NO,
    "any_opioid": YES_NO,
    "kit_left": YES_NO | {"yes": (*YES_NO["yes"], "left"), "no": (*YES_NO["no"], "not left", "refused", "declined")},
    "outcome": {
        "fatal": ("fatal", "died", "death", "deceased", "dead", "doa", "dead on arrival"),
        "nonfatal": ("nonfatal", "non fatal", "not fatal", "survived", "alive", "recovered"),
        "unknown": ("unknown", "unk", "undetermined", "pending"),
    },
    "channel": {
        "scene": ("scene", "on scene", "at scene", "call", "ems call", "emergency call", "leave behind"),
        "station": ("station", "at station", "fire station", "firehouse", "walk in", "front desk", "barracks"),
        "web request": ("web request", "web", "website", "online", "online form", "form", "web form", "request"),
        "replacement": ("replacement", "replace", "replaced", "refill"),
        "event": ("event", "training", "outreach", "community event", "health fair", "tabling"),
        "public box": ("public box", "box", "naloxbox", "cabinet", "wall box", "vending machine", "kiosk"),
        "other": ("other",),
        "unknown": ("unknown", "unk", "not recorded"),
    },
    "recipient": {
        "patient": ("patient", "pt", "self"),
        "family": ("family", "family member", "relative", "spouse", "parent", "sibling", "partner"),
        "friend": ("friend", "friends"),
        "bystander": ("bystander", "witness", "caller"),
        "other": ("other",),
        "unknown": ("unknown", "unk", "not recorded"),
    },
    "transport": {
        "transported": ("transported", "yes", "y", "transport", "hospital", "transported to hospital",
                        "4230001", "4230003", "4230005", "4230007"),
        "refused": ("refused", "refusal", "refused transport", "patient refused", "rma", "ama", "4230009"),
        "none": ("none", "no", "n", "no transport", "not transported", "4230013"),
        "deceased": ("deceased", "dead", "dead on scene", "doa", "died"),
        "unknown": ("unknown", "unk"),
    },
    "agency_type": {
        "ems": ("ems", "ambulance", "emergency medical services"),
        "fire": ("fire", "fire department", "fd", "vfd", "volunteer fire department"),
        "police": ("police", "police department", "pd", "law enforcement", "state police", "trooper"),
        "other": ("other",),
    },
    "not_left_reason": {
        "declined": ("declined", "refused", "not wanted", "patient declined", "patient refused"),
        "already has one": ("already has one", "already has", "already had", "has kit", "had kit", "has naloxone"),
        "nobody there": ("nobody there", "nobody", "no one", "no one to leave with", "alone"),
        "out of stock": ("out of stock", "no stock", "no kits", "ran out", "none left"),
        "not needed": ("not needed", "not appropriate", "no overdose"),
        "other": ("other",),
        "unknown": ("unknown", "unk", "not recorded"),
    },
    "move": {
        "received": ("received", "receive", "receipt", "in", "stock in", "purchase", "purchased", "shipment", "restock",
                     "restocked", "added", "donated to us", "opening balance", "opening stock", "starting stock",
                     "initial stock"),
        "issued": ("issued", "issue", "out", "stock out", "distributed", "handed out", "given", "given out",
                   "given to", "sent", "sent out", "sent to", "dispensed", "supplied", "issued to",
                   "issued to agency", "to agency"),
        "returned": ("returned", "return", "returns", "brought back", "back", "returned by", "returned by agency",
                     "from agency", "unused returned"),
        "expired": ("expired", "expire", "expiry", "out of date", "outdated", "past date", "past expiry",
                    "expired discarded", "discarded expired", "expired and discarded", "expired disposed"),
        "lost": ("lost", "loss", "missing", "damaged", "damage", "broken", "stolen", "theft", "destroyed", "spoiled",
                 "written off", "write off", "lost or damaged", "lost damaged"),
    },
    "kind": {
        "contribution": ("contribution", "contributions", "contributed", "received", "receipt", "deposit", "income",
                         "revenue", "credit", "in", "money in", "funds received", "payment received",
                         "settlement payment", "settlement payment received", "interest", "interest earned"),
        "spending": ("spending", "spent", "spend", "expenditure", "expenditures", "expense", "expenses", "paid",
                     "paid out", "disbursement", "disbursed", "withdrawal", "debit", "cost", "out", "money out",
                     "purchase", "payment made"),
    },
    "category": {
        "treatment": ("treatment", "treat", "moud", "mat", "opioid treatment", "treatment services"),
        "recovery": ("recovery", "recovery support", "recovery supports", "recovery services", "recovery housing",
                     "recovery support services", "peer support", "peer recovery support"),
        "prevention": ("prevention", "prevent", "primary prevention", "youth prevention", "prevention education",
                       "prevention services"),
        "harm-reduction": ("harm reduction", "hr", "harm reduction services", "reducing harm", "reduction of harm"),
    },
    "purpose": {
        "kits": ("kits", "kit", "naloxone", "narcan", "naloxone kit", "naloxone kits", "narcan kits", "kit purchase",
                 "purchase of kits", "kits purchased", "buying kits", "leave behind kits", "overdose kits",
                 "naloxone purchase", "purchase of naloxone", "purchase of naloxone kits", "naloxone kit purchase",
                 "naloxone nasal spray", "narcan nasal spray"),
        "other": ("other", "not kits"),
    },
    "date_basis": {
        "death": ("death", "date of death", "dateofdeath"),
        "reported": ("reported", "date reported", "datereported", "report", "date of report"),
    },
    "status": {
        "open": ("open", "new", "pending", "waiting", "received", "in progress", "in process", "pre match"),
        "delivered": ("delivered", "done", "complete", "completed", "fulfilled", "filled", "dropped off", "mailed"),
        "closed": ("closed", "cancelled", "canceled", "withdrawn", "no contact", "unreachable", "duplicate"),
    },
}  # fmt: skip

NOT_FATAL = re.compile(r"\b(?:non ?|not (?:an? )?)fatal\b")
FATAL = re.compile(r"\bfatal\b")
_NALOXONE = r"(?:naloxone|narcan|nalox)"
NO_NALOXONE = re.compile(
    rf"\b(?:no|without|w o|w out|zero|0) (?:{_NALOXONE}|doses?\b)|\b{_NALOXONE} (?:was |were )?(?:not\b|none$|no$|0\b)"
    rf"|\bnot (?:given|administered)\b"
)
SOME_NALOXONE = re.compile(
    rf"\b(?:single|multiple|one|two|three|several|[1-9][0-9]?) (?:\w+ )?(?:doses?\b|{_NALOXONE})"
    rf"|\b{_NALOXONE} (?:\w+ )?(?:single|multiple|one|two|several|x?[1-9]|yes$|(?:was )?(?:given|administered)\b)"
    rf"|\b(?:single|multiple|several)$|\b(?:with|given|received|administered) {_NALOXONE}"
)
# "Fatal: No; Naloxone: Yes" in place of a type.
LABELLED = re.compile(rf"\bfatal (yes|no|y|n) {_NALOXONE}(?: \w+)? (yes|no|y|n|unknown|unk)$")
ASKED = re.compile(r"\b(?:unknown|unk|unsure|not known) (?:if|whether)\b")
UNKNOWN = re.compile(r"\b(?:unknown|unk|not known|unsure|undetermined)\b")
DOSE = re.compile(r"\bdoses?\b")
COUNT = re.compile(r"^[0-9]{1,2}$")
OF_KITS = re.compile(r"\b(?:kits?|naloxone|narcan|nalox)\b")


def words_of(field: str) -> tuple[str, ...]:
    """The values that a coded field may take."""
    return tuple(WORDS[field])


def one_of(field: str) -> str:
    """The values of a coded field as a sentence lists them: ``received, issued or lost``."""
    words = words_of(field)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def reader_of(field: str, more: Mapping[str, tuple[str, ...]]) -> Callable[[str], str | None]:
    """A function from a cell's text to the field's value; it returns None for text that says nothing of the field.

    ``more`` are the source's own words and win over the built-in ones. The function raises :class:`KeyError` for a word
    that isn't known; no text of the cell is ever passed on.
    """
    known = {spaced(text): word for word, texts in WORDS[field].items() for text in (word, *texts)}
    known |= {spaced(text): word for word, texts in more.items() for text in texts}
    by_rule = BY_RULE.get(field)

    def read(text: str) -> str | None:
        plain = spaced(text)
        if plain in known:
            return known[plain]
        if by_rule is None:
            raise KeyError(field)
        return by_rule(plain)

    return lru_cache(maxsize=1024)(read)


def _outcome(plain: str) -> str | None:
    """From a combined text such as "nonfatal multiple doses naloxone", read by its words and never by their order."""
    if found := LABELLED.search(plain):
        return "fatal" if found[1].startswith("y") else "nonfatal"
    if NOT_FATAL.search(plain):
        return "nonfatal"
    if FATAL.search(plain):
        return "fatal"
    if UNKNOWN.search(plain) and (NO_NALOXONE.search(plain) or SOME_NALOXONE.search(plain)):
        return "unknown"
    raise KeyError("outcome")


def _naloxone_given(plain: str) -> str | None:
    """From a number of doses, or from a combined text; a combined text without a word on naloxone says nothing."""
    if COUNT.match(plain):
        return "yes" if int(plain) else "no"
    if found := LABELLED.search(plain):
        return {"y": "yes", "n": "no", "u": "unknown"}[found[2][0]]
    if said := _said_of_naloxone(NOT_FATAL.sub("", plain)):
        return said
    if "fatal" in plain:
        return None
    raise KeyError("naloxone_given")


def _said_of_naloxone(plain: str) -> str:
    if ASKED.search(plain):
        return "unknown"
    if NO_NALOXONE.search(plain):
        return "no"
    if SOME_NALOXONE.search(plain):
        return "yes"
    if UNKNOWN.search(plain):
        return "unknown"
    return "yes" if DOSE.search(plain) else ""


def _purpose(plain: str) -> str:
    """Whatever has nothing to do with kits is another purpose; of what only touches on them nobody can be sure."""
    if OF_KITS.search(plain):
        raise KeyError("purpose")
    return "other"


BY_RULE: dict[str, Callable[[str], str | None]] = {
    "outcome": _outcome,
    "naloxone_given": _naloxone_given,
    "purpose": _purpose,
}
