"""What is done with the items of a day, and closing the days."""
