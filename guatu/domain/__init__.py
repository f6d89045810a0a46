"""The pure core: no Django, no input or output, no clock."""
