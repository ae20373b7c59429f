"""What a source's own rules decide of a row: a coded field, or that the row is none of this kind.

A rule looks at the raw cells of columns that nothing is stored of; only the value that it names goes further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rorf_data.intake.cells import Flags, Objects, as_objects
from rorf_data.intake.columns import Fit, Headings
from rorf_data.intake.described import COUNTS, Condition, Rule
from rorf_data.intake.sources import Source
from rorf_data.intake.table import Table
from rorf_data.intake.texts import tidy

BETWEEN_VALUES = re.compile(r"[;|\r\n]")
NUMBER = re.compile(r"^\d+(?:\.\d+)?$")

NOT_OF_THE_SOURCE = "isn't a record of this kind by the rule of its source"
ONE_CALL = "Rows with the same incident number are one call, however many units went; it counts when one of them does."

Test = Callable[[str], bool]


def rules_in_words(source: Source) -> list[str]:
    """What the rules of a source decide, each as a sentence, in their order."""
    joining = [ONE_CALL] if source.one_record else []
    return [rule.says for rule in source.rules if rule.says] + joining


def apply_rules(texts: Mapping[str, Objects], table: Table, found: Fit) -> tuple[dict[str, Objects], Objects | None]:
    """The texts with the fields that rules decide, and for each row why it is no row of the source (None where it
    is).
    """
    decided, why_not = dict(texts), None
    if not found.source.rules:
        return decided, why_not
    cells = _Cells(table, Headings(found.headings))
    for name in dict.fromkeys(rule.field for rule in found.source.rules):
        rules = [rule for rule in found.source.rules if rule.field == name]
        if not any(map(cells.has, rules)):
            continue
        if name == COUNTS:
            why_not = _why_not(rules, cells)
        else:
            decided[name] = _decided(rules, cells, decided.get(name))
    return decided, why_not


class _Cells:
    """The cells of a chunk by the headings that rules name."""

    def __init__(self, table: Table, headings: Headings) -> None:
        self.rows = len(table.is_too_long)
        self._table, self._headings = table, headings

    def has(self, rule: Rule) -> bool:
        """Whether the file has any column that the rule looks at."""
        return any(self._positions(condition) for condition in rule.conditions)

    def holds(self, rule: Rule) -> Flags:
        """Rows of which the rule holds."""
        every = self._side_by_side(rule.all) if rule.side_by_side else self._all(rule.all)
        return every & self._any(rule.any) if rule.any else every

    def _all(self, conditions: Sequence[Condition]) -> Flags:
        every = np.ones(self.rows, np.bool_)
        for condition in conditions:
            every &= self._fits(condition)
        return every

    def _any(self, conditions: Sequence[Condition]) -> Flags:
        one = np.zeros(self.rows, np.bool_)
        for condition in conditions:
            one |= self._fits(condition)
        return one

    def _fits(self, condition: Condition) -> Flags:
        """Rows one of whose cells holds a value that fits; each distinct text is looked at once."""
        fits, test = np.zeros(self.rows, np.bool_), _test(condition)
        for position in self._positions(condition):
            column = self._table.columns[position]
            known = {text: any(map(test, _values(text))) for text in set(column)}
            fits |= np.fromiter((known[text] for text in column), np.bool_, self.rows)
        return fits

    def _side_by_side(self, conditions: Sequence[Condition]) -> Flags:
        """Rows in which one entry of their lists fits every condition; lists of other lengths can't be told apart."""
        tests = [_test(condition) for condition in conditions]
        columns = [[self._table.columns[p] for p in self._positions(condition)] for condition in conditions]
        rows = [tuple(zip(*listed, strict=True)) if listed else ((),) * self.rows for listed in columns]
        keys = list(zip(*rows, strict=True))
        known = {key: _fit_together([_entries(cells) for cells in key], tests) for key in set(keys)}
        return np.fromiter((known[key] for key in keys), np.bool_, self.rows)

    def _positions(self, condition: Condition) -> list[int]:
        return list(dict.fromkeys(p for name in condition.columns for p in self._headings.like(name)))


def _why_not(rules: Sequence[Rule], cells: _Cells) -> Objects:
    """For each row that doesn't count the sentence of the rule that says so."""
    decided = _by_first(rules, cells, lambda rule, value: _sentence(rule) if value == "no" else "")
    return as_objects([sentence or None for sentence in decided])


def _sentence(rule: Rule) -> str:
    return f"This row {rule.reason or NOT_OF_THE_SOURCE}."


def _decided(rules: Sequence[Rule], cells: _Cells, own: Objects | None) -> Objects:
    """The values of a field: those of its rules, and its own column's where no rule says anything."""
    before = np.full(cells.rows, "", dtype=object) if own is None else own
    decided = _by_first(rules, cells, lambda rule, value: value)
    return as_objects([was if value is None else value for value, was in zip(decided, before, strict=True)])


def _by_first(rules: Sequence[Rule], cells: _Cells, told: Callable[[Rule, str], str]) -> Objects:
    """For each row what the first rule that holds makes of it, else the first ``otherwise``; None where neither is."""
    last = next((rule for rule in rules if rule.otherwise), None)
    decided = np.full(cells.rows, None if last is None else told(last, last.otherwise), dtype=object)
    for rule in reversed(rules):
        decided[cells.holds(rule)] = told(rule, rule.value)
    return decided


def _values(text: str) -> list[str]:
    """The values of a cell that hold anything, in small letters."""
    return [value for value in _parts(text) if value]


def _entries(cells: Sequence[str]) -> list[str]:
    """The entries of a list, blank ones among them, that lies in one cell or goes on over several."""
    return [part for text in cells for part in _parts(text.strip().rstrip(";|"))]


def _parts(text: str) -> list[str]:
    return [tidy(part).casefold() for part in BETWEEN_VALUES.split(text)]


def _fit_together(lists: Sequence[Sequence[str]], tests: Sequence[Test]) -> bool:
    if len({len(entries) for entries in lists}) > 1:
        return all(any(map(test, filter(None, entries))) for entries, test in zip(lists, tests, strict=True))
    return any(all(test(entry) for entry, test in zip(entries, tests, strict=True)) for entries in zip(*lists))


def _test(condition: Condition) -> Test:
    """Whether one value, tidied and in small letters, fits the condition."""
    equals = frozenset(_folded(condition.equals))
    starts, contains, but_not = (tuple(_folded(t)) for t in (condition.starts, condition.contains, condition.but_not))
    least, greatest = condition.between or (1.0, 0.0)

    def fits(value: str) -> bool:
        if not value or any(part in value for part in but_not):
            return False
        return (
            condition.is_given
            or value in equals
            or value.startswith(starts)
            or any(part in value for part in contains)
            or (bool(NUMBER.match(value)) and least <= float(value) <= greatest)
        )

    return fits


def _folded(texts: Sequence[str]) -> list[str]:
    return [tidy(text).casefold() for text in texts]
