"""Reading lists of work: what they are composed of, how they stand, what came of them."""
