"""Commitments (承诺践诺): who promised what by when, and how it was kept."""
