"""Views: composing boards, and showing them on screens."""
