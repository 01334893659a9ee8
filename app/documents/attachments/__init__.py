"""Files that belong to a case: what a person brought, what was recorded, what proves a service. Sealed, with their digest."""
