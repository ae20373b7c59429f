"""The steps that bring an older database to this program's schema."""
