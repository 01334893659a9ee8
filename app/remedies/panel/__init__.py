"""Who hears a remedy: seats by rota, drafts of the judgment and the votes on them, closed to everybody else."""
