"""The papers of this floor; URLs, menus, commands and tests are made from this tuple."""

from campaigns.models import Campaign, ChaseLetter, Registration
from emulation.papers.catalogue import PaperKind

from . import chase_letter, plan, registration, task_list

PAPERS = (
    PaperKind("plan", "Kế hoạch", Campaign.objects.all, plan.build),
    PaperKind("registration", "Bản đăng ký", Registration.objects.all, registration.build),
    PaperKind("chase_letter", "Công văn đôn đốc", ChaseLetter.objects.all, chase_letter.build),
    PaperKind(
        "task_list",
        "Bảng phân công",
        Campaign.objects.filter(tasks__isnull=False).distinct,
        task_list.build,
    ),
)
