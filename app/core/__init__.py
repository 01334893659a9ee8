"""Database session, actor, clock, errors, crypto, storage, paging: knows no feature, no HTTP."""
