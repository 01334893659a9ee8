"""Who speaks for whom before the authority: mandates, filings, legal aid by rota."""
