"""What travels inside every file, whatever its form: the facts, how it was counted, and how it is known again."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code
from rorf_data.exports.leaving import check_may_leave
from rorf_data.exports.methods import method_of
from rorf_data.model import Audience

AUDIENCE, METHOD, QUESTION, CHECK_CODE, DESCRIPTION = "Audience", "Method", "Question", "Check code", "Description"
INTERNAL = "INTERNAL: not to be passed on outside the programme"
SHARED = "may be passed on"


def facts_for_file(released: Released, *, title: str = "", alt: str = "") -> dict[str, str]:
    """The facts of the frame, and for whom it is, how it was counted, its question and its check code, in this order.

    ``title``: what is drawn, where the frame's own may name more. ``alt``: the picture in words. Raises
    :class:`rorf_data.errors.ExportRefused` for what is for the screen only.
    """
    check_may_leave(released)
    facts = released.facts()
    if title:
        facts["Title"] = title
    facts[AUDIENCE] = INTERNAL if released.audience is Audience.INTERNAL else SHARED
    if method := method_of(released):
        facts[METHOD] = method
    if released.asked:
        facts[QUESTION] = released.asked.written()
    facts[CHECK_CODE] = check_code(released)
    if alt:
        facts[DESCRIPTION] = alt
    return facts
