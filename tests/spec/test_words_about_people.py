"""Whatever people read here speaks of people as people: no word of ours labels anybody.

The terms to avoid are those of three published lists, which agree on them:

* National Institute on Drug Abuse, “Words Matter: Terms to Use and Avoid When Talking About Addiction” (2021);
* The Associated Press Stylebook, entry “addiction” (since 2017): no “addict”, “abuse”, “abuser”, “user”, “junkie”,
  “alcoholic” for a person, nor “clean” and “dirty”;
* White House Office of National Drug Control Policy, “Changing Federal Terminology Regarding Substance Use and
  Substance Use Disorders” (2017).

The house adds “case” and “victim” for an overdose call. Words of other people's files stand in `rorf_data/intake`,
which recognises them and says none of them itself; there it is looked at sentences, and not at words to recognise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TERMS = {
    "addict, addicted": r"\baddict(?:s|ed)?\b",
    "abuse, abuser": r"\babus(?:e|es|ed|er|ers|ing)\b",
    "user of drugs, user": r"\b(?:drug|opioid|opiate|heroin|substance|naloxone|kit|injection) users?\b|\busers\b",
    "junkie and its kind": r"\b(?:junk(?:ie|y|ies)|crackheads?|tweakers?|dope ?fiends?|stoners?|potheads?|druggies?)\b",
    "alcoholic, drunk": r"\b(?:alcoholics?|drunks?|drunkards?)\b",
    "clean and dirty of people and tests": (
        r"\b(?:get|gets|got|stay|stays|stayed|been) clean\b|clean and sober"
        r"|\b(?:clean|dirty) (?:needles?|syringes?|urine|tests?|screens?)"
    ),
    "habit": r"\b(?:drug|opioid|heroin) habits?\b",
    "victim": r"\bvictims?\b",
    "case of overdose": r"\b(?:overdose|opioid|drug|fatal) cases?\b",
    "suffers from, afflicted": r"\b(?:suffer(?:s|ed|ing)? from|afflicted|struggl(?:es|ed|ing) with)\b",
    "frequent flyer, repeater": r"\b(?:frequent fl[iy]ers?|repeat overdos\w+|repeat offenders?|non-?compliant)\b",
    "drug of choice, recreational": r"\b(?:drug of choice|recreational (?:use|drugs?)|street drugs?)\b",
    "replacement therapy": r"\b(?:opioid (?:replacement|substitution)|medication[- ]assisted)\b",
    "addicted baby": r"\b(?:addicted|drug) bab(?:y|ies)\b",
    "shooting up, relapse as a fault": r"\b(?:shoot(?:s|ing)? up|fell off the wagon|relapsers?)\b",
    "epidemic, war on": r"\b(?:war on drugs|drug-free|drug dens?)\b",
}
RECOGNISED = ("rorf_data/intake", "rorf_data/sample", "rorf_data/towns", "rorf_data/meetings/claim_words.py")
"""Where words of others are recognised, or files of theirs are made up: lists of words are no sentences of ours."""

FEWEST_WORDS = 4
"""Of those modules only what is long enough to be a sentence counts."""

NOT_OURS = ("National Institute on Drug Abuse", "Substance Abuse and Mental Health Services Administration")
"""Names of institutions, which are theirs."""


def said_in(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that isn't a docstring, with its line; parts of an f-string each by itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = (body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list))
    silent = {id(one.value) for body in bodies for one in body if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def texts() -> Iterator[tuple[str, str]]:
    """All that people read, with where it stands: texts of the program, and the documents beside it."""
    for path in (*sorted((ROOT / "rorf_data").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), ROOT / "app.py"):
        name = path.relative_to(ROOT).as_posix()
        for line, text in said_in(path):
            if name.startswith(RECOGNISED) and len(text.split()) < FEWEST_WORDS:
                continue
            yield f"{name}:{line}", text
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md"):
        yield path.name, path.read_text(encoding="utf-8")


def found_in(text: str) -> list[str]:
    """The terms that a text holds, names of institutions left aside."""
    for name in NOT_OURS:
        text = text.replace(name, "")
    return [term for term, pattern in TERMS.items() if re.search(pattern, text, re.IGNORECASE)]


def test_no_sentence_of_ours_labels_anybody() -> None:
    """Agenda questions, plain words, headings, decks, statements, pages, commands, the README."""
    assert [(place, term, text[:80]) for place, text in texts() for term in found_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "kits for addicts",
        "substance abuse",
        "drug users in Kent",
        "3 overdose victims",
        "two overdose cases",
        "stayed clean for a year",
        "a frequent flyer",
        "people who suffer from addiction",
    ],
)
def test_the_terms_are_found(text: str) -> None:
    """The search itself works."""
    assert found_in(text)


@pytest.mark.parametrize("text", ["people who use drugs", "overdose calls", "the row is clean", "in 95 of 100 cases"])
def test_plain_words_are_not(text: str) -> None:
    """What the lists offer instead, and words that only look alike."""
    assert not found_in(text)
