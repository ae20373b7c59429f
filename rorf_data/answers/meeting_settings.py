"""The settings that a meeting's figures rest on, written down with its snapshot and read back for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rorf_data.analysis import Analysis
from rorf_data.policies import Policy, SharingRules
from rorf_data.settings import Membership, Settings


def settings_written(settings: Settings) -> str:
    """The settings as one line of JSON, keys in order."""
    return json.dumps(asdict(settings), default=str, sort_keys=True, ensure_ascii=False)


def settings_read(written: str, now: Settings) -> Settings:
    """The settings that :func:`settings_written` wrote. What they didn't know yet is as in those of ``now``."""
    kept = json.loads(settings_written(now)) | json.loads(written)
    own = {field.name: kept[field.name] for field in fields(Settings)}
    own |= {
        "time_zone": ZoneInfo(kept["time_zone"]),
        "began": _day(kept["began"]),
        "kit_contents": tuple(kept["kit_contents"]),
        "members": tuple(_member(entry) for entry in kept["members"]),
        "analysis": _analysis(kept["analysis"], now.analysis),
        "sharing": _sharing(kept["sharing"], now.sharing),
    }
    return Settings(**own)


def _member(entry: Mapping[str, Any]) -> Membership:
    return Membership(
        entry["town"], entry["status"], date.fromisoformat(entry["member_from"]), _day(entry["member_to"])
    )


def _analysis(kept: Mapping[str, Any], now: Analysis) -> Analysis:
    known: dict[str, Any] = {field.name: kept.get(field.name, getattr(now, field.name)) for field in fields(Analysis)}
    known |= {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Analysis(**known)


def _sharing(kept: Mapping[str, Any], now: SharingRules) -> SharingRules:
    policies = {name: _policy(entry, now.policy) for name, entry in kept["policies"].items()}
    return SharingRules(
        _policy(kept["policy"], now.policy), policies, tuple(kept["sensitive"]), tuple(kept["withheld_sources"])
    )


def _policy(entry: Mapping[str, Any], now: Policy) -> Policy:
    return Policy(**{field.name: entry.get(field.name, getattr(now, field.name)) for field in fields(Policy)})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
