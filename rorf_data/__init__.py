"""Where a rural region sees where its naloxone goes: the core, without a screen.

The rooms and the order in which they may import one another stand in ``docs/decisions/0001-the-house.md``.
"""
