"""Users, roles, offices, posts, sign-in, the permission matrix."""
