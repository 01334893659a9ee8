"""Country-of-origin information: documents, passages, research asked for and answered."""
