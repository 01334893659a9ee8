"""From what assessors find to what the house changes: findings, recommendations, and whether they were carried out."""
