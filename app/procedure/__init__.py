"""The law as data: profile schema, engine, calendars. Pure: no database, no clock of its own."""
