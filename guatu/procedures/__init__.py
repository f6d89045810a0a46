"""前期手续: the library of procedures that a city gives its projects, as rows."""
