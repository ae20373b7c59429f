"""``rorf mail``: the monthly pack to those who get it by e-mail."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from rorf_data.commands.dates import as_month, month_to_show

if TYPE_CHECKING:
    from rorf_data.meetings.sending import Posted


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    mail = commands.add_parser("mail", help="send the monthly deck to the list in mailing.toml")
    which = mail.add_mutually_exclusive_group(required=True)
    which.add_argument("--month", type=as_month, metavar="M", help="as 2026-10")
    which.add_argument(
        "--due", action="store_true", help="what the schedule says, once; for a program that runs it each day"
    )
    mail.add_argument("--dry-run", action="store_true", help="only say who would get what")
    mail.add_argument("--again", action="store_true", help="also to those who have it already")
    mail.set_defaults(run=_run_mail)


def _run_mail(given: argparse.Namespace) -> int:
    from rorf_data.meetings.deck_files import FORMS
    from rorf_data.meetings.mailing import FILE, MAILED_FORMS, read_mailing
    from rorf_data.meetings.sending import Marks, Post, month_due, planned
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    folder = workplace.places.data_folder
    forms = [form for form in MAILED_FORMS if form in FORMS]
    mailing = read_mailing(folder / FILE, given.environment(), forms=forms)
    reader, marks = workplace.reader(), Marks(folder)
    month = month_due(mailing, reader.today) if given.due else month_to_show(reader, given.month)
    if month is None:
        print("Nothing is due today.")
        return 0
    if given.due and reader.newest_full_month().last < month.last or not workplace.has_loads():
        print(f"Nothing of {month} is on record yet, so nothing is sent.")
        return 0
    if given.dry_run:
        for posted in planned(reader, mailing, month, marks):
            _tell(posted)
        return 0
    post = Post(
        reader,
        mailing,
        month,
        marks,
        by=given.who(),
        now=utc_now(),
        again=given.again and not given.due,
        progress=_tell,
    )
    return int(any(posted.is_failed for posted in post.send()))


def _tell(posted: Posted) -> None:
    """One line for each recipient, by their number in the list: an address stands on no screen and in no log."""
    print(f"Recipient {posted.number} {posted.said}.")
