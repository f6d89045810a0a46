"""What is read of sheets that go out and come back."""
