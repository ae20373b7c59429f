"""The letter that goes with a fix list, or says thank you where nothing is to be mended: plain text for an e-mail."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from rorf_data.exports.to_mend import Problem, RowToMend, ToMend
from rorf_data.model import in_words
from rorf_data.wording import rows_in_words

LINE = 78
MOST_RUNS = 25

_QUOTED = re.compile(r"“[^”]*”")


def to_letter(listed: ToMend, *, programme: str, made_on: date, fix_list: str = "") -> str:
    """A courteous letter to the agency: thanks, what was received, what is in order, what to mend and why, what next.

    ``fix_list`` is the name of the workbook that goes with it. The letter greets nobody by name, and quotes nothing of
    the file but row numbers, headings and the sentences on them.
    """
    blocks = [
        f"Subject: Your file “{listed.file}”: {_subject(listed)}",
        "Good day,",
        _thanks(listed, made_on),
        *(_nothing_to_mend(listed) if not listed.waiting else _to_mend(listed, fix_list)),
        "Thank you for your work, and for keeping these records.",
        programme,
    ]
    return "\n\n".join([blocks[0], *map(_wrapped, blocks[1:])]) + "\n"


def _subject(listed: ToMend) -> str:
    if not listed.waiting:
        return "thank you, all is in order"
    count = len(listed.waiting)
    return f"thank you, and {rows_in_words(count)} to look at"


def _thanks(listed: ToMend, made_on: date) -> str:
    rows = rows_in_words(listed.read)
    if listed.agency:
        held = f"It holds {rows} of {listed.agency}."
    elif listed.has_agencies:
        held = f"It holds {rows} that {'names' if listed.read == 1 else 'name'} no agency."
    else:
        held = f"It holds {rows}." if listed.read else "It holds no rows."
    return f"Thank you for “{listed.file}”, which we read on {in_words(made_on)}. {held}"


def _in_order(listed: ToMend) -> str:
    count, verb = listed.in_order, "is" if listed.in_order == 1 else "are"
    counts = " and counted" if listed.load_id is not None else ""
    if count == listed.read:
        return f"All {count:,} rows are in order{counts}." if count > 1 else f"The row is in order{counts}."
    return f"{rows_in_words(count)} {verb} in order{counts}."


def _nothing_to_mend(listed: ToMend) -> list[str]:
    if listed.read == 0:
        return ["There is nothing to mend."]
    return [_in_order(listed), *_noted(listed), *_aside(listed), "There is nothing that you need to do."]


def _to_mend(listed: ToMend, fix_list: str) -> list[str]:
    waiting = len(listed.waiting)
    needs, it, they = ("needs", "it", "It is") if waiting == 1 else ("need", "they", "They are")
    name = f" “{fix_list}”" if fix_list else ""
    return [
        *([_in_order(listed)] if listed.in_order else []),
        f"{rows_in_words(waiting)} {needs} a second look before {it} can be counted:",
        *_reasons(listed.waiting),
        *_noted(listed),
        *_aside(listed),
        f"What happens next: nothing is lost. {they} in no figure until mended; everything else goes on as usual.",
        f"How to send {'it' if waiting == 1 else 'them'} back: the list{name} that goes with this letter holds just "
        f"{'this row' if waiting == 1 else 'these rows'}, with a note on each cell. Please write the right values into "
        "the coloured cells, save the list, and send it back the way you sent your file. There is no need to send the "
        "whole file again. Please add no names, telephone numbers or addresses. If something is unclear, just answer "
        "this letter; we are glad to help.",
    ]


def _noted(listed: ToMend) -> list[str]:
    """Rows that are taken but for a cell, where the list shows them."""
    if not (noted := len(listed.rows) - len(listed.waiting)):
        return []
    return [f"Of {rows_in_words(noted)} a cell was left out; the list shows {'it' if noted == 1 else 'them'}."]


def _aside(listed: ToMend) -> list[str]:
    """Rows that were left aside and need nothing."""
    if not listed.set_aside:
        return []
    total = sum(count for _, count in listed.set_aside)
    was = "was" if total == 1 else "were"
    lines = [f"- {sentence} ({rows_in_words(count)})" for sentence, count in listed.set_aside]
    it = "it" if total == 1 else "them"
    return [f"{rows_in_words(total)} {was} left aside; you need do nothing about {it}:", "\n".join(lines)]


def _reasons(rows: Sequence[RowToMend]) -> list[str]:
    """The reasons, the most frequent first, each with the rows that it is about.

    Sentences that differ only in what they quote are one reason.
    """
    groups: dict[tuple[str, str], list[tuple[RowToMend, Problem]]] = {}
    for row in rows:
        for problem in row.problems:
            key = problem.column, _QUOTED.sub("“”", problem.sentence)
            groups.setdefault(key, []).append((row, problem))
    ordered = sorted(groups.values(), key=lambda group: -len(group))
    return ["\n".join(_reason(group) for group in ordered)]


def _reason(group: Sequence[tuple[RowToMend, Problem]]) -> str:
    sentences = list(dict.fromkeys(str(problem) for _, problem in group))
    alike = " (and others like it)" if len(sentences) > 1 else ""
    return f"- {sentences[0]}{alike}\n  {_places([row for row, _ in group])}"


def _places(rows: Sequence[RowToMend]) -> str:
    by_sheet: dict[str, list[int]] = {}
    for row in rows:
        by_sheet.setdefault(row.reference.sheet, []).append(row.reference.row)
    return "; ".join(
        f"{'Row' if len(numbers) == 1 else 'Rows'} {_numbers(numbers)}" + (f" of the sheet “{sheet}”" if sheet else "")
        for sheet, numbers in by_sheet.items()
    )


def _numbers(rows: Iterable[int]) -> str:
    """``2, 5 to 9 and 12``; of very many only the first, with how many there are more."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    named, shown = [], runs[:MOST_RUNS]
    for first, last in shown:
        named += [f"{first} to {last}"] if last - first > 1 else [str(row) for row in range(first, last + 1)]
    if more := sum(last - first + 1 for first, last in runs[MOST_RUNS:]):
        return f"{', '.join(named)} and {more:,} more, which are all in the list"
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


def _wrapped(block: str) -> str:
    lines = []
    for line in block.split("\n"):
        start = "  " if line.startswith(("- ", "  ")) else ""
        lines += textwrap.wrap(line, LINE, subsequent_indent=start, break_long_words=False) or [""]
    return "\n".join(lines)
