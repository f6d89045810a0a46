"""What was asked of units and of oneself, week by week; what holds the five prohibitions."""
