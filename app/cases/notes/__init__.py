"""What colleagues tell each other about a case: notes, mentions, tasks, hand-overs. Never part of the file that the person may read."""
