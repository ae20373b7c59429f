"""What the commands do and say; :mod:`rorf_data.__main__` only reads the words after ``rorf``.

A module holds the commands of one subject: ``add`` describes them, and each imports what it needs when it runs.
"""
