"""The papers of this floor; URLs, menus, commands and tests are made from this tuple."""

from campaigns.models import Campaign, Registration
from emulation.papers.catalogue import PaperKind

from . import plan, registration

PAPERS = (
    PaperKind("plan", "Kế hoạch", Campaign.objects.all, plan.build),
    PaperKind("registration", "Bản đăng ký", Registration.objects.all, registration.build),
)
