"""Multiple row locking, Django: locks every pending job to take 50, or locks 50."""

from django.db import transaction

from demo_django import Job, compare
from queue_watch import free, pending

BATCH = 50


def bad():
    with transaction.atomic():
        jobs = Job.objects.select_for_update().filter(status="pending").order_by("id")
        mine = list(jobs)[:BATCH]  # sliced in Python, after all rows are locked
        # the work is done here, while all jobs of the queue are locked
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="done")
        return [job.id for job in mine]


def good():
    with transaction.atomic():
        jobs = Job.objects.select_for_update(skip_locked=True).filter(status="pending").order_by("id")
        mine = list(jobs[:BATCH])  # sliced in SQL: LIMIT
        # the work is done here, while these 50 rows are locked
        Job.objects.filter(id__in=[job.id for job in mine]).update(status="done")
        return [job.id for job in mine]


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
