"""Reading projects: the list, one project, the months of its reports."""
