"""Records for tests: one plain function each, keyword-only, valid as they come.

Every value can be given by name (`make_person(full_name="Lê Thị Én", unit=village)`); what is
left out is the simplest that the rules admit. Days lie around today, so that an issued campaign
is open for registration.
"""

import datetime as dt
import hashlib
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from awards.models import (
    Award,
    AwardKind,
    AwardShare,
    AwardType,
    Criterion,
    CriterionSet,
    Verified,
    VoteBase,
)
from campaigns.models import (
    AwardOffer,
    Campaign,
    ChaseLetter,
    Example,
    Extension,
    FieldCheck,
    Line,
    Mark,
    Message,
    Override,
    Participant,
    Period,
    Plan,
    PlanTask,
    Registration,
    Reminder,
    Result,
    ResultReport,
    Route,
)
from campaigns.states import CampaignState, RegistrationState
from dossiers.models import (
    AgendaItem,
    Attendance,
    Certificate,
    CertificateSheet,
    Council,
    CouncilSession,
    Decision,
    DecisionLine,
    Dossier,
    Nomination,
    Part,
    Seat,
    SeatRole,
    Submission,
    Wording,
)
from dossiers.states import (
    DecisionState,
    DossierState,
    NominationState,
    SessionState,
    SubmissionState,
)
from emulation.organization.models import (
    AccountLog,
    AnnualRating,
    Anonymisation,
    Bar,
    BarKind,
    Employment,
    Group,
    Household,
    IndexBand,
    IndexRating,
    IndexScore,
    Initiative,
    IssuedPaper,
    Level,
    Membership,
    NomineeKind,
    Person,
    RatingLevel,
    Retention,
    RosterSheet,
    Transfer,
    TransferRequest,
    Unit,
    UnitKind,
    User,
)
from emulation.papers.certificate_layout import A4

PASSWORD = "Thi-dua-2026"
numbers = count(1)


def days_from_today(days):
    return timezone.localdate() + dt.timedelta(days=days)


# --- organization ------------------------------------------------------------------------------


def make_authority(*, name="Ủy ban nhân dân xã Đình Dù", level=Level.COMMUNE, **values):
    """A commune (or another authority: `level`, `parent`)."""
    return Unit.objects.create(
        **{
            "kind": UnitKind.AUTHORITY,
            "level": level,
            "name": name,
            "short_name": name.replace("Ủy ban nhân dân", "UBND"),
            "symbol": "UBND",
            "place": "Đình Dù",
            "collective_name": "TM. ỦY BAN NHÂN DÂN",
            "head_position": "CHỦ TỊCH",
            "head_name": "Lê Văn Chung",
        }
        | values
    )


def make_unit(*, parent=None, name="Thôn Ngọc", kind=UnitKind.VILLAGE, **values):
    """A part of an authority: a village unless told otherwise."""
    return Unit.objects.create(parent=parent or make_authority(), name=name, kind=kind, **values)


def make_person(*, unit=None, full_name="Nguyễn Văn An", **values):
    return Person.objects.create(unit=unit or make_unit(), full_name=full_name, **values)


def make_household(*, unit=None, head_name="Trần Thị Bình", **values):
    return Household.objects.create(unit=unit or make_unit(), head_name=head_name, **values)


def make_group(*, authority=None, name="Các thôn", subject=NomineeKind.COLLECTIVE, **values):
    """A group of collectives (all villages) or, with `subject`, of people or households."""
    kinds = [UnitKind.VILLAGE] if subject == NomineeKind.COLLECTIVE else []
    jobs = [Employment.CIVIL_SERVANT] if subject == NomineeKind.INDIVIDUAL else []
    return Group.objects.create(
        **{
            "authority": authority or make_authority(),
            "name": name,
            "subject": subject,
            "unit_kinds": kinds,
            "employments": jobs,
        }
        | values
    )


