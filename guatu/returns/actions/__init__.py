"""What is done with sheets: sent out, brought back, entered, taken back."""
