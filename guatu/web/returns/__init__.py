"""填报表: sheets of all units sent out, brought back, checked and entered."""
