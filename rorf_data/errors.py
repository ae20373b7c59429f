"""What can be refused, in words fit to show to staff.

::

    RorfDataError
    ├── FileRefused         a file that can't be read at all, or whose columns fit no feed
    │   └── SourceNotRecognised   readable, but no known source fits its columns
    │       └── SeveralSources    more than one fits them alike
    ├── SettingsRefused     settings.toml or a source's TOML holds something that can't be
    ├── StoreRefused        the database can't be opened, is newer than this program, or holds another key
    ├── DayRefused          figures as of a day to come, or of one before anything was on record
    ├── FolderRefused       a watched folder that can't be looked into, or that nothing can be put into
    ├── ExportRefused       a picture or file can't be made here, such as a PNG without a browser
    ├── MailRefused         a mail server can't be reached, or doesn't let us in
    └── DisclosureRefused   figures that can't be shared without giving away a small number

A dirty row is none of these: it is an :class:`rorf_data.model.Issue`, returned beside the good rows.
A message names the file, row or setting and says what to do; it never quotes a whole record.
"""


class RorfDataError(Exception):
    """Something a person can mend; the message is shown to them as it is."""


class FileRefused(RorfDataError):
    """A file can't be read at all; nothing of it was stored."""


class SourceNotRecognised(FileRefused):
    """The file can be read, but its columns fit no known source, or more than one."""


class SeveralSources(SourceNotRecognised):
    """The columns fit more than one known source alike; a person says which it is."""


class SettingsRefused(RorfDataError):
    """A settings file or a source's description holds something that can't be."""


class StoreRefused(RorfDataError):
    """The database can't be used as it stands."""


class DayRefused(RorfDataError):
    """There are no figures as of this day."""


class FolderRefused(RorfDataError):
    """A folder that files are taken from can't be used as it stands."""


class ExportRefused(RorfDataError):
    """A picture or file can't be made on this machine."""


class MailRefused(RorfDataError):
    """The mail server can't be used as it is set up."""


class DisclosureRefused(RorfDataError):
    """These figures can't be shown outside the programme without giving away a small number."""