def make_user(*, role=None, unit=None, username=None, password=PASSWORD, **values):
    """An account; with `role` also its membership in `unit` (a new commune if none is given)."""
    user = User.objects.create_user(
        username=username or f"taikhoan{next(numbers)}", password=password, **values
    )
    if role:
        make_membership(user=user, role=role, unit=unit)
    return user


def make_membership(*, user, role, unit=None, **values):
    return Membership.objects.create(user=user, role=role, unit=unit or make_authority(), **values)


def make_account_log(*, account=None, by=None, **values):
    """One row of the log of an account."""
    account = account or make_user()
    return AccountLog.objects.create(
        **{"account": account, "account_name": account.username, "action": "created", "by": by}
        | values
    )


def make_superuser(*, username=None, password=PASSWORD, **values):
    return User.objects.create_superuser(
        username=username or f"quantri{next(numbers)}", password=password, **values
    )


def make_issued_paper(*, authority=None, slug="plan", subject_id=None, by=None, **values):
    """A row of the register of issued papers, with a stand-in for the PDF."""
    number = next(numbers)
    return IssuedPaper.objects.create(
        **{
            "authority": authority or make_authority(),
            "slug": slug,
            "subject_id": subject_id or number,
            "title": "Kế hoạch phát động phong trào thi đua",
            "number": f"{number}/KH-UBND",
            "dated": timezone.localdate(),
            "file": f"papers/{slug}-{number}.pdf",
            "sha256": f"{number:064x}",
            "issued_by": by or make_user(),
        }
        | values
    )


def make_retention(**values):
    """Who left is kept for ten years."""
    given = {"kind": "member", "years": 10, "legal_source": "Thông tư 10/2022/TT-BNV"} | values
    return Retention.objects.update_or_create(kind=given["kind"], defaults=given)[0]


def make_anonymisation(*, authority=None, by=None, **values):
    """Two people were made anonymous."""
    given = {"counts": {"Cá nhân": 2}, "periods": {"member": 10, "bar": 5, "roster": 1}, "by": by}
    return Anonymisation.objects.create(authority=authority or make_authority(), **given | values)


# --- awards ------------------------------------------------------------------------------------


def make_award_type(*, name="Lao động tiên tiến", subjects="I", **values):
    """A title that the commune gives, in force since 2024 (the shipped catalogue is there too)."""
    return AwardType.objects.create(
        **{
            "code": f"THU{next(numbers)}",
            "name": name,
            "kind": AwardKind.TITLE,
            "subjects": subjects,
            "level": Level.COMMUNE,
            "decided_by": "Chủ tịch UBND cấp xã",
            "valid_from": dt.date(2024, 1, 1),
            "legal_basis": "Luật Thi đua, khen thưởng 2022",
            "verified": Verified.YES,
        }
        | values
    )


def make_award_share(**values):
    """A title that at most 15% of the holders of Lao động tiên tiến may be given."""
    return AwardShare.objects.create(
        **{
            "award_code": f"THU{next(numbers)}",
            "of_code": "LDTT",
            "percent": 15,
            "valid_from": dt.date(2024, 1, 1),
            "legal_basis": "Quyết định của UBND tỉnh",
        }
        | values
    )


def make_criterion_set(
    *, authority=None, name="Tiêu chuẩn tập thể", subject=NomineeKind.COLLECTIVE,
    criteria=("Hoàn thành tốt nhiệm vụ được giao.",),
):  # fmt: skip
    """A set with its criteria, given as texts."""
    made = CriterionSet.objects.create(
        authority=authority or make_authority(), name=name, subject=subject
    )
    for position, text in enumerate(criteria, start=1):
        Criterion.objects.create(criterion_set=made, position=position, text=text)
    return made


def make_criterion(*, criterion_set, text="Hoàn thành tốt nhiệm vụ được giao", **values):
    """A criterion at the end of a set; the office judges it unless `kind` says otherwise."""
    position = values.pop("position", criterion_set.criteria.count() + 1)
    return Criterion.objects.create(
        criterion_set=criterion_set, text=text, position=position, **values
    )


