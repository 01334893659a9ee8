"""How good the files were, how often assessors say the same, and what they find again and again."""
