"""Who keeps the library of procedures; everybody of the government may read it."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import Role

declare("procedure.edit", "设定前期手续", Role.OFFICE)
