"""What the system asks of people each week, its caps, and their complaints and suggestions."""
