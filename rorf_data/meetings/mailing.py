"""Who gets the monthly pack by e-mail, from where and on which day: ``mailing.toml`` in the data folder.

::

    [server]
    host = "smtp.example.org"
    port = 587
    security = "starttls"                # or "ssl", or "none"
    sender = "The programme <reports@example.org>"
    user = "reports@example.org"         # may be left out, with the password
    password_from = "RORF_MAIL_PASSWORD" # the name of the environment variable that holds it

    [schedule]
    day = 6                              # of each month; the month before goes out

    [[recipient]]
    address = "selectman@example.org"
    towns = ["Kent", "Sharon"]           # all member towns without it
    forms = ["pptx", "pdf"]              # so without it
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final, Literal

from rorf_data.errors import SettingsRefused
from rorf_data.towns import gazetteer

FILE: Final = "mailing.toml"
MAILED_FORMS: Final = ("pptx", "pdf")
LATEST_DAY: Final = 28

Security = Literal["starttls", "ssl", "none"]

_SECURITIES: Final[tuple[Security, ...]] = ("starttls", "ssl", "none")
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TABLES = {"server": {"host", "port", "security", "sender", "user", "password_from"}, "schedule": {"day"}}
_OF_RECIPIENT = {"address", "towns", "forms"}


@dataclass(frozen=True, slots=True)
class Server:
    """The server that takes the letters, and who signs in there (nobody where ``user`` is empty)."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, the codes of its towns (none: all members) and the forms that it gets the deck in."""

    address: str = field(repr=False)
    towns: tuple[str, ...] = ()
    forms: tuple[str, ...] = MAILED_FORMS


@dataclass(frozen=True, slots=True)
class Mailing:
    """The whole list; ``day`` of each month is the first on which the month before goes out, None without schedule."""

    server: Server
    recipients: tuple[Recipient, ...]
    day: int | None = None


def read_mailing(path: Path, environment: Mapping[str, str], *, forms: Collection[str] = MAILED_FORMS) -> Mailing:
    """The list as the file says it; ``forms`` are those that a deck can be made in here.

    Raises :class:`SettingsRefused` with what is wrong and how it is mended; no address is quoted.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise SettingsRefused(f"{FILE}: there is none in the data folder; the README says how it is written") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsRefused(f"{FILE}: this is no TOML ({problem})") from None
    try:
        return _mailing(told, environment, tuple(forms))
    except SettingsRefused as problem:
        raise SettingsRefused(f"{FILE}: {problem}") from None
    except KeyError as problem:
        raise SettingsRefused(f"{FILE}: the entry {problem} is missing") from None


def _mailing(told: Mapping[str, Any], environment: Mapping[str, str], forms: tuple[str, ...]) -> Mailing:
    for name in told:
        if name not in (*_TABLES, "recipient"):
            raise SettingsRefused(f"nothing is called “{name}” here")
    for name, known in _TABLES.items():
        _check_names(f"[{name}]", _table(told.get(name, {}), f"[{name}]"), known)
    recipients = told.get("recipient", [])
    if not isinstance(recipients, list) or not recipients:
        raise SettingsRefused("there is no recipient; each begins with a line [[recipient]]")
    found = tuple(_recipient(one, number, forms) for number, one in enumerate(recipients, start=1))
    addresses = [one.address.casefold() for one in found]
    for number, address in enumerate(addresses, start=1):
        if address in addresses[: number - 1]:
            raise SettingsRefused(f"recipient {number} has the same address as an earlier one")
    return Mailing(_server(told["server"], environment), found, _day(told.get("schedule")))


def _server(told: Mapping[str, Any], environment: Mapping[str, str]) -> Server:
    host, sender, user = _text(told, "host"), _text(told, "sender"), str(told.get("user", ""))
    security, port = str(told.get("security", "starttls")), told.get("port", 587)
    if security not in _SECURITIES:
        raise SettingsRefused(f"security can be {', '.join(_SECURITIES)}, not “{security}”")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65_536:
        raise SettingsRefused("port is a number from 1 to 65535")
    if not _ADDRESS.fullmatch(parseaddr(sender)[1]) or "\n" in sender:
        raise SettingsRefused("sender is no e-mail address")
    if user and security == "none" and host not in _LOOPBACK:
        raise SettingsRefused("a password is never sent without encryption; choose starttls or ssl")
    return Server(host, port, security, sender, user, _password(told, environment) if user else "")


def _password(told: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    name = _text(told, "password_from")
    if "password" in told or not environment.get(name):
        raise SettingsRefused(f"the environment variable {name} holds no password")
    return environment[name]


def _day(schedule: Mapping[str, Any] | None) -> int | None:
    if schedule is None:
        return None
    day = schedule["day"]
    if not isinstance(day, int) or isinstance(day, bool) or not 1 <= day <= LATEST_DAY:
        raise SettingsRefused(f"day is a number from 1 to {LATEST_DAY}, so that every month has it")
    return day


def _recipient(told: Any, number: int, possible: tuple[str, ...]) -> Recipient:
    own = f"recipient {number}"
    _check_names(own, _table(told, own), _OF_RECIPIENT)
    address, towns, forms = told.get("address"), told.get("towns", []), told.get("forms", list(possible))
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise SettingsRefused(f"{own} has no e-mail address of letters without accents")
    if not isinstance(towns, list) or not all(isinstance(town, str) for town in towns):
        raise SettingsRefused(f"{own}: towns is a list of names")
    if not isinstance(forms, list) or not forms or not all(form in possible for form in forms):
        raise SettingsRefused(f"{own}: forms is a list of {' and '.join(possible)}")
    try:
        codes = tuple(dict.fromkeys(gazetteer.code_of(town) for town in towns))
    except ValueError as problem:
        raise SettingsRefused(f"{own}: {problem}") from None
    return Recipient(address, codes, tuple(dict.fromkeys(forms)))


def _table(told: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise SettingsRefused(f"{name} is no table of entries")
    return told


def _check_names(owner: str, told: Mapping[str, Any], known: Collection[str]) -> None:
    for name in told:
        if name == "password":
            raise SettingsRefused("a password stands in no file; name the environment variable in password_from")
        if name not in known:
            raise SettingsRefused(f"{owner}: nothing is called “{name}” here")


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told[name]
    if not isinstance(value, str) or not value.strip():
        raise SettingsRefused(f"{name} is no text")
    return value
