"""What was asked, what one more act would ask, complaints."""
