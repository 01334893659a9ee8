"""What those who speak for somebody hand in, what runs for their clients, and legal aid by rota."""
