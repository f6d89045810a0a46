"""Acts on promises: drafting, approving, practising, revising, judging, reminding, reviewing."""
