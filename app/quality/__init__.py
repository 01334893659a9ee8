"""Quality assurance: instruments, samples, blind assessments, their scores, and what comes of them."""
