"""Multiple row locking, SQLAlchemy: every pending job locked to take 50, or 50."""

from datetime import timedelta

from sqlalchemy import func, select, update

from demo_sqlalchemy import Job, compare
from queue_watch import free, pending

BATCH = 50
LEASE = timedelta(seconds=30)
PENDING = select(Job.id).where(Job.status == "pending").order_by(Job.id)


def bad(db):
    mine = db.scalars(PENDING.with_for_update()).all()[:BATCH]  # sliced in Python, when all are locked
    db.execute(update(Job).where(Job.id.in_(mine)).values(status="claimed", claimed_by="me"))
    return mine  # … the work, and the commit after it


def good(db):
    batch = PENDING.limit(BATCH).with_for_update(skip_locked=True).cte("batch").prefix_with("MATERIALIZED")
    claim = (
        update(Job)
        .where(Job.id == batch.c.id)
        .values(status="claimed", claimed_by="me", lease_until=func.now() + LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(db.scalars(claim))  # … the commit, and the work after it


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 1), locked=(jobs, BATCH), free=(0, jobs - BATCH))