def make_library_set(*, authority=None, criteria=("Hoàn thành tốt nhiệm vụ được giao.",), **values):
    """A set of the authority's library, given as texts."""
    made = CriterionSet.objects.create(
        **{
            "authority": authority or make_authority(),
            "name": "Tiêu chuẩn tập thể hằng năm",
            "subject": NomineeKind.COLLECTIVE,
            "is_template": True,
        }
        | values
    )
    for text in criteria:
        make_criterion(criterion_set=made, text=text)
    return made


# --- campaigns ---------------------------------------------------------------------------------


def make_campaign(*, authority=None, state=CampaignState.ISSUED, by=None, bare=False, **values):
    """A campaign of this year with a plan, one open period, two offers and all villages in it.

    `bare` leaves out period, offers and participants; `state` may be any, a draft is not issued.
    """
    authority = authority or make_authority()
    issued = state in (CampaignState.ISSUED, CampaignState.CLOSED)
    campaign = Campaign.objects.create(
        **{
            "authority": authority,
            "name": "Phong trào thi đua cải cách hành chính",
            "theme": "cải cách hành chính",
            "starts_on": days_from_today(-30),
            "ends_on": days_from_today(300),
            "state": state,
            "issued_on": days_from_today(-20) if issued else None,
            "created_by": by or make_user(),
        }
        | values
    )
    make_plan(campaign=campaign)
    if not bare:
        make_period(campaign=campaign)
        make_offer(campaign=campaign, award_type=make_award_type(subjects="I"), column=1)
        make_offer(
            campaign=campaign,
            award_type=make_award_type(name="Tập thể lao động tiên tiến", subjects="C"),
            column=2,
        )
        villages = authority.groups.filter(name="Các thôn").first()
        Participant.objects.create(
            campaign=campaign, group=villages or make_group(authority=authority)
        )
    return campaign


def make_plan(*, campaign, **values):
    """The texts of a plan; numbered and dated when the campaign is issued."""
    issued = campaign.issued_on is not None
    return Plan.objects.create(
        **{
            "campaign": campaign,
            "number": "15" if issued else "",
            "dated": campaign.issued_on,
            "symbol": "KH-UBND",
            "place": "Đình Dù",
            "subject": f"Phát động {campaign.name.lower()}",
            "bases": "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
            "lead_in": "Ủy ban nhân dân xã xây dựng Kế hoạch như sau:",
            "body": "I. MỤC ĐÍCH\n- Nâng cao chất lượng phục vụ Nhân dân.",
            "closing": "Đề nghị các đơn vị thực hiện.",
            "recipients": "Các thôn\nLưu: VT",
            "signer_authority": "TM. ỦY BAN NHÂN DÂN",
            "signer_position": "CHỦ TỊCH",
            "signer_name": "Lê Văn Chung",
        }
        | values
    )


def make_period(*, campaign=None, name=None, **values):
    """A period that takes registrations for another month."""
    campaign = campaign or make_campaign(bare=True)
    return Period.objects.create(
        **{
            "campaign": campaign,
            "name": name or f"Năm {campaign.starts_on.year}",
            "starts_on": campaign.starts_on,
            "ends_on": campaign.ends_on,
            "registration_before": days_from_today(30),
            "dossier_before": days_from_today(200),
        }
        | values
    )


def make_offer(*, campaign=None, award_type=None, column=1, **values):
    """An award that the authority gives itself, with its column in the register."""
    return AwardOffer.objects.create(
        **{
            "campaign": campaign or make_campaign(bare=True),
            "award_type": award_type or make_award_type(),
            "column": column,
            "position": column or 0,
            "route": Route.OWN,
        }
        | values
    )


