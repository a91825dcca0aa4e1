"""Multiple row locking, Django: every pending job locked to take 50, or 50."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from demo_django import Job, compare
from queue_watch import free, pending

BATCH = 50
LEASE = timedelta(seconds=30)


def bad():
    with transaction.atomic():
        jobs = Job.objects.select_for_update().filter(status="pending").order_by("id")
        mine = list(jobs)[:BATCH]  # sliced in Python, when all are locked
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="claimed", claimed_by="me")
        # … and here the work, with everything still locked
        return [job.id for job in mine]


def good():
    with transaction.atomic():
        jobs = Job.objects.select_for_update(skip_locked=True).filter(status="pending").order_by("id")
        mine = list(jobs[:BATCH])  # sliced in SQL: LIMIT
        lease = timezone.now() + LEASE  # a claim without an end would die with its worker
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="claimed", claimed_by="me", lease_until=lease)
    # … and here the work, with nothing locked
    return [job.id for job in mine]


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
