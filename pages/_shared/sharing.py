"""What the page on need asks: how many kits there are to share out, and by what."""

from __future__ import annotations

from typing import Literal

import streamlit as st

MOST_KITS = 5000
USUAL_KITS = 20
BASES: dict[str, Literal["residents", "calls"]] = {"Residents": "residents", "Overdose calls": "calls"}

ABOUT_NEED = """
How many kits were left in each town in the last 12 months, beside the people who live there and the overdose calls that
came from there. Each point is a town; above the dotted line are those with more kits for their size than the towns
together. The numbers are small, and where no kit was left nobody may have needed one, or nobody may have been reached.
"""
ABOUT_SHARES = """
With so many kits in the cupboard, this spread evens out what the towns have had in the last 12 months.
"""
ABOUT_MODEL = """
How often naloxone is used when somebody sees another person overdose, by how many kits a year go out in a whole state
through all its community programmes: what a published model says of Connecticut.
"""


def ask_kits_to_share() -> int:
    """How many kits are to be shared out."""
    kits = st.number_input(
        "Kits in the cupboard", 0, MOST_KITS, USUAL_KITS, step=1, key="kits", bind="query-params", width=220
    )
    return int(kits or 0)


def ask_basis() -> Literal["residents", "calls"]:
    """Whether kits are to be even by residents or by overdose calls."""
    name = st.segmented_control(
        "Even by", list(BASES), default="Residents", required=True, key="even_by", bind="query-params"
    )
    return BASES[name or "Residents"]
