"""Calendars for a telephone or a mail program, without a name in them."""
