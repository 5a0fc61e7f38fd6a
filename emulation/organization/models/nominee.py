"""Who a record, a result or a nomination is about: exactly one unit, person or household."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from emulation.constraints import exactly_one_of

from .group import NomineeKind
from .person import Household, Person
from .unit import Unit

NOMINEE_FIELDS = {
    NomineeKind.COLLECTIVE: "unit",
    NomineeKind.INDIVIDUAL: "person",
    NomineeKind.HOUSEHOLD: "household",
}
# The units through which records about nominees are owned; they follow when these move.
NOMINEE_OWNERS = ("unit", "person__unit", "household__unit")


def about_those_of(units: models.QuerySet) -> Q:
    """Return the condition on records: about one of `units` or a member of these."""
    return Q(unit__in=units) | Q(person__unit__in=units) | Q(household__unit__in=units)


class AboutNomineeQuerySet(models.QuerySet):
    """Named reads of what is about a nominee."""

    def visible_to(self, user: Any) -> AboutNomineeQuerySet:
        """What is about the units that `user` sees and the members of these."""
        if user.is_superuser:
            return self.all()
        return self.filter(about_those_of(Unit.objects.visible_to(user)))

    def with_nominee(self) -> AboutNomineeQuerySet:
        """Read who the record is about, and where he belongs, at once."""
        return self.select_related("unit", "person__unit", "household__unit")

    def about(self, nominee: Unit | Person | Household) -> AboutNomineeQuerySet:
        """What is about this very unit, person or household."""
        return self.filter(**{field_for(nominee): nominee})


class AboutNominee(models.Model):
    """Abstract: about exactly one unit, person or household; carries the owning authority."""

    owned_through = NOMINEE_OWNERS

    authority = models.ForeignKey(
        Unit, models.PROTECT, editable=False, related_name="+", verbose_name="cơ quan chủ quản"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name="tập thể",
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name="cá nhân",
    )  # fmt: skip
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name="hộ gia đình",
    )  # fmt: skip

    objects = AboutNomineeQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [exactly_one_of("names_one_nominee", *NOMINEE_FIELDS.values())]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the owning authority right."""
        self.authority_id = self.nominee.authority_id
        super().save(*args, **kwargs)

    @property
    def nominee(self) -> Unit | Person | Household:
        """Return the unit, person or household."""
        return self.unit or self.person or self.household

    @property
    def subject(self) -> NomineeKind:
        """Return the nominee kind."""
        return kind_of(self.nominee)


def kind_of(nominee: Unit | Person | Household) -> NomineeKind:
    """Return the nominee kind of a unit, person or household."""
    models_by_kind = {
        Unit: NomineeKind.COLLECTIVE,
        Person: NomineeKind.INDIVIDUAL,
        Household: NomineeKind.HOUSEHOLD,
    }
    return models_by_kind[type(nominee)]


def field_for(nominee: Unit | Person | Household) -> str:
    """Return the field of `AboutNominee` that holds `nominee`."""
    return NOMINEE_FIELDS[kind_of(nominee)]
