"""What the pages of an assessment show, and what their forms say."""
