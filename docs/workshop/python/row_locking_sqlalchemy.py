"""Multiple row locking, SQLAlchemy: locks every pending job to take 50, or locks 50."""

from sqlalchemy import select, update

from demo_sqlalchemy import Job, compare
from queue_watch import free, pending

BATCH = 50
PENDING = select(Job.id).where(Job.status == "pending").order_by(Job.id)


def bad(db):
    mine = db.scalars(PENDING.with_for_update()).all()[:BATCH]  # sliced in Python, after all rows are locked
    # the work is done here, while all jobs of the queue are locked
    db.execute(update(Job).where(Job.id.in_(mine)).values(status="done"))
    return mine  # the transaction commits here


def good(db):
    mine = db.scalars(PENDING.limit(BATCH).with_for_update(skip_locked=True)).all()
    # the work is done here, while these 50 rows are locked
    db.execute(update(Job).where(Job.id.in_(mine)).values(status="done"))
    return mine  # the transaction commits here


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
