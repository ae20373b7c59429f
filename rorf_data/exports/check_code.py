"""The check code: twelve signs by which a file is known again, made of its figures and of the question behind them."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

import pandas as pd

from rorf_data.disclosure.release import Released

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, in which no sign is easily taken for another."""

LENGTH, GROUP = 12, 4
_DECIMALS = 6
_TAKEN_FOR = str.maketrans("OIL", "011")


def check_code(released: Released) -> str:
    """A code such as ``K7QF-2MXD-9TPA`` of the question, data version, audience, protection and figures.

    The same figures of the same data version always have the same code; any other number, hidden cell or question gives
    another. Words that only describe (notes, dated events) don't count.
    """
    about = released.about
    asked = released.asked.written() if released.asked else json.dumps([about.title, about.period, about.towns])
    parts = [
        asked,
        "sample" if about.is_sample else "",
        str(about.data_version),
        released.audience.value,
        about.protection,
        content_sha256(released),
    ]
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:8], "big") >> 4
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return _in_groups(signs)


def content_sha256(released: Released) -> str:
    """The SHA-256 of the figures: column names and rows, in their order, with a mark where a number is hidden."""
    names = [str(name) for name in released.frame.columns]
    columns = [
        [_HIDDEN if is_hidden else _plain(value) for value, is_hidden in zip(released.frame[name], hidden, strict=True)]
        for name in released.frame.columns
        for hidden in [released.is_hidden(str(name))]
    ]
    written = json.dumps([names, columns], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def read_check_code(written: str) -> str | None:
    """The code as it is kept, from one as people type it: small letters, spaces, O for 0, I and L for 1.

    None for what can't be a code.
    """
    signs = re.sub(r"[\s\-\u2010-\u2015]", "", written).upper().translate(_TAKEN_FOR)
    return _in_groups(signs) if len(signs) == LENGTH and set(signs) <= set(SIGNS) else None


_HIDDEN = {"hidden": True}


def _in_groups(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _plain(value: Any) -> Any:
    """A cell as JSON has it: missing is null, days are ISO 8601, a number is whole where it can be."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, _DECIMALS)
    return value if isinstance(value, int) else str(value)
