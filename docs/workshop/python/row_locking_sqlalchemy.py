"""Multiple row locking, SQLAlchemy: every pending job locked to take 50, or 50."""

from sqlalchemy import select, update

from demo_sqlalchemy import Job, compare
from queue_watch import free, pending

BATCH = 50
PENDING = select(Job.id).where(Job.status == "pending").order_by(Job.id)


def bad(db):
    mine = db.scalars(PENDING.with_for_update()).all()[:BATCH]  # sliced in Python, when all are locked
    # … and here the work, with all jobs of the queue locked
    db.execute(update(Job).where(Job.id.in_(mine)).values(status="done"))
    return mine  # … and the commit


def good(db):
    mine = db.scalars(PENDING.limit(BATCH).with_for_update(skip_locked=True)).all()
    # … and here the work, with these 50 locked
    db.execute(update(Job).where(Job.id.in_(mine)).values(status="done"))
    return mine  # … and the commit


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
