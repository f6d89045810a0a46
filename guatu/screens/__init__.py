"""Boards for wall screens, composed from panels and opened by token addresses."""
