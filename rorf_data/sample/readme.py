"""The README that lies beside the sample files and says that they are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rorf_data.sample.agencies import AGENCIES
from rorf_data.sample.files import SampleFile

NAME = "README.md"
INTRODUCTION = """\
# Sample data: invented

**Every row in these files is invented.** They were made by `rorf sample` from the seed {seed}, for the three years that
end with {last_month:%B %Y}. No real record was their source, and nothing in them happened. The same seed makes the same
files, byte for byte; `make sample` makes them again.

What steers the numbers: the 2020 census counts of the towns as weights, and about 1.3 suspected overdoses per 1,000
residents a year. There are no names of people; addresses are on Example Street, e-mail addresses end in example.org,
telephone numbers are 860-555-01xx, and coordinates are town centres rounded to a hundredth of a degree; those of the
places for help lie within a kilometre of one. None of the places for help, the funds and the storerooms exists.
None of these agencies exists: {agencies}.

## The files, in the order in which they are loaded

| File | Source | Rows | What it is for |
| --- | --- | ---: | --- |
"""
FORMATS = """
## Other formats

In `formats/` lies one file for each other format that the dashboard knows from the start. They tell events of the
sample once more, so they are not loaded into the sample database; load them into a database of your own to try them.

| File | Source | Rows | What it is for |
| --- | --- | ---: | --- |
"""
FAULTS = """
## What is wrong on purpose

Rows are counted as in the file, its first row being 1; a cell with a line break in it is still one row.

| File | Row | What is wrong | What becomes of it |
| --- | ---: | --- | --- |
"""
MISSING = """
## What is missing on purpose

| Agency | What is missing |
| --- | --- |
"""


def readme_text(
    files: Sequence[SampleFile],
    formats: Sequence[SampleFile],
    *,
    seed: int,
    last_month: date,
    months: Sequence[date],
) -> str:
    """The README in Markdown: what the files are, what is wrong in them and what is missing."""
    agencies = ", ".join(agency.name for agency in AGENCIES)
    known = (*files, *formats)
    return "".join(
        (
            INTRODUCTION.format(seed=seed, last_month=last_month, agencies=agencies),
            *map(_line, files),
            FORMATS,
            *map(_line, formats),
            FAULTS,
            *(f"| `{file.name}` | {f.row} | {f.what} | {f.outcome} |\n" for file in known for f in file.faults),
            MISSING,
            *_missing(months),
        )
    )


def _line(file: SampleFile) -> str:
    return f"| `{file.name}` | {file.source} | {file.rows} | {file.purpose} |\n"


def _missing(months: Sequence[date]) -> list[str]:
    """What each agency did not send, from the same table that the logs were made from."""
    lines = []
    for agency in AGENCIES:
        if agency.first_month:
            lines.append(f"| {agency.name} | nothing before {months[agency.first_month]:%B %Y} |\n")
        if agency.last_month != -1:
            lines.append(f"| {agency.name} | nothing after {months[agency.last_month]:%B %Y} |\n")
        if agency.empty_month is not None:
            lines.append(f"| {agency.name} | {months[agency.empty_month]:%B %Y} is reported, with nothing in it |\n")
    return lines
