"""The catalogue: kinds of paper come from the tuples that settings name."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from emulation.papers.catalogue import PaperKind, all_kinds


def make_kind(slug):
    return PaperKind(slug=slug, title="Kế hoạch", subjects=list, build=lambda subject: subject)


PLANS = (make_kind("plan"), make_kind("decision"))
SAME_AGAIN = (make_kind("plan"),)


def test_kinds_are_found_by_slug_in_the_order_of_settings(settings):
    settings.PAPER_CATALOGUES = [f"{__name__}.PLANS"]
    assert list(all_kinds()) == ["plan", "decision"]
    assert all_kinds()["plan"].title == "Kế hoạch"


def test_two_kinds_may_not_share_a_slug(settings):
    settings.PAPER_CATALOGUES = [f"{__name__}.PLANS", f"{__name__}.SAME_AGAIN"]
    with pytest.raises(ImproperlyConfigured, match="plan"):
        all_kinds()


def test_the_file_is_named_after_the_kind_and_the_record():
    assert make_kind("plan").filename(SimpleNamespace(pk=7)) == "plan-7.pdf"
    assert make_kind("plan").filename(SimpleNamespace(pk=7), "docx") == "plan-7.docx"
