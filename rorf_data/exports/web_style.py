"""The style sheet of the web page that a document becomes: screen and paper, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Final

NARROW: Final = "40rem"
"""The widest window in which a picture is shown as it is drawn for a phone."""

_SCREEN = """
:root { color-scheme: light dark; --ground: #FFFFFF; --text: #1B2330; --quiet: #555F6E; --line: #C9CFD8;
  --link: #0B5394; --band: #F3F5F8; --mark: #8A1C1C; --mark-ground: #FDECEC; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.5; overflow-wrap: break-word;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
body > * { max-width: 62rem; margin-inline: auto; padding-inline: 1rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; background: var(--ground); padding: .5rem 1rem; }
.skip:focus { left: 0; top: 0; }
h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 .25rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
section { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 1.5rem; scroll-margin-top: .5rem; }
.mark { display: inline-block; margin: 0 .5rem .5rem 0; padding: .1rem .6rem; border: 1px solid var(--mark);
  border-radius: .25rem; color: var(--mark); background: var(--mark-ground); font-weight: 600; }
.quiet, .source { color: var(--quiet); font-size: .875rem; }
nav h2 { margin-top: 1rem; }
nav ol { columns: 2 20rem; column-gap: 3rem; padding-left: 1.75rem; }
nav li { break-inside: avoid; padding: .15rem 0; }
.said { padding-left: 1.25rem; }
.said li { margin-bottom: .35rem; }
figure { margin: 1.25rem 0; }
figcaption p, .source { margin: .35rem 0 0; }
.title, caption { font-weight: 600; text-align: left; }
.card { background: #FFFFFF; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem; }
.card svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
.scroll { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .35rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--band); vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; }
tbody .number { white-space: nowrap; }
.hidden, .empty { color: var(--quiet); }
.hidden { font-style: italic; }
details { margin-top: 1rem; border-left: 3px solid var(--line); padding-left: .75rem; }
summary { cursor: pointer; padding: .25rem 0; }
dt { font-weight: 600; margin-top: .75rem; }
dd { margin: 0; }
.facts { list-style: none; padding: 0; overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-block: 1rem 2rem; }
"""

_DARK = """
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14181F; --text: #E8EBF0; --quiet: #B4BCC8; --line: #3D4654; --link: #8FBDF2; --band: #1F2530;
    --mark: #FFB4AB; --mark-ground: #3A1618; }
}
"""

_NARROW = f"""
@media screen and (max-width: {NARROW}) {{
  h1 {{ font-size: 1.5rem; }}
  h2 {{ font-size: 1.25rem; }}
  .wide {{ display: none; }}
  .narrow {{ display: block; }}
  .card {{ padding: .25rem; margin-inline: -.5rem; }}
  th, td {{ padding: .3rem .4rem; }}
  th, td {{ min-width: 9rem; }}
  .number {{ min-width: 4.5rem; }}
  .mark {{ font-size: .8125rem; }}
}}
"""

_PAPER = """
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; }
  body > * { max-width: none; padding-inline: 0; }
  .skip, nav, details:not([open]) { display: none; }
  section { break-before: page; border-top: 0; margin-top: 0; padding-top: 0; }
  main > section:first-child { break-before: auto; }
  h1, h2, dt, .title, caption { break-after: avoid; }
  figure, .card, tr, .mark { break-inside: avoid; }
  p, li { orphans: 3; widows: 3; }
  .card { border: 0; padding: 0; }
  .card svg { max-height: 6in; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
}
"""

_PAGE = """
@page { size: letter; margin: 0.9in 0.75in; font: 9pt system-ui, Arial, sans-serif;
  @top-center { content: "%s"; }
  @bottom-left { content: "%s"; }
  @bottom-right { content: counter(page) " of " counter(pages); }
}
"""


def style_sheet(*, head: str, foot: str) -> str:
    """The whole sheet; ``head`` and ``foot`` are written on every printed page."""
    return "".join([_SCREEN, _DARK, _NARROW, _PAPER, _PAGE % (_quoted(head), _quoted(foot))])


def _quoted(text: str) -> str:
    """The text inside a string of CSS: whatever could end the string, or the sheet, is written as its number."""
    return "".join(sign if sign.isalnum() or sign in " .,:" else f"\\{ord(sign):06X}" for sign in text)
