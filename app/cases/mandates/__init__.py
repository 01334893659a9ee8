"""Legal representatives of a case: by which mandate, with which powers, for whom, and until when."""
