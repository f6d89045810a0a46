"""What is done with concentrated starts."""
