"""What is asked of people: counted, capped, held against the rules of the land, complained of."""
