"""Coded words."""

from __future__ import annotations

import pytest

from rorf_data.intake.canonical import DECIDING_FIELDS, STORED_FIELDS, Form
from rorf_data.intake.words import WORDS, reader_of, words_of


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("accepted", "Y", "yes"), ("accepted", "FALSE", "no"), ("accepted", "Declined", "no"), ("offered", "1", "yes"),
        ("any_opioid", "Y", "yes"), ("any_opioid", "N", "no"),
        ("outcome", "Non-Fatal", "nonfatal"), ("outcome", "NONFATAL", "nonfatal"), ("outcome", "DOA", "fatal"),
        ("outcome", "Fatal - Multiple Doses Naloxone", "fatal"), ("outcome", "not fatal", "nonfatal"),
        ("outcome", "Suspected non fatal overdose", "nonfatal"),
        ("naloxone_given", "Nonfatal - Single Dose Naloxone", "yes"), ("naloxone_given", "Fatal; no Narcan", "no"),
        ("naloxone_given", "Nonfatal - Unknown", "unknown"), ("naloxone_given", "0", "no"),
        ("naloxone_given", "4", "yes"),
        ("transport", "4230005", "transported"), ("transport", "4230009", "refused"), ("transport", "4230013", "none"),
        ("agency_type", "Fire", "fire"), ("channel", "Web request", "web request"), ("recipient", "Family", "family"),
        ("date_basis", "Date of death", "death"), ("date_basis", "DateReported", "reported"),
        ("status", "pre_match", "open"), ("status", "Delivered", "delivered"), ("status", "Cancelled", "closed"),
        ("not_left_reason", "Ran out", "out of stock"),
    ],
)  # fmt: skip
def test_what_people_and_programs_write_for_a_word(field: str, text: str, word: str) -> None:
    """NEMSIS codes, ODMAP's combined texts, the state's file, and plain speech."""
    assert word == reader_of(field, {})(text)


FATAL_TEXTS = ("Fatal", "FATAL", "Suspected Fatal", "suspected fatal overdose")
NONFATAL_TEXTS = (
    "Nonfatal",
    "Non-Fatal",
    "NON FATAL",
    "Suspected Nonfatal",
    "suspected non-fatal OD",
    "not a fatal overdose",
)
NALOXONE_TEXTS = {
    "no": ("No Naloxone", "no narcan", "without naloxone", "Naloxone Not Administered", "0 doses", "w/o Narcan"),
    "yes": (
        "Single Dose Naloxone", "Multiple Doses Naloxone", "single dose", "MULTIPLE DOSES OF NARCAN",
        "2 doses naloxone", "Naloxone administered", "Narcan x2", "one naloxone dose",
    ),
    "unknown": ("Naloxone Unknown", "unknown naloxone", "UNKNOWN", "naloxone dose unknown", "unsure if Narcan given"),
}  # fmt: skip


@pytest.mark.parametrize("mark", [" - ", ": ", " / ", ", ", "; ", "_"])
@pytest.mark.parametrize(("outcome", "written"), [("fatal", FATAL_TEXTS), ("nonfatal", NONFATAL_TEXTS)])
@pytest.mark.parametrize(("naloxone", "said"), NALOXONE_TEXTS.items())
def test_the_eight_types_are_read_by_their_words_in_any_order(
    outcome: str, written: tuple[str, ...], naloxone: str, said: tuple[str, ...], mark: str
) -> None:
    """Single and multiple are both given; which half comes first, and how it is spelled, is the exporter's affair."""
    texts = [text for one in written for other in said for text in (one + mark + other, other + mark + one)]

    assert {outcome} == {reader_of("outcome", {})(text) for text in texts}
    assert {naloxone} == {reader_of("naloxone_given", {})(text) for text in texts}


@pytest.mark.parametrize(
    ("text", "outcome", "naloxone"),
    [
        ("Fatal: No; Naloxone: Yes", "nonfatal", "yes"),
        ("Fatal: Yes; Naloxone: No", "fatal", "no"),
        ("Unknown - single dose naloxone", "unknown", "yes"),
    ],
)
def test_labels_with_answers_are_no_type_but_are_read(text: str, outcome: str, naloxone: str) -> None:
    """The answer belongs to the label before it."""
    assert (outcome, naloxone) == (reader_of("outcome", {})(text), reader_of("naloxone_given", {})(text))


@pytest.mark.parametrize("text", ["Web; Phone;", "Web, Phone", "Station|Event"])
def test_several_choices_in_one_cell_are_no_word(text: str) -> None:
    """Which of them it was isn't guessed; one choice with a semicolon behind it is that choice."""
    with pytest.raises(KeyError):
        reader_of("channel", {})(text)
    assert reader_of("channel", {})("Web;") == "web request"


@pytest.mark.parametrize(
    ("field", "text"), [("outcome", "fatality unlikely"), ("recipient", "J. Doe"), ("status", "?")]
)
def test_other_text_is_unknown(field: str, text: str) -> None:
    """It raises, and the text goes no further."""
    with pytest.raises(KeyError, match=field):
        reader_of(field, {})(text)


def test_a_combined_text_that_says_nothing_of_naloxone_is_no_answer() -> None:
    """Neither yes nor no nor unknown."""
    assert reader_of("naloxone_given", {})("Fatal") is None


def test_a_sources_own_words_win() -> None:
    """A programme whose "yes" in the transport column means refused may say so."""
    read = reader_of("transport", {"refused": ("Yes", "stayed home")})

    assert ["refused", "refused", "none"] == [read("YES"), read("Stayed home"), read("no")]


def test_every_coded_field_has_words_and_every_word_reads_as_itself() -> None:
    """The list of fields and the list of words are kept in two places."""
    fields = [
        field
        for forms in (*STORED_FIELDS.values(), *DECIDING_FIELDS.values())
        for field, form in forms.items()
        if form is Form.WORD
    ]

    assert set(fields) == set(WORDS)
    assert [] == [(f, word) for f in WORDS for word in words_of(f) if reader_of(f, {})(word) != word]
