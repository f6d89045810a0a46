"""Pages: a person's notices, how he wants to be told, and the channels of the government."""
