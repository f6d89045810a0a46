"""Pages. Small views; forms check shape, actions decide."""
