"""How the admin looks: the only module that imports unfold.

Without unfold, take these names from django.contrib.admin, django.contrib.auth.forms and
django.forms (every filter a SimpleListFilter) here and nowhere else.
"""

from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import (
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    ChoicesRadioFilter,
    DropdownFilter,
    RadioFilter,
    TextFilter,
)
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget as CheckBoxes,
)
from unfold.widgets import (
    UnfoldAdminSelectWidget as Select,
)
from unfold.widgets import (
    UnfoldAdminSingleDateWidget as DateInput,
)

__all__ = [
    "AdminPasswordChangeForm",
    "BooleanRadioFilter",
    "CheckBoxes",
    "ChoicesDropdownFilter",
    "ChoicesRadioFilter",
    "DateInput",
    "DropdownFilter",
    "ModelAdmin",
    "RadioFilter",
    "Select",
    "TabularInline",
    "TextFilter",
    "UserChangeForm",
    "UserCreationForm",
    "display",
    "page_link",
]


def page_link(url: str, text: str) -> str:
    """Return a link out of the admin."""
    return format_html(
        '<a href="{}" class="font-medium text-primary-600 underline whitespace-nowrap">{}</a>',
        url,
        text,
    )
