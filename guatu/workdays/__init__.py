"""Workdays: versioned rows of holidays and make-up workdays."""
