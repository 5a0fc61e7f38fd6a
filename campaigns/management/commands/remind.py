"""Write the reminders that fall due today into each office's outbox; safe to run at any time."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.services.reminding import remind
from campaigns.states import CampaignState
from emulation.organization.models import Unit


class Command(BaseCommand):
    """For a timer, once a day or oftener: every reminder falls due once."""

    help = "Soạn thư nhắc các thời hạn sắp đến và đã qua; chạy bao nhiêu lần cũng được."

    def handle(self, *args, **options):
        """Remind in every authority with a movement in force."""
        day = timezone.localdate()
        running = Unit.objects.filter(campaigns__state=CampaignState.ISSUED).distinct()
        for authority in running:
            done = remind(authority, day)
            if done.reminders:
                self.stdout.write(
                    f"{authority}: {done.reminders} việc đến lúc nhắc, {done.messages} thư, "
                    f"{len(done.unreached)} đơn vị không có địa chỉ thư."
                )
