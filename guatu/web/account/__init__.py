"""Log-in, password and second factor, on top of django-allauth."""
