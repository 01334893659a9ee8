"""How days are counted: calendars, periods, and why a due day is what it is."""
