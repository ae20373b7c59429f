"""One installation opened: its settings, its database and its key, and the day it is today.

This is the only place that looks at the clock, and it is handed the environment and the working folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from rorf_data.answers.reader import Reader
from rorf_data.errors import SettingsRefused, StoreRefused
from rorf_data.intake.date_order import DateOrders, find_date_orders
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import CAN_STAY_INSIDE, INTERNAL, Source, find_broken_sources, read_sources
from rorf_data.model import Audience
from rorf_data.settings import Places, Settings, find_places, find_settings_file, read_settings
from rorf_data.store.agencies import confirm_agency
from rorf_data.store.database import data_version, open_store, token_key
from rorf_data.store.date_orders import earlier_orders
from rorf_data.store.desk import DecisionReport, Scope, decide_place, load_of_decision
from rorf_data.store.desk_export import ImportReport, decisions_to_toml, import_decisions
from rorf_data.store.load import Choices, LoadReport, load_file
from rorf_data.store.queries import load_newest_loads
from rorf_data.store.undo import UndoReport, undo_load
from rorf_data.towns import gazetteer


@dataclass(frozen=True, slots=True)
class Workplace:
    """A database with everything that loading into it and reading from it takes."""

    settings: Settings
    places: Places
    engine: sa.Engine
    is_sample: bool = False

    def today(self) -> date:
        """The day it is now in the programme's own time zone."""
        return datetime.now(self.settings.time_zone).date()

    def reader(self, audience: Audience = Audience.INTERNAL) -> Reader:
        """Who asks the questions of a page or a table here, today."""
        return Reader(self.engine, self.rules(), self.today(), audience, self.is_sample)

    def rules(self) -> Settings:
        """The settings, with the sources withheld as well whose own description says that their rows stay inside.

        Where a description can't be read, the sources on record that none of the others describes are withheld too.
        """
        sharing, known = self.settings.sharing, self.sources()
        inside = {source.name for source in known if source.release == INTERNAL}
        if self.broken_sources():
            with self.engine.connect() as connection:
                on_record = {source for _, source, _ in load_newest_loads(connection)}
            inside |= on_record - {source.name for source in known}
        withheld = tuple(dict.fromkeys((*sharing.withheld_sources, *sorted(inside))))
        return replace(self.settings, sharing=replace(sharing, withheld_sources=withheld))

    def sources(self) -> tuple[Source, ...]:
        """The sources known from the start, and those in this installation's own folder."""
        return read_sources(self.places.source_folder)

    def broken_sources(self) -> tuple[str, ...]:
        """A sentence for each file of this installation's own folder that should describe a source and doesn't."""
        return find_broken_sources(self.places.source_folder)

    def recognise(self, file: SourceFile, *, source: str | None = None) -> Recognised:
        """What source the file comes from; :class:`SourceNotRecognised` where that can't be told."""
        return recognise(file, self.sources(), name=source)

    def date_orders(self, recognised: Recognised) -> DateOrders:
        """How the dates of a file would be read: by itself, else as earlier files with the same columns were."""
        with self.engine.connect() as connection:
            earlier = earlier_orders(connection, recognised)
        return find_date_orders(recognised, settings=self.settings, today=self.today(), earlier=earlier)

    def load(
        self,
        file: SourceFile,
        recognised: Recognised,
        *,
        loaded_by: str,
        dry_run: bool = False,
        choices: Choices | None = None,
        progress: Callable[[int], None] = lambda rows_read: None,
    ) -> LoadReport:
        """Load one recognised file into this database, whole or not at all."""
        return load_file(
            self.engine,
            file,
            recognised,
            settings=self.settings,
            token_key=token_key(self.engine, self.places),
            today=self.today(),
            now=utc_now(),
            loaded_by=loaded_by,
            choices=choices,
            dry_run=dry_run,
            progress=progress,
        )

    def undo(self, load_id: int, *, by: str, dry_run: bool = False) -> UndoReport:
        """Undo a load of this database, whole; with ``dry_run`` only say what that would do."""
        return undo_load(self.engine, load_id, now=utc_now(), by=by, dry_run=dry_run)

    def decide_place(self, held_id: int, area: str, *, scope: Scope, by: str) -> DecisionReport:
        """Decide where the place of a held row is, for its whole source or for this row alone."""
        return decide_place(
            self.engine,
            held_id,
            area,
            scope=scope,
            sources=self.sources(),
            token_key=token_key(self.engine, self.places),
            now=utc_now(),
            by=by,
        )

    def take_back_decision(self, decision_id: int, *, by: str) -> UndoReport:
        """Undo a decision on a place; every row that it placed waits again."""
        return self.undo(load_of_decision(self.engine, decision_id), by=by)

    def decisions_file(self) -> str:
        """The decisions on places that are in force, as a file that another installation can take in."""
        return decisions_to_toml(self.engine, token_key=token_key(self.engine, self.places), now=utc_now())

    def take_in_decisions(self, text: str, *, by: str) -> ImportReport:
        """Take in a file of decisions on places."""
        key = token_key(self.engine, self.places)
        return import_decisions(self.engine, text, sources=self.sources(), token_key=key, now=utc_now(), by=by)

    def confirm_agency(self, name: str, *, by: str) -> str:
        """Keep that a name is an agency's although it looks like a person's; the name as it is kept."""
        return confirm_agency(self.engine, name, now=utc_now(), by=by)

    def has_loads(self) -> bool:
        """Whether anything was ever loaded here."""
        return data_version(self.engine) > 0


