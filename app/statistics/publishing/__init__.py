"""What leaves the house: public releases under disclosure control, UNHCR's yearly return, and the regional indicators. Counts, never a person."""
