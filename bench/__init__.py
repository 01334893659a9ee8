"""The budgets of the architecture, measured beside what PostgreSQL itself takes for the same statements."""
