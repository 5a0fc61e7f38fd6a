"""One record of every model of the admin, and the addresses of the admin's pages."""

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from emulation.organization.models import Role
from tests.make import (
    make_anonymisation,
    make_award,
    make_award_share,
    make_award_type,
    make_bar,
    make_campaign,
    make_certificate,
    make_certificate_sheet,
    make_chase_letter,
    make_council,
    make_criterion_set,
    make_decision,
    make_dossier,
    make_example,
    make_extension,
    make_group,
    make_household,
    make_index_band,
    make_index_score,
    make_initiative,
    make_issued_paper,
    make_line,
    make_nomination,
    make_person,
    make_rating,
    make_registration,
    make_reminder,
    make_result,
    make_retention,
    make_session,
    make_submission,
    make_task,
    make_transfer,
    make_unit,
    make_user,
    make_wording,
)

MODELS = sorted(model._meta.label for model in admin.site._registry)
# The law is everybody's: read by all offices, changed by the superuser; it ships with rows.
LAW = {
    f"awards.{name}"
    for name in ("AwardShare", "AwardType", "BaseSalary", "BonusRate", "BonusRule",
                 "LegalDocument", "Regime", "VoteRule")
} | {"organization.Retention"}  # fmt: skip


def url(model, page, *args):
    """Return the address of a page of a model, given as its label, class or record."""
    label = model if isinstance(model, str) else model._meta.label
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=args)


def make_one_of_each(authority):
    """One record of every model of the admin, all of `authority`; by model label."""
    village = make_unit(parent=authority, name="Thôn Một")
    by = make_user(role=Role.UNIT, unit=village)
    campaign = make_campaign(authority=authority, by=by)
    registration = make_registration(period=campaign.periods.get(), unit=village, by=by)
    make_line(registration=registration)
    records = [
        village,
        by,
        campaign,
        registration,
        person := make_person(unit=village),
        make_rating(person=person),
        make_bar(person=person),
        make_initiative(person=person),
        make_index_score(unit=village),
        make_index_band(authority=authority),
        make_extension(period=registration.period, by=by),
        make_reminder(period=registration.period, unit=village),
        make_chase_letter(period=registration.period, units=[village], by=by),
        make_task(campaign=campaign, by=by),
        result := make_result(
            period=registration.period,
            unit=village,
            criterion=(criteria := make_criterion_set(authority=authority)).criteria.get(),
        ),
        make_example(result=result, by=by),
        award := make_award(person=person),
        dossier := make_dossier(period=registration.period, unit=village, by=by),
        make_nomination(dossier=dossier, person=person),
        council := make_council(authority=authority),
        make_session(council=council, by=by),
        make_decision(authority=authority, by=by),
        make_submission(authority=authority, period=registration.period, by=by),
        make_certificate(award=award),
        make_certificate_sheet(authority=authority),
        make_wording(authority=authority, by=by),
        make_transfer(person=person),
        make_household(unit=village),
        make_group(authority=authority, name="Nhóm một"),
        make_issued_paper(authority=authority, by=by),
        criteria,
        make_award_type(),
        make_award_share(),
        make_retention(),
        make_anonymisation(authority=authority, by=by),
        *(
            apps.get_model(label).objects.first()
            for label in sorted(
                LAW - {"awards.AwardType", "awards.AwardShare", "organization.Retention"}
            )
        ),
    ]
    return {record._meta.label: record for record in records}
