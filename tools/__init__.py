"""What developers run: generated documents, the English catalogue, screenshots."""
