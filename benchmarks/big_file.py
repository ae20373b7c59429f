"""A kit log of any length: invented, the same for the same number of rows, and in the columns of the sample's log A."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "log_id", "date", "town", "zip", "agency", "agency_type", "channel", "incident_ref", "suspected_overdose",
    "recipient", "kits", "transport", "lot", "notes",
)  # fmt: skip
PLACES = (
    ("Kent", "06757"), ("Litchfield", "06759"), ("Cornwall", "06753"), ("Falls Village", "06031"),
    ("North Canaan", "06018"), ("Lakeville", "06039"), ("Sharon", "06069"), ("Goshen", "06756"), ("Norfolk", "06058"),
    ("Warren", ""), ("Morris", "06763"), ("Torrington", "06790"), ("Winsted", "06098"),
)  # fmt: skip
AGENCIES = (
    "Example Valley Ambulance", "Sample Hill Fire Company", "Model Brook Firemen’s Association",
    "Placeholder Pond Rescue", "Invented River EMS", "Pretend Mountain Police",
)  # fmt: skip
NOTES = ("", "", "", "left at the door", "crew of two, quiet scene", 'said "thank you", asked for more', "training")
FIRST_DAY, DAYS = date(2023, 7, 1), 1_200


def write_big_log(path: Path, rows: int) -> None:
    """Write so many hand-overs, in order of day, each with a number of its own and some with an incident number."""
    draw = random.Random(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        lines.writerows(_row(draw, number, rows) for number in range(rows))


def _row(draw: random.Random, number: int, rows: int) -> tuple[object, ...]:
    town, zip_code = draw.choice(PLACES)
    return (
        number + 1,
        (FIRST_DAY + timedelta(number * DAYS // rows)).isoformat(),
        town,
        zip_code,
        draw.choice(AGENCIES),
        draw.choice(("EMS", "fire", "police")),
        draw.choice(("scene", "station", "event")),
        f"26-{draw.randrange(10**7):07d}" if draw.random() < 0.6 else "",
        draw.choice(("yes", "no", "unknown", "")),
        draw.choice(("patient", "family", "friend", "")),
        draw.choice((1, 1, 1, 2, 2, 3)),
        draw.choice(("transported", "refused", "")),
        f"LOT{draw.randrange(1000)}",
        draw.choice(NOTES),
    )
