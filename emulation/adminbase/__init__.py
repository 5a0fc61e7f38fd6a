"""The admin's ground, for the admin modules of every app.

Rights follow roles, not Django's permissions on models. A superuser may do everything that a
page offers; the office of an authority sees the units below it and changes what its authority
owns; whoever signs or audits reads. Every queryset goes through `visible_to`, so a record of
another commune answers like one that does not exist.
"""

from emulation.organization.services.references import references

from .changes import ChangesAdmin
from .dated import DatedRecordAdmin, YearFilter
from .filters import ActiveFilter, DayFilter, UnitFilter
from .look import (
    AdminPasswordChangeForm,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DropdownFilter,
    RadioFilter,
    UserChangeForm,
    UserCreationForm,
    display,
    page_link,
)
from .records import OFFICE_MAY, PartInline, ReadInline, RecordAdmin
from .rules import RuleForm, SeveralField
from .site import READERS, may_enter
from .worked import LogInline, WorkedElsewhere

__all__ = [
    "OFFICE_MAY",
    "READERS",
    "ActiveFilter",
    "AdminPasswordChangeForm",
    "BooleanRadioFilter",
    "ChangesAdmin",
    "ChoicesDropdownFilter",
    "ChoicesRadioFilter",
    "DatedRecordAdmin",
    "DayFilter",
    "DropdownFilter",
    "LogInline",
    "PartInline",
    "RadioFilter",
    "ReadInline",
    "RecordAdmin",
    "RuleForm",
    "SeveralField",
    "UnitFilter",
    "UserChangeForm",
    "UserCreationForm",
    "WorkedElsewhere",
    "YearFilter",
    "display",
    "may_enter",
    "page_link",
    "references",
]
