"""The event log for analysts: who did what when, with pseudonyms that mean something in one extract and nothing outside it."""
