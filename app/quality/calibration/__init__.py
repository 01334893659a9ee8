"""Several assessors score one file, each blind; then they discuss where they differ, and settle it."""
