"""负担: the meter, caps, what an act would cost, 五不得, complaints and suggestions."""
