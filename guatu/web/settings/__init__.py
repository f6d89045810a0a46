"""Pages: one's own account, and for the system administrator the government's facts."""
