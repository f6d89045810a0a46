from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "guatu.capacity"
    label = "capacity"
