"""Pages: versions of the annual list, what each changed, and the next adjustment."""
