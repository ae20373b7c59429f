"""A small log in which every row but the first is wrong, to try the checks on."""

from __future__ import annotations

from datetime import date

from rorf_data.sample.agencies import VALLEY
from rorf_data.sample.files import Fault, SampleFile, csv_bytes
from rorf_data.sample.kit_logs import CLEAN_HEADER

HELD, REFUSED = "held", "refused"


def mistakes_file(last_month: date) -> SampleFile:
    """One good row, then rows to be held for a person, then rows to be refused."""
    rows = [_row(1, last_month, {}), *(_row(n, last_month, cells) for n, (cells, _, _) in enumerate(_WRONG, start=2))]
    return SampleFile(
        "sample-with-mistakes.csv",
        "kit-log",
        csv_bytes(CLEAN_HEADER, rows),
        len(rows),
        "Rows that must not be taken as they are: held for a person, or refused. Only its first row is good.",
        tuple(Fault(number, what, outcome) for number, (_, what, outcome) in enumerate(_WRONG, start=3)),
    )


_WRONG: tuple[tuple[dict[str, object], str, str], ...] = (
    ({"town": "Canaan", "zip": ""}, "only Canaan, no ZIP code: Canaan or North Canaan", HELD),
    ({"town": "", "zip": "06754"}, "only ZIP code 06754, which four towns share", HELD),
    ({"town": "Litchfeild", "zip": ""}, "a misspelt town", HELD),
    ({"date": "2099-01-15"}, "a date that is still to come", HELD),
    ({"date": "2026-02-31"}, "31 February", REFUSED),
    ({"kits": "-2"}, "fewer than no kits", REFUSED),
    ({"kits": "1.5"}, "half a kit", REFUSED),
    ({"kits": "three"}, "a number in words", REFUSED),
    ({"agency": ""}, "no agency", REFUSED),
    ({"kits": "=SUM(K2:K4)"}, "a formula in place of a number", REFUSED),
    ({"town": "Example " * 62 + "Lane", "zip": ""}, "a place of 500 characters", REFUSED),
)


def _row(number: int, last_month: date, cells: dict[str, object]) -> tuple[object, ...]:
    good: dict[str, object] = {
        "log_id": f"M-{number:02d}",
        "date": last_month.replace(day=15).isoformat(),
        "town": "Litchfield",
        "zip": "06759",
        "agency": VALLEY.name,
        "agency_type": VALLEY.kind,
        "channel": "station",
        "kits": 1,
        "doses_per_kit": 2,
    }
    row = good | cells
    return tuple(row.get(column, "") for column in CLEAN_HEADER)
