"""The longer texts of the pages, apart from the code."""

READABLE = 860
"""The width in pixels of a column of text whose lines an eye can follow."""

NONE_AND_NO_RECORD = """
**No record and none** are different things. A month that no loaded file covers is shown as *no record*; a month
that a file covers, without anything in it, is 0.

**Places.** A row is counted in the town that its place name, or its ZIP code where that decides, stands for. A
place elsewhere is kept as *outside the area*, a row without any place as *place not recorded*, and a name that
could mean two towns waits for a person. Charts and tables say in their notes what they leave out for that reason.
"""

STOCK = """
Kits that lie in a store, as its ledger tells it. A kit that was issued to an agency has left the store, and has not yet
been left with anybody: kits left are counted from the kit logs alone.
"""

SOURCES = """
Agencies send kit logs, the request form and the request log, and records of overdose calls; deaths come from the
file that the state publishes. Every row is counted once however often its file is sent, a corrected row takes the
place of the earlier one, and each load is kept with its file, its day and its counts. Names, telephone numbers,
e-mail and street addresses, coordinates, ages and free text are never stored.
"""

GLOSSARY = """
| Word | What it means here |
| --- | --- |
| kit | one leave-behind kit; it holds two doses of naloxone |
| distribution | one hand-over of kits: one row of a kit log |
| request | somebody asks for kits |
| overdose call | an emergency call that is suspected to be an overdose |
| published death | an accidental drug death in the state's published file |
| member town | a town that takes part in the fund; which they are, and since when, is a setting |
| outside the area | a place that is none of the region's 21 towns |
| place not recorded | the row names no place at all |
| held | the row waits for a person to say what it means |
| refused | the row can't be counted; the load report says why |
| fiscal year | July to June |
| as of | the day on which the newest file behind a figure was loaded |
"""
