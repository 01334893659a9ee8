"""One act applied to many cases: prepared, looked at, approved by a person, and carried out case by case by the worker."""
