"""The longer texts of the pages, apart from the code."""

READABLE = 860
"""The width in pixels of a column of text whose lines an eye can follow."""

MEASURES = """
**Kits left** counts the kits in every row of a kit log, on the day they were left, in the town where they were
left. It leaves out rows that were refused or that wait for a person, and kits that nobody wrote down.

**Requests received** counts requests on the day they came in. **Requests delivered** counts them on the day of
delivery, so a request can be received in one month and delivered in the next. **Requests waiting** were neither
delivered nor closed by the end of the month or period.

**Days to delivery** are calendar days from the day received to the day delivered. The median is the middle one:
half of the deliveries took that long or less. Nine of ten took no longer than the 90th percentile. Requests that
still wait have no such number; their ages stand beside it.

**Overdose calls** are emergency calls that the crew or the dispatcher suspected to be an overdose. They are not
confirmed, and a call can concern more than one person. *Fatal* and *nonfatal* are as recorded on the day; what was
not recorded is shown as that. *Naloxone given* means given by anyone before or during the call.

**Kits left for each overdose call** divides all kits left by all overdose calls of the same places and time. Kits
and calls are not linked by incident: the figure is no share of calls, and it can be more than 1.

**Kits per 1,000 residents** divides the kits left in a town in the period by its residents.

**Rolling 12 months** stands for the twelve months up to and including the one named. Towns here are small, and a
single month of one town says very little.

**Published deaths** are accidental drug deaths as the state's medical examiner publishes them, by the place of
*injury*, never of death, because hospital towns would otherwise stand for their neighbours. They come once a year
and late, and they are never added to overdose calls.

**No record and none** are different things. A month that no loaded file covers is shown as *no record*; a month
that a file covers, without anything in it, is 0.

**Places.** A row is counted in the town that its place name, or its ZIP code where that decides, stands for. A
place elsewhere is kept as *outside the area*, a row without any place as *place not recorded*, and a name that
could mean two towns waits for a person. Charts and tables say in their notes what they leave out for that reason.
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
