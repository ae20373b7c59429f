"""The question that a frame answers, written down so that it can be asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rorf_data.model import Feed, Filters, Grain, Period

_KINDS = {"feed": Feed, "grain": Grain}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer by its name (``towns.towns_table``) and what it was asked: plain values, periods, filters, grains."""

    name: str
    question: tuple[Any, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def written(self) -> str:
        """The question as one line of JSON, keys in order; the same question is always written the same."""
        return json.dumps([self.name, _written(self.question), _written(dict(self.details))], sort_keys=True)


def read_asked(written: str) -> Asked:
    """The question that :meth:`Asked.written` wrote. ``ValueError`` for anything else."""
    try:
        name, question, details = json.loads(written)
        return Asked(
            str(name), tuple(_read(one) for one in question), {key: _read(one) for key, one in details.items()}
        )
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError("this is no question") from problem


def _written(value: Any) -> Any:
    match value:
        case Filters(period, towns):
            return {"filters": [_written(period), list(towns)]}
        case Period(first, last):
            return {"period": [first.isoformat(), last.isoformat()]}
        case Feed() | Grain():
            return {type(value).__name__.lower(): value.value}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case tuple() | list():
            return [_written(one) for one in value]
        case dict():
            return {key: _written(one) for key, one in value.items()}
        case None | str() | int() | float():
            return value
    raise ValueError(f"a question can't hold {type(value).__name__}")


def _read(value: Any) -> Any:
    match value:
        case list():
            return tuple(_read(one) for one in value)
        case {"filters": [period, towns]}:
            return Filters(_read(period), tuple(towns))
        case {"period": [first, last]}:
            return Period(date.fromisoformat(first), date.fromisoformat(last))
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"feed": _} | {"grain": _}:
            [(kind, word)] = value.items()
            return _KINDS[kind](word)
    return value
