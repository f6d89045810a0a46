"""Making keys, sending, accepting senders, entering and undoing."""
