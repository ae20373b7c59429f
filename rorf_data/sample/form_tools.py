"""The same requests as three form tools export them: Microsoft Forms, Google Forms and Jotform."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import xlsxwriter

from rorf_data.sample.events import Request, chance_for
from rorf_data.sample.files import SampleFile, csv_bytes, month_first
from rorf_data.sample.places import Written
from rorf_data.sample.request_form import bare_canaans, without_some_zips
from rorf_data.sample.workbook import MADE_AT

MICROSOFT = (
    "ID",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Which town, or which village,\ndo you live in?",
    "What is your ZIP code, if you know it?",
    "How many kits would you like? One kit holds two doses, gloves, and a face shield.",
    "How was the request made?",
    "What else would help?\nChoose as many as you like, please.",
    "How can we reach you, by phone or e-mail?",
)
GOOGLE = (
    "Timestamp",
    "Email Address",
    "Town or village",
    "ZIP code",
    "How many naloxone kits do you need?",
    "How was the request made?",
    "What else would help?",
    "Phone number",
)
JOTFORM = (
    "Submission Date",
    "First Name",
    "Last Name",
    "E-mail",
    "Phone Number",
    "Street Address",
    "City",
    "State / Province",
    "Postal / Zip Code",
    "Number of kits",
    "What else would help?",
    "Submission ID",
    "IP",
)
HELP = (("Gloves",), ("Gloves", "Training"), ("Training", "Someone to talk to"), ())
WAYS = (("Web",), ("Web",), ("Web",), ("Web", "Phone"))


def form_tools(seed: int, requests: Sequence[Request]) -> list[SampleFile]:
    """One export of each tool; all three hold the same requests."""
    chance = chance_for(seed, "form tools")
    written = [chance.choice(request.place.spoken) if request.place else Written("") for request in requests]
    places = without_some_zips(written)
    asked = [(request, place, chance.choice(WAYS), chance.choice(HELP))
             for request, place in zip(requests, places, strict=True)]  # fmt: skip
    faults = bare_canaans(places)
    microsoft = [_microsoft(chance, number, *told) for number, told in enumerate(asked, start=1)]
    google = [_google(number, *told) for number, told in enumerate(asked, start=1)]
    jotform = [_jotform(number, *told) for number, told in enumerate(asked, start=1)]
    return [
        SampleFile(
            "formats/microsoft-forms.xlsx",
            "request-form",
            _workbook(microsoft),
            len(asked),
            "Microsoft Forms, saved by Excel: whole questions with commas and line breaks as headings, real moments, "
            "choices that end in a semicolon. Where somebody chose two ways of asking, the cell is left out and noted.",
            faults,
        ),
        SampleFile(
            "formats/google-forms.csv",
            "request-form",
            csv_bytes(GOOGLE, google),
            len(asked),
            "Google Forms: `Timestamp` as month/day/year, several choices joined by a comma. It numbers nothing, so "
            "requests are told apart by day and place.",
            faults,
        ),
        SampleFile(
            "formats/jotform.csv",
            "request-form",
            csv_bytes(JOTFORM, jotform, encoding="utf-8-sig", line_end="\r\n"),
            len(asked),
            "Jotform: `Submission Date` first, names split in two, an identifier and the sender's IP. Names, e-mail, "
            "phone, street and IP are left out.",
            faults,
        ),
    ]


def _microsoft(
    chance: random.Random, number: int, request: Request, place: Written, ways: Sequence[str], wanted: Sequence[str]
) -> tuple[object, ...]:
    started = request.at - timedelta(minutes=chance.randint(1, 9))
    choices, help_wanted = ("".join(f"{choice};" for choice in listed) for listed in (ways, wanted))
    return (
        number,
        started,
        request.at,
        "anonymous",
        "",
        place.name,
        place.zip_code,
        request.kits,
        choices,
        help_wanted,
        f"860-555-01{number % 100:02d}",
    )


def _google(
    number: int, request: Request, place: Written, ways: Sequence[str], wanted: Sequence[str]
) -> tuple[object, ...]:
    return (
        f"{month_first(request.at)} {request.at:%H:%M}:{number % 60:02d}",
        f"person{number:03d}@example.org",
        place.name,
        place.zip_code,
        request.kits,
        ", ".join(ways),
        ", ".join(wanted),
        f"860-555-01{number % 100:02d}",
    )


def _jotform(
    number: int, request: Request, place: Written, ways: Sequence[str], wanted: Sequence[str]
) -> tuple[object, ...]:
    return (
        f"{request.at:%Y-%m-%d %H:%M}:{number % 60:02d}",
        "Sample",
        f"Person {number:03d}",
        f"person{number:03d}@example.org",
        f"(860) 555-01{number % 100:02d}",
        f"{number} Example Street",
        place.name,
        request.place.state if request.place else "",
        place.zip_code,
        request.kits,
        "\n".join(wanted),
        f"55000000{number:04d}",
        f"192.0.2.{number % 250}",
    )


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "m/d/yy h:mm:ss"})
    workbook.set_properties({"title": "INVENTED SAMPLE DATA", "created": MADE_AT})
    sheet = workbook.add_worksheet("Form1")
    for column, question in enumerate(MICROSOFT):
        sheet.write_string(0, column, question)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value)
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value:
                sheet.write_string(line, column, str(value))
    workbook.close()
    return content.getvalue()
