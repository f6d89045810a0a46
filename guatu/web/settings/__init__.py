"""Pages: one's own account, the government's facts, its industry chains and parks."""
