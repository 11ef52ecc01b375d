"""Why somebody may see her record, and what was opened in an emergency."""

from django.db import models
from django.db.models import Q

from helhet.access import rules
from helhet.organisation.models import new_key

from .said import Consent, ShareLink


class CareRelation(models.Model):
    """Why somebody may see a person's record: one row is the appointment, the access, the place on the plan and the caseload."""

    person_path = "person"
    part = rules.Part.PERSON
    document = "relasjon"

    id = models.UUIDField(primary_key=True, default=new_key)
    # No index of its own on the four that begin one below: given both, PostgreSQL goes through a whole unit's rows for each person.
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=20)
    staff = models.ForeignKey("organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    partner_member = models.ForeignKey(
        "organisation.PartnerMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The person herself, or the representative she has.
    herself = models.BooleanField(default=False)
    next_of_kin = models.ForeignKey("people.NextOfKin", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    share_link = models.ForeignKey(ShareLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120, blank=True)  # what she does in this team, in plain words
    ground = models.CharField(max_length=120)  # the paragraph, or «samtykke»
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    sees_protected_address = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    opened_by = models.CharField(max_length=120)
    # Emergency access is looked through afterwards, by another than the one who opened (pasientjournalloven § 22).
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "person"]),
            models.Index(fields=["unit", "person"]),
            models.Index(fields=["partner_member", "person"]),
            # Everything that decides who sees her, so that PostgreSQL reads no row to know (SQLite has the person alone).
            models.Index(fields=["person"], include=["role", "staff", "unit", "since", "until", "consent"], name="who_has_to_do_with_her"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(staff__isnull=False, unit=None, partner_member=None, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit__isnull=False, partner_member=None, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member__isnull=False, herself=False, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=True, next_of_kin=None, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=False, next_of_kin__isnull=False, share_link=None)
                    | Q(staff=None, unit=None, partner_member=None, herself=False, next_of_kin=None, share_link__isnull=False)
                ),
                name="care_relation_has_one_holder",
            ),
            # Nobody outside is made a coordinator, and no worker a partner, whatever a page sends.
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(role.value for role in rules.STAFF_ROLES), staff__isnull=False)
                    | Q(role__in=sorted(role.value for role in rules.UNIT_ROLES), unit__isnull=False)
                    | Q(role__in=["inspector", "partner"], partner_member__isnull=False)
                    | Q(role="person", herself=True)
                    | Q(role__in=["informed", "representative"], next_of_kin__isnull=False)
                    | Q(role="share_link", share_link__isnull=False)
                ),
                name="care_relation_role_fits_its_holder",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(role="coordinator", until=None), name="one_coordinator_at_a_time"),
        ]


class EmergencyReading(models.Model):
    """That her record was opened, or her crisis card read, in an emergency: she is told, and it stands when, how and by whom."""

    person_path = "person"
    part = rules.Part.CONSENT
    document = "lesing i nød"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    relation = models.ForeignKey(CareRelation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(ShareLink, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    reader = models.CharField(max_length=300)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    told_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(relation=None) ^ Q(link=None), name="read_by_relation_or_link")]
