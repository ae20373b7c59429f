"""From what people write to one of the 21 towns, outside, not recorded, or a question for a person. It never guesses.

The order: another state decides; then a town's own name; then a village; then a ZIP code with at least 95 % of its
people in one town. Whatever could still mean two things is unsure, with the towns to choose from.

What is written may hold a person's name, with another state behind it as well as without. An answer keeps and quotes
only names that stand in our own tables, and the names of states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rorf_data.towns.gazetteer import PlaceName, ZipShare, town, zip_shares
from rorf_data.towns.locate import locate
from rorf_data.towns.meaning import Meaning, meaning_of
from rorf_data.towns.resolved import Resolved, is_not_recorded, is_outside, is_town, is_unsure
from rorf_data.towns.written import CONNECTICUT, is_connecticut, read_state, read_zip, state_name, take_apart, tidy

__all__ = ["Resolved", "locate", "resolve"]

LONGEST_PLACE = 100
SURE_SHARE = 0.95
REMEMBERED = 1 << 16
# The region's post-office districts: a ZIP code of theirs that no table lists could be one of the region's.
DISTRICTS_OF_THE_REGION = ("060", "067")

UNREADABLE_STATE = "?"


@dataclass(frozen=True, slots=True)
class Row:
    """All that one row says about its place."""

    named: Meaning
    zips: frozenset[str]
    states: frozenset[str]

    @property
    def is_surely_connecticut(self) -> bool:
        """Whether the row itself says Connecticut, by its state or its ZIP code."""
        return CONNECTICUT in self.states or any(map(is_connecticut, self.zips))

    @property
    def other_states(self) -> list[str]:
        """Postal codes of the states that the row names besides Connecticut."""
        return sorted(self.states - {CONNECTICUT, UNREADABLE_STATE})

    @property
    def other_zips(self) -> list[str]:
        """ZIP codes of the row that are not Connecticut's."""
        return sorted(zip_code for zip_code in self.zips if not is_connecticut(zip_code))


def resolve(place: str, *, zip_code: str = "", state: str = "") -> Resolved:
    """What place is meant by a place cell and, where the row has them, its ZIP and state cells, all as written.

    An empty state cell says nothing, also where a source is known to be Connecticut's: pass ``CT`` then.
    """
    return _resolve(place, zip_code, state)


@lru_cache(maxsize=REMEMBERED)
def _resolve(place: str, zip_code: str, state: str) -> Resolved:
    if len(tidy(place)) > LONGEST_PLACE:
        return is_unsure("", f"The text is longer than {LONGEST_PLACE} letters; the name of a place is expected here.")
    if tidy(place).startswith("="):
        return is_unsure("", "This is the formula of a spreadsheet; the name of a place is expected here.")
    written = take_apart(place)
    row = Row(
        named=meaning_of(written.parts),
        zips=written.zips | ({read_zip(zip_code)} - {""}),
        states=written.states | ({read_state(state)} - {""}),
    )
    found = _by_state(row) or _by_foreign_zip(row) or _by_name(row)
    if found.code and "?" in place:
        return is_unsure(row.named.known, "The place is written with a question mark.", [found.code])
    return found


def _by_state(row: Row) -> Resolved | None:
    if row.named.names and UNREADABLE_STATE in row.states:
        return is_unsure(row.named.known, "The state is written in a way that is not known.", row.named.codes)
    if not row.other_states:
        return None
    if CONNECTICUT in row.states and row.named.kind not in {"elsewhere", "unknown"}:
        return is_unsure(row.named.known, "Connecticut and another state are both written.", row.named.codes)
    near = [share for zip_code in sorted(row.zips) for share in _shares_of_ours(zip_code)]
    if near:
        codes = (*row.named.codes, *(share.code for share in near if share.code))
        return is_unsure(row.named.known, "The state is not Connecticut but the ZIP code is.", codes)
    other = row.other_states[0]
    reason = f"The state is {state_name(other)}."
    if not row.named.known:
        return is_outside(state_name(other), reason)
    return is_outside(row.named.known, reason, state=other)


def _by_foreign_zip(row: Row) -> Resolved | None:
    if not row.other_zips or row.named.kind == "elsewhere":
        return None
    zip_code = row.other_zips[0]
    if row.is_surely_connecticut:
        reason = f"The row says Connecticut, but the ZIP code {zip_code} is in another state."
        return is_unsure(row.named.known, reason, row.named.codes)
    return is_outside(row.named.known, f"The ZIP code {zip_code} is not in Connecticut.")


def _by_name(row: Row) -> Resolved:
    named = row.named
    if named.kind == "ours":
        return _by_our_name(row, named.names[0])
    if named.kind == "elsewhere":
        return is_outside(named.known, _elsewhere_reason(named.known))
    if named.kind == "nothing":
        return _by_zips(row) or is_not_recorded("No place is written.")
    if named.kind == "address":
        return _by_zips(row) or is_unsure("", "No town's name can be read in this; it may be a street or a building.")
    if named.kind == "unknown":
        return _by_zips(row) or is_outside(named.known, "The name is not one of the 21 towns or of a place in them.")
    return _ask_about(row, _doubt(named))


