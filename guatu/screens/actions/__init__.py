"""What is done with boards, their pages and their addresses."""