def make_registration(*, period=None, unit=None, state=RegistrationState.DRAFT, by=None, **values):
    """A unit's registration without rows; `make_line` adds them."""
    period = period or make_campaign().periods.get()
    authority = period.campaign.authority
    waiting = state in (RegistrationState.DRAFT, RegistrationState.WITHDRAWN)
    return Registration.objects.create(
        **{
            "authority": authority,
            "period": period,
            "unit": unit or make_unit(parent=authority),
            "state": state,
            "submitted_at": None if waiting else timezone.now(),
            "dated": None if waiting else timezone.localdate(),
            "created_by": by or make_user(),
        }
        | values
    )


def make_line(*, registration, offers=(), position=1, **nominee):
    """A row for `unit=`, `person=`, `household=` or `group=`; the registering unit by default."""
    nominee = nominee or {"unit": registration.unit}
    kinds = {
        "unit": NomineeKind.COLLECTIVE,
        "person": NomineeKind.INDIVIDUAL,
        "household": NomineeKind.HOUSEHOLD,
    }
    subject = nominee["group"].subject if "group" in nominee else kinds[next(iter(nominee))]
    line = Line.objects.create(
        **{"registration": registration, "subject": subject, "position": position} | nominee
    )
    for offer in offers:
        Mark.objects.create(line=line, offer=offer)
    return line


def make_extension(*, period=None, kind="registration", by=None, **values):
    """Ten more days for all; with `unit=` for that one alone. It is only kept, nothing moves."""
    period = period or make_campaign().periods.get()
    old = period.before(kind)
    return Extension.objects.create(
        **{
            "period": period,
            "kind": kind,
            "old_before": old,
            "before": old + dt.timedelta(days=10),
            "reason": "Mưa lũ kéo dài.",
            "by": by or make_user(),
        }
        | values
    )


def make_reminder(*, period=None, unit=None, **values):
    """A unit's registration was due within a week."""
    period = period or make_campaign().periods.get()
    return Reminder.objects.create(
        **{
            "period": period,
            "kind": "registration",
            "unit": unit or make_unit(parent=period.campaign.authority),
            "stage": "week",
            "before": period.registration_before,
            "on": timezone.localdate(),
        }
        | values
    )


def make_task_reminder(*, task=None, **values):
    """A task of the plan was to be done within a week; the office follows it."""
    task = task or make_task()
    defaults = {"unit": task.authority, "stage": "week", "before": task.before}
    return Reminder.objects.create(task=task, **defaults | {"on": timezone.localdate()} | values)


def make_message(*, authority=None, reminders=(), recipient=None, **values):
    """A reminder by e-mail that waits for the office."""
    message = Message.objects.create(
        **{
            "authority": authority or make_authority(),
            "recipient": recipient or make_user(),
            "address": "don.vi@dinhdu.example",
            "subject": "Nhắc việc: gửi đăng ký thi đua",
            "body": "Kính gửi đơn vị.",
        }
        | values
    )
    message.reminders.set(reminders)
    return message


def make_chase_letter(*, period=None, units=(), by=None, **values):
    """A draft letter about registrations that have not come."""
    period = period or make_campaign().periods.get()
    letter = ChaseLetter.objects.create(
        **{
            "authority": period.campaign.authority,
            "period": period,
            "kind": "registration",
            "counted_on": timezone.localdate(),
            "due_before": days_from_today(6),
            "signer_position": "CHỦ TỊCH",
            "signer_name": "Lê Văn Chung",
            "created_by": by or make_user(),
        }
        | values
    )
    letter.units.set(units or [make_unit(parent=letter.authority)])
    return letter


def make_task(*, campaign=None, by=None, **values):
    """A task of the plan that the office follows."""
    return PlanTask.objects.create(
        **{
            "campaign": campaign or make_campaign(bare=True),
            "who": "Đài truyền thanh xã",
            "text": "Tuyên truyền phong trào thi đua",
            "before": days_from_today(10),
            "position": next(numbers),
            "created_by": by or make_user(),
        }
        | values
    )


# --- dossiers ----------------------------------------------------------------------------------


