"""Changing the organisation: units, posts, who holds them, who may log in."""

from guatu.org.actions.accounts import (
    disable_account,
    enable_account,
    open_account,
    reset_password,
)
from guatu.org.actions.acting import Acting
from guatu.org.actions.founding import Founding, change_tenant, create_tenant, found_tenant
from guatu.org.actions.passwords import change_own_password, password_fault
from guatu.org.actions.posts import change_post, close_post, create_post, hand_over, set_roles
from guatu.org.actions.second_factor import lift_second_factor, record_second_factor
from guatu.org.actions.units import add_unit, change_unit, close_unit

__all__ = [
    "Acting",
    "Founding",
    "add_unit",
    "change_own_password",
    "change_post",
    "change_tenant",
    "change_unit",
    "close_post",
    "close_unit",
    "create_post",
    "create_tenant",
    "disable_account",
    "enable_account",
    "found_tenant",
    "hand_over",
    "lift_second_factor",
    "open_account",
    "password_fault",
    "record_second_factor",
    "reset_password",
    "set_roles",
]
