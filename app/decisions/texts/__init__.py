"""What a decision says, in words: composed by templates from what was analysed and decided, edited by who drafts it."""