def make_dossier(*, period=None, unit=None, state=DossierState.DRAFT, by=None, **values):
    """A unit's dossier for the awards that the authority gives itself, without nominations."""
    period = period or make_campaign().periods.get()
    authority = period.campaign.authority
    received = state not in (DossierState.DRAFT, DossierState.SUBMITTED)
    now = timezone.now()
    return Dossier.objects.create(
        **{
            "authority": authority,
            "period": period,
            "unit": unit or make_unit(parent=authority),
            "route": Route.OWN,
            "state": state,
            "submitted_at": None if state == DossierState.DRAFT else now,
            "received_at": now if received else None,
            "receipt_number": next(numbers) if received else None,
            "created_by": by or make_user(),
        }
        | values
    )


def make_nomination(*, dossier=None, offer=None, state=NominationState.PROPOSED, **values):
    """A nomination of a person of the dossier's unit (or `unit=`, `household=`) for an offer."""
    dossier = dossier or make_dossier()
    offer = offer or dossier.period.campaign.offers.first()
    if not {"unit", "person", "household"} & values.keys():
        values["person"] = make_person(unit=dossier.unit)
    return Nomination.objects.create(
        **{
            "dossier": dossier,
            "offer": offer,
            "award_type": offer.award_type,
            "state": state,
            "summary": "Hoàn thành tốt nhiệm vụ được giao.",
        }
        | values
    )


def make_part(*, dossier=None, by=None, content=b"%PDF-1.7", **values):
    """A scan in a dossier, an annex unless `component=` is given; its file is there."""
    part = Part(
        **{
            "dossier": dossier or make_dossier(),
            "name": "Bản quét",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "uploaded_by": by or make_user(),
        }
        | values
    )
    part.file.save("scan.pdf", ContentFile(content))
    return part


def make_council(*, authority=None, seats=0, **values):
    """A council of this year; with `seats` that many members, the first in the chair, the last
    its secretary."""
    council = Council.objects.create(
        **{"authority": authority or make_authority(), "starts_on": days_from_today(-300)} | values
    )
    for place in range(1, seats + 1):
        role = {1: SeatRole.CHAIR, seats: SeatRole.SECRETARY}.get(place, SeatRole.MEMBER)
        make_seat(council=council, role=role, position=place)
    return council


def make_seat(*, council=None, name=None, role=SeatRole.MEMBER, **values):
    return Seat.objects.create(
        council=council or make_council(),
        name=name or f"Lê Văn Ủy viên {next(numbers)}",
        role=role,
        **values,
    )


def make_session(*, council=None, state=SessionState.PLANNED, by=None, **values):
    """A session today whose members are all present, without items."""
    council = council or make_council(seats=5)
    session = CouncilSession.objects.create(
        **{
            "council": council,
            "title": "Họp xét khen thưởng",
            "planned_at": timezone.now(),
            "place": "Phòng họp UBND xã",
            "state": state,
            "opened_at": None if state == SessionState.PLANNED else timezone.now(),
            "presided_by": council.seats.first(),
            "secretary": council.seats.last(),
            "created_by": by or make_user(),
        }
        | values
    )
    for seat in council.seats.all():
        Attendance.objects.create(session=session, seat=seat)
    return session


def make_agenda_item(*, session=None, nomination=None, tally=None, **values):
    """An item that needs 70% of all; `tally` is (agree, disagree, blank) of all those present."""
    session = session or make_session()
    counted = {}
    if tally:
        votes = sum(tally)
        counted = dict(zip(("agree", "disagree", "blank"), tally, strict=True))
        counted |= {"issued": votes, "returned": votes, "valid": votes, "invalid": 0}
    return AgendaItem.objects.create(
        **{
            "session": session,
            "nomination": nomination or make_nomination(state=NominationState.ELIGIBLE),
            "percent": 70,
            "base": VoteBase.ALL,
            "position": next(numbers),
        }
        | counted
        | values
    )


