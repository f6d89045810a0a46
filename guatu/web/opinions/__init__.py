"""What people think of projects beside their lights (研判)."""