def _by_our_name(row: Row, name: PlaceName) -> Resolved:
    if name.kind == "two-towns":
        return _between_two_towns(row, name)
    if name.kind == "needs-state" and not row.is_surely_connecticut:
        return is_unsure(
            name.name, f"{name.name} is a town here, but also {name.source.removeprefix('also ')}.", name.codes
        )
    if name.kind == "region":
        return _by_zips(row) or is_unsure(name.name, f"{name.name} is {name.source}.", name.codes)
    if name.kind == "hospital":
        return is_unsure(name.name, f"{name.name} is {name.source}.", name.codes)
    if name.kind == "village" and name.confidence == "low" and _zip_contradicts(row, name):
        return is_unsure(name.name, f"{name.name} is not in the area of this ZIP code.", name.codes)
    if name.kind in {"town", "needs-state"}:
        return is_town(name.codes[0], f"The town of {name.name} is named.")
    return is_town(name.codes[0], f"{name.name} is in the town of {town(name.codes[0]).name}.")


def _elsewhere_reason(name: str) -> str:
    if name:
        return f"{name} is in Connecticut but not in the 21 towns."
    return "This is built on the name of a Connecticut place outside the 21 towns."


def _between_two_towns(row: Row, name: PlaceName) -> Resolved:
    with_people = {share.code for zip_code in row.zips for share in _shares_of_ours(zip_code)}
    left = [code for code in name.codes if code in with_people]
    if len(left) == 1:
        zips = " and ".join(sorted(row.zips))
        return is_town(left[0], f"{name.name} could mean two towns; the ZIP code {zips} is in {town(left[0]).name}.")
    towns = " or ".join(town(code).name for code in name.codes)
    return is_unsure(name.name, f"{name.name} could mean {towns}, and no ZIP code decides.", name.codes)


def _zip_contradicts(row: Row, name: PlaceName) -> bool:
    people = {share.code for zip_code in row.zips for share in zip_shares().get(zip_code, ())}
    return bool(people) and people.isdisjoint(name.codes)


def _doubt(named: Meaning) -> str:
    towns = " or ".join(town(code).name for code in named.codes)
    if named.kind == "alike":
        return f"This looks like a misspelling of {' or '.join(name.name for name in named.names)}."
    if named.kind == "within":
        return f"The name of {towns} stands among other words."
    if not named.known:
        return "More than one place is named."
    return f"More than one place is named: {named.known}{'' if ' or ' in named.known else ' and another'}."


def _ask_about(row: Row, doubt: str) -> Resolved:
    """A ZIP code may decide between the towns in doubt; it never overrules them."""
    by_zip = _by_zips(row)
    if by_zip and by_zip.code in row.named.codes:
        return is_town(str(by_zip.code), f"{doubt} {by_zip.reason}")
    codes = row.named.codes if not by_zip or not by_zip.code else (*row.named.codes, by_zip.code)
    return is_unsure(row.named.known, doubt, codes)


def _by_zips(row: Row) -> Resolved | None:
    answers = [_by_zip(row.named, zip_code) for zip_code in sorted(row.zips)]
    if len({answer.area for answer in answers}) > 1:
        codes = [share.code for zip_code in sorted(row.zips) for share in _shares_of_ours(zip_code) if share.code]
        return is_unsure(row.named.known, "The ZIP codes of the row are in different towns.", codes)
    return answers[0] if answers else None


def _by_zip(named: Meaning, zip_code: str) -> Resolved:
    shares, ours = zip_shares().get(zip_code, ()), _shares_of_ours(zip_code)
    if not shares and zip_code.startswith(DISTRICTS_OF_THE_REGION):
        return is_unsure(named.known, f"The ZIP code {zip_code} is in no list; it could be a post-office box here.")
    if not ours:
        name = named.known or _only_town(shares)
        return is_outside(name, f"Nobody in the ZIP code {zip_code} lives in the 21 towns.")
    largest = shares[0]
    if largest.share is None or largest.share < SURE_SHARE:
        return is_unsure(named.known, _split_reason(zip_code, shares), [share.code for share in ours if share.code])
    if largest.code is None:
        return is_outside(named.known or largest.town, f"The ZIP code {zip_code} is in {largest.town}.")
    return is_town(largest.code, f"The ZIP code {zip_code} is in {largest.town}.")


def _shares_of_ours(zip_code: str) -> list[ZipShare]:
    return [share for share in zip_shares().get(zip_code, ()) if share.code]


def _only_town(shares: tuple[ZipShare, ...]) -> str:
    return shares[0].town if shares and (shares[0].share or 0) >= SURE_SHARE else ""


def _split_reason(zip_code: str, shares: tuple[ZipShare, ...]) -> str:
    if shares[0].share is None:
        return f"The ZIP code {zip_code} is a post office box number of {shares[0].town} in older lists only."
    split = ", ".join(f"{share.town} {share.share:.1%}" for share in shares if share.share is not None)
    return f"The ZIP code {zip_code} covers more than one town: {split} of its people."