def make_decision(*, authority=None, state=DecisionState.DRAFT, by=None, **values):
    """A decision without lines; numbered and dated when it is issued."""
    issued = state in (DecisionState.ISSUED, DecisionState.REVOKED)
    return Decision.objects.create(
        **{
            "authority": authority or make_authority(),
            "title": "Khen thưởng phong trào thi đua cải cách hành chính",
            "state": state,
            "number": str(next(numbers)) if issued else "",
            "dated": timezone.localdate() if issued else None,
            "created_by": by or make_user(),
        }
        | values
    )


def make_decision_line(*, decision=None, nomination=None, **values):
    return DecisionLine.objects.create(
        decision=decision or make_decision(),
        nomination=nomination or make_nomination(state=NominationState.PASSED),
        **values,
    )


def make_submission(*, authority=None, period=None, state=SubmissionState.DRAFT, by=None, **values):
    """A proposal to the province without lines."""
    sent = state in (SubmissionState.SENT, SubmissionState.ANSWERED)
    period = period or make_campaign(authority=authority).periods.get()
    return Submission.objects.create(
        **{
            "authority": authority or period.campaign.authority,
            "period": period,
            "addressee": "Ủy ban nhân dân tỉnh Hưng Yên",
            "decided_by": "Chủ tịch UBND tỉnh",
            "state": state,
            "number": str(next(numbers)) if sent else "",
            "dated": timezone.localdate() if sent else None,
            "created_by": by or make_user(),
        }
        | values
    )


def make_certificate(*, award, **values):
    """The first certificate of an award."""
    return Certificate.objects.create(
        **{
            "authority": award.authority,
            "award": award,
            "number": next(numbers),
            "year": award.year,
            "recipient": award.recipient,
        }
        | values
    )


def make_certificate_sheet(*, authority=None, layout=A4, **values):
    """A sheet for every kind of certificate: a whole A4 page."""
    defaults = {"name": f"Giấy khen {next(numbers)}", "layout": layout.as_data()}
    return CertificateSheet.objects.create(
        authority=authority or make_authority(), **defaults | values
    )


def make_wording(*, authority=None, slug="decision", subject_id=None, by=None, **values):
    """The words of a paper: the decision's subject line."""
    return Wording.objects.create(
        authority=authority or make_authority(),
        slug=slug,
        subject_id=subject_id or next(numbers),
        saved_by=by or make_user(),
        **{"subject": "Về việc khen thưởng"} | values,
    )


# --- records -----------------------------------------------------------------------------------


def about(values):
    """Take out of `values` who a record is about: a person unless one is named."""
    given = {n: values.pop(n) for n in ("person", "unit", "household") if n in values}
    return given or {"person": make_person()}


def make_rating(**values):
    """A yearly rating of `person=` or `unit=`."""
    who = about(values)
    return AnnualRating.objects.create(**who | {"year": 2024, "level": RatingLevel.GOOD} | values)


def make_bar(**values):
    """A denunciation under verification about `person=`, `unit=` or `household=`."""
    who = about(values)
    defaults = {"kind": BarKind.DENUNCIATION, "starts_on": days_from_today(-10)}
    return Bar.objects.create(**who | defaults | values)


def make_initiative(**values):
    """An initiative of `person=` or `unit=` that waits for recognition."""
    who = about(values)
    defaults = {"name": "Sổ theo dõi văn bản dùng chung", "year": 2024}
    return Initiative.objects.create(**who | defaults | values)


def make_index_score(*, unit=None, **values):
    """A row of a yearly index, without figures."""
    return IndexScore.objects.create(unit=unit or make_unit(), **{"year": 2024} | values)


def make_index_band(**values):
    """A band of a day before the shipped ones."""
    defaults = {"rating": IndexRating.GOOD, "from_percent": 80, "valid_from": dt.date(2001, 1, 1)}
    return IndexBand.objects.create(**defaults | values)


