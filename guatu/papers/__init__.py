"""Official papers: bulletins, slips, minutes and briefings, their numbers and what they say."""
