"""Tables of web pages, as many systems export what they call Excel."""

from __future__ import annotations

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake.read import open_bytes
from rorf_data.intake.sheet import Merged
from rorf_data.intake.web_page import MOST_CELLS, TooManyCells, tables_of
from tests.unit.intake.reading import take_in

EXPORT = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta charset="utf-8"><style>td { color: red }</style></head><body>
<table border=1><thead><tr><th>Date</th><th>Agency<br>name</th><th>Town</th><th>Kits</th></tr></thead><tbody>
<tr><td>3/4/2026</td><td>Smith &amp; Sons&nbsp;EMS</td><td>
   Kent
</td><td>2</td></tr>
<tr><td>3/5/2026<td><b>Kent</b> VFD<td>Sharon<td>1
</table></body></html>"""


def test_an_export_that_calls_itself_excel_and_is_a_web_page_is_read() -> None:
    """Under its title; a note says what it is."""
    taken = take_in(EXPORT, name="report.xls")

    assert [("Smith & Sons EMS", "Kent", 2), ("Kent VFD", "Sharon", 1)] == [
        (row["agency"], row["place_name"], row["kits"]) for row in taken.rows
    ]
    assert [(1, "", "“report.xls” is a web page, whatever its name says; its tables were read.")] == taken.noted


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]]),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr></table>", [["a", "", "b"]]),
        ("<table><tr><td>a<br>b<p>c</p></td></tr></table>", [["a\nb\nc"]]),
        ("<table><tr><td> a  b\n c </td></tr></table>", [["a b c "]]),
        ("<table><tr><td>a<script>x = 1</script><style>y</style>b</td></tr></table>", [["ab"]]),
        ("<table>loose<tr>loose<td>a</td>loose</tr></table>loose", [["a"]]),
        ("<table><tr><td>&#51;&lt;4</td></tr></table>", [["3<4"]]),
        ("<table><tr><td colspan=0>a</td><td colspan='-1'>b</td><td colspan=x>c</td></tr></table>", [["a", "b", "c"]]),
        ("<table><tr><td>never closed", [["never closed"]]),
        ("<table><td>no row</table><table><tr><td>a</table>", [["a"]]),
    ],
)
def test_a_table_is_read_as_a_browser_shows_it(page: str, rows: list[list[str]]) -> None:
    """However carelessly its tags are closed."""
    assert [(rows, [])] == tables_of(page)


def test_a_cell_over_several_rows_keeps_the_columns_in_their_places() -> None:
    """The rows under it have a blank cell there."""
    page = "<table><tr><td>a<td rowspan=2 colspan=2>b<td>c</tr><tr><td>d<td>e</tr><tr><td>f</table>"

    assert [([["a", "b", "", "c"], ["d", "", "", "e"], ["f"]], [Merged(1, 1, 2)])] == tables_of(page)


def test_a_page_may_begin_as_xml_and_be_in_any_encoding() -> None:
    """XHTML does, and old reports are rarely UTF-8."""
    page = '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">' + EXPORT.replace("Sons", "Núñez")
    taken = take_in(page.encode("cp1252"), name="report.xls")

    assert "Smith & Núñez EMS" == taken.rows[0]["agency"]


def test_a_table_inside_another_stands_by_itself() -> None:
    """Pages were once laid out with tables."""
    page = "<table><tr><td>menu<table><tr><td>Date<td>Kits</table></td><td>more</td></tr></table>"

    assert [[["menu", "more"]], [["Date", "Kits"]]] == [rows for rows, _ in tables_of(page)]


def test_of_several_tables_the_one_with_the_columns_is_read() -> None:
    """The others are named by their number."""
    taken = take_in(f"<html><table><tr><td>Report of March</table>{EXPORT}", name="report.xls")

    assert 2 == len(taken.rows)
    assert any("“Table 1” with 1 row was NOT read" in note for _, _, note in taken.noted)


def test_a_town_over_several_rows_is_the_town_of_each() -> None:
    """As merged cells of a workbook are."""
    page = (
        "<table><tr><th>Date<th>Agency<th>Town<th>Kits<tr><td>3/4/2026<td>A<td rowspan=2>Kent<td>1"
        "<tr><td>3/5/2026<td>A<td>2</table>"
    )

    assert ["Kent", "Kent"] == [row["place_name"] for row in take_in(page).rows]


def test_a_page_that_asks_for_more_cells_than_there_is_room_for_is_refused() -> None:
    """A few bytes can ask for a thousand columns, and each of these for a thousand rows."""
    row = "<tr>" + "<td colspan=1000>" * 100
    page = "<table>" + row * (MOST_CELLS // 100_000 + 1)

    with pytest.raises(TooManyCells):
        tables_of(page)
    with pytest.raises(FileRefused, match="“x.xls” is a web page, whatever its name says, without a table"):
        open_bytes(page.encode(), "x.xls").sheets()


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>',
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>',
        b"<!DOCTYPE note SYSTEM 'note.dtd'><note/>",
    ],
)
def test_xml_that_is_no_web_page_is_refused_with_what_to_do(content: bytes) -> None:
    """Excel 2003's own XML among it, which Excel still opens."""
    with pytest.raises(FileRefused, match="“x.xls” is XML, not a table, .* Open it in Excel. Save it as"):
        open_bytes(content, "x.xls")
