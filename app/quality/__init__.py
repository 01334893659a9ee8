"""Quality assurance: checklists, samples, scores, recommendations."""
