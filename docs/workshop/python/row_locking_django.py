"""Multiple row locking, Django: every pending job locked to take 50, or 50."""

from django.db import transaction

from demo_django import Job, compare
from queue_watch import free, pending

BATCH = 50


def bad():
    with transaction.atomic():
        jobs = Job.objects.select_for_update().filter(status="pending").order_by("id")
        mine = list(jobs)[:BATCH]  # sliced in Python, when all are locked
        # … and here the work, with all jobs of the queue locked
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="done")
        return [job.id for job in mine]


def good():
    with transaction.atomic():
        jobs = Job.objects.select_for_update(skip_locked=True).filter(status="pending").order_by("id")
        mine = list(jobs[:BATCH])  # sliced in SQL: LIMIT
        # … and here the work, with these 50 locked
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="done")
        return [job.id for job in mine]


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
