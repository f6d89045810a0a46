"""What the rail costs beside the page: one query for notices, seven for the desk, counted anew."""

BADGES = 8
