"""Work lines with their plans and targets, command posts and task forces."""
