"""Reading promises: lists with counts, whom they speak to, a year for its review."""
