"""Contacts at the border where somebody expressed fear, one by one and as counts on paper."""