def utc_now() -> datetime:
    """The moment as the store keeps it: UTC, without a zone mark."""
    return datetime.now(UTC).replace(tzinfo=None)


def open_workplace(environment: Mapping[str, str], working_folder: Path) -> Workplace:
    """The installation that the environment and the working folder name; its database is made if need be."""
    places = find_places(environment, working_folder)
    settings = read_settings(find_settings_file(environment, places))
    _check_towns(settings)
    _check_withheld(settings, read_sources(places.source_folder))
    return Workplace(settings, places, open_store(places.database_url))


def _check_withheld(settings: Settings, sources: Iterable[Source]) -> None:
    for source in sources:
        if source.name in settings.sharing.withheld_sources and source.feed not in CAN_STAY_INSIDE:
            raise SettingsRefused(
                f"settings: “{source.name}” can't be one of withheld_sources; only sources of overdose calls, deaths "
                "and requests can"
            )


def _check_towns(settings: Settings) -> None:
    known = {town.name for town in gazetteer.towns()}
    for member in settings.members:
        if member.town not in known:
            raise SettingsRefused(
                f"settings: the member town “{member.town}” is none of the region's {len(known)} towns"
            )


def open_sample(workplace: Workplace, sample_folder: Path) -> Workplace:
    """The same installation with the invented sample files in a database of their own, built on first need.

    The sample database is made anew when the files in ``sample_folder`` are others than those it was built from.
    """
    from rorf_data.intake.read import open_file
    from rorf_data.sample import load_order

    url = workplace.places.sample_database_url
    path = Path(url.removeprefix("sqlite:///"))
    places = replace(workplace.places, key_file=path.with_suffix(".key"), token_key=None)
    sample = Workplace(workplace.settings, places, open_store(url), is_sample=True)
    files = [open_file(path) for path in load_order(sample_folder)]
    if not _holds_just(sample.engine, files):
        sample.engine.dispose()
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        sample = replace(sample, engine=open_store(url))
        for file in files:
            sample.load(file, sample.recognise(file), loaded_by="sample")
    _keep_sample_events(sample)
    return sample


def _keep_sample_events(sample: Workplace) -> None:
    from rorf_data.sample import LAST_MONTH
    from rorf_data.sample.dated import dated_events
    from rorf_data.store.dated_events import add_event, load_dated_events

    with sample.engine.connect() as connection:
        kept = {(event.day, event.words) for event in load_dated_events(connection)}
    for day, words in dated_events(LAST_MONTH):
        if (day, words) in kept:
            continue
        # Another process that opens the sample at the same moment may have been quicker.
        with suppress(StoreRefused):
            add_event(sample.engine, day, words, now=utc_now(), today=sample.today(), by="sample")


def _holds_just(engine: sa.Engine, files: list[SourceFile]) -> bool:
    from rorf_data.store.queries import load_file_hashes

    with engine.connect() as connection:
        return load_file_hashes(connection) == [file.sha256 for file in files]
