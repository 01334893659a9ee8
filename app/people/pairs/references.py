"""Every place of the database that points at a person, and what becomes of it when two records become one.

A test compares this list with the database's own catalogue: a table that is new points at persons and is not here is a fault. The
database itself moves whatever is not named under `STAYS`, so that nothing is forgotten even then.
"""

# These say something about a record, not about the person: they stay where they are.
STAYS = (
    "duplicate_pairs.person_a",
    "duplicate_pairs.person_b",
    "person_merges.survivor_id",
    "person_merges.merged_id",
    "persons.merged_into",
)
MOVES = (
    "appointments.person_id",
    "biometric_references.person_id",
    "cases.principal_person_id",
    "claims.person_id",
    "contact_records.person_id",
    "guardianships.child_id",
    "identity_papers.person_id",
    "interpreter_conflicts.person_id",
    "interview_wishes.person_id",
    "notices.person_id",
    "person_photos.person_id",
    "person_relations.person_id",
    "person_relations.relative_id",
    "provisional_documents.person_id",
    "reunification_requests.person_id",
    "screening_proposals.person_id",
    "screenings.person_id",
    "specific_needs.person_id",
    "tracing_matches.person_id",
    "tracing_requests.person_id",
    "waiting_list.person_id",
)
