"""Dates as 05/03/1990 and numbers as 1.234.567,5, both read and written.

Django's own vi formats lack the input formats, so 05/03/1990 was read as 3 May (ecosystem.md
finding 1). What else to know when numbers are grouped:

- Every int in a template is grouped, a year and a key too: 2.024. Write `{{ year|unlocalize }}`
  (`{% load l10n %}`), or hand the template a str; tables2: `Column(localize=False)`. Arguments of
  `{% url %}` are never grouped.
- A form field reads 1.234.567,5 only with `localize=True` (or `Meta.localized_fields`); it then
  shows a text input, not a number input. A single dot followed by exactly three digits groups
  (1.500 is one thousand five hundred), otherwise it is a decimal point (1.5).
- A browser's `type="date"` input speaks only ISO: `DateInput(format="%Y-%m-%d", ...)`; what it
  sends is read here.
"""

DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "d/m/Y H:i"
YEAR_MONTH_FORMAT = r"\t\há\n\g n \nă\m Y"
MONTH_DAY_FORMAT = r"\n\gà\y j \t\há\n\g n"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1  # Monday

# The first of each list is also how a form shows the value.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%Hh%M", "%H giờ %M"]
DATETIME_INPUT_FORMATS = [
    *(f"{day} {time}" for day in DATE_INPUT_FORMATS for time in ("%H:%M", "%H:%M:%S")),
    *DATE_INPUT_FORMATS,
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