def make_award(**values):
    """A row of the register about `person=`, `unit=` or `household=`."""
    who = about(values)
    kind = values.pop("award_type", None) or make_award_type(subjects="I,C,H")
    defaults = {
        "award_type": kind,
        "award_name": kind.name,
        "recipient": str(next(iter(who.values()))),
        "decided_by": kind.decided_by,
        "year": 2024,
        "document": "Quyết định số 12/QĐ-UBND",
        "document_date": dt.date(2024, 12, 20),
    }
    return Award.objects.create(**who | defaults | values)


def make_transfer(*, person=None, **values):
    """A person's move within his commune."""
    person = person or make_person()
    defaults = {
        "from_unit": make_unit(parent=person.authority, name="Thôn Cũ"),
        "to_unit": person.unit,
        "moved_on": days_from_today(-5),
        "reason": "Điều động",
    }
    return Transfer.objects.create(person=person, **defaults | values)


def make_transfer_request(*, person=None, by=None, **values):
    """A person whom another village of his commune is asked to take."""
    person = person or make_person()
    return TransferRequest.objects.create(
        **{
            "person": person,
            "from_unit": person.unit,
            "to_unit": values.get("to_unit")
            or make_unit(parent=person.unit.authority, name="Thôn Nhận"),
            "moved_on": days_from_today(-1),
            "reason": "Điều động",
            "created_by": by or make_user(),
        }
        | values
    )


def make_roster_sheet(*, authority=None, by=None, **values):
    """A list of one person that an office looks at."""
    return RosterSheet.objects.create(
        **{
            "authority": authority or make_authority(),
            "kind": "person",
            "name": "danh-sach.xlsx",
            "lines": [[1, ["Họ và tên", "Đơn vị"]], [2, ["Lê Văn An", "Thôn Ngọc"]]],
            "columns": {"0": "full_name", "1": "unit_name"},
            "total": 1,
            "created_by": by or make_user(),
        }
        | values
    )


# --- results -----------------------------------------------------------------------------------


def make_result(*, period=None, criterion=None, **values):
    """A result that the unit is still entering, about `person=`, `unit=` or `household=`."""
    period = period or make_campaign().periods.get()
    authority = period.campaign.authority
    who = {f: values.pop(f) for f in ("unit", "person", "household") if f in values}
    criterion = criterion or make_criterion_set(authority=authority).criteria.get()
    who = who or {"unit": make_unit(parent=authority)}
    return Result.objects.create(period=period, criterion=criterion, **who, **values)


def make_result_report(*, result=None, by=None, **values):
    """What a unit reported of a result for the first quarter."""
    given = {"result": result or make_result(), "round": "q1", "by": by or make_user()}
    return ResultReport.objects.create(**given | values)


def make_field_check(*, result=None, by=None, **values):
    """What the office found on the spot."""
    given = {
        "result": result or make_result(),
        "checked_on": timezone.localdate(),
        "checked_by": "Lê Thị Mai",
        "finding": "Đúng như báo cáo",
        "entered_by": by or make_user(),
    }
    return FieldCheck.objects.create(**given | values)


def make_example(*, result=None, by=None, **values):
    """A nominee set up as a good example for a result."""
    result = result or make_result()
    given = {
        "period": result.period, "result": result, "unit": result.unit, "person": result.person,
        "household": result.household, "title": "Thu quỹ qua điện thoại", "text": "Cả thôn",
        "by": by or make_user(),
    }  # fmt: skip
    return Example.objects.create(**given | values)


def make_override(*, period=None, offer=None, by=None, **values):
    """The office's own verdict on one rule, about `person=`, `unit=` or `household=`."""
    period = period or make_campaign().periods.get()
    who = {f: values.pop(f) for f in ("unit", "person", "household") if f in values}
    who = who or {"unit": make_unit(parent=period.campaign.authority)}
    return Override.objects.create(
        **{
            "period": period,
            "offer": offer or period.campaign.offers.first(),
            "rule_key": "c1",
            "rule_text": "Hoàn thành tốt nhiệm vụ được giao.",
            "verdict": "met",
            "reason": "Có văn bản xác nhận.",
            "by": by or make_user(),
        }
        | who
        | values
    )
