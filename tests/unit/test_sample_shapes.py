"""The committed sample has the shapes and the gaps that real files have."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime

import openpyxl
import pytest

from tests.unit.sample_reading import (
    CANAAN_BY_ZIP,
    SAMPLE,
    calls,
    day_of,
    file_name,
    old_log,
    request_rows,
    rows_of,
    workbook_rows,
)


def test_one_agency_stops_and_one_begins_late_and_one_month_is_empty() -> None:
    """So that the page about missing reports has something to show."""
    old = [day_of(row["Date Left"]) for row in old_log(SAMPLE)]
    workbook = workbook_rows(SAMPLE / file_name(SAMPLE, "log-b"))[4:]
    late = [row[0].date() for row in workbook if row[1] == "Placeholder Pond Rescue"]
    (nil,) = rows_of(SAMPLE, "nothing-to-report")

    assert date(2026, 8, 1) <= max(old) <= date(2026, 8, 31)
    assert min(late) >= date(2024, 11, 1)
    assert (nil["Agency"], nil["Kits"], nil["Date"]) == ("Placeholder Pond Rescue", "0", "2026-03-31")
    assert not [day for day in late if (day.year, day.month) == (2026, 3)]


def test_the_workbook_is_made_for_eyes() -> None:
    """A title that says invented, a blank row, a merged header over two rows, villages, real dates."""
    sheet = openpyxl.load_workbook(SAMPLE / file_name(SAMPLE, "log-b")).active
    assert sheet is not None
    title, blank, top, under, first = list(sheet.iter_rows(min_row=1, max_row=5, values_only=True))
    villages = {row[2] for row in sheet.iter_rows(min_row=5, values_only=True)}

    assert "INVENTED" in str(title[0])
    assert not any(blank)
    assert (top[2], under[2], under[3]) == ("Where the kits were left", "Town or village", "ZIP")
    assert {"A3:A4", "C3:D3"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert isinstance(first[0], datetime)
    assert {"Falls Village", "Lakeville", "Bantam", "Winsted", "Cornwall Bridge"} <= villages


def test_the_old_log_is_windows_1252_with_semicolons_and_its_header_twice() -> None:
    """The curly apostrophe of the agency's name is a single byte that UTF-8 does not know."""
    content = (SAMPLE / file_name(SAMPLE, "log-c")).read_bytes()
    lines = content.decode("cp1252").splitlines()

    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert "Model Brook Firemen\u2019s Association" in content.decode("cp1252")
    assert lines.count(lines[0]) == 2
    assert lines[0].count(";") == 8
    assert any(re.match(r"C\d+;\d{1,2}/(1[3-9]|2\d|3[01])/20\d\d;", line) for line in lines), "month/day/year"


def test_the_month_sent_again_corrects_log_a() -> None:
    """The same log_ids with other kits or another town, rows that did not change, and one more row."""
    before = {row["log_id"]: row for row in rows_of(SAMPLE, "log-a-2025")}
    again = {row["log_id"]: row for row in rows_of(SAMPLE, "corrected")}
    changed = [name for name, row in again.items() if name in before and before[name] != row]

    assert len(changed) == 2
    assert [name for name in again if name not in before] == ["A-9001"]
    assert len(again) >= 5
    assert {column for name in changed for column in again[name] if again[name][column] != before[name][column]} == {
        "kits",
        "town",
        "zip",
    }


def test_the_form_export_has_whole_questions_as_headers() -> None:
    """With commas and line breaks in them, and a byte-order mark before."""
    content = (SAMPLE / file_name(SAMPLE, "request-form")).read_bytes()
    header = list(request_rows(SAMPLE)[0])

    assert content.startswith(b"\xef\xbb\xbf")
    assert header[:5] == ["ID", "Start time", "Completion time", "Email", "Name"]
    assert any("\n" in question for question in header)
    assert any("," in question for question in header)


def test_bare_canaan_comes_with_and_without_a_zip_code() -> None:
    """The trap that must wait for a person, and the ZIP codes that decide it."""
    zips = Counter(call.zip_code for call in calls(SAMPLE) if call.place == "canaan")

    assert zips["06018"] > 1
    assert zips[""] >= 1
    assert set(zips) <= set(CANAAN_BY_ZIP)
