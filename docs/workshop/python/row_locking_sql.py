"""Multiple row locking, plain SQL: locks every pending job to take 50, or locks 50."""

from demo_sql import compare
from queue_watch import free, pending

BATCH = 50


def bad(cursor):
    cursor.execute(
        """
        SELECT id FROM jobs
        WHERE status = 'pending'
        ORDER BY id
        FOR UPDATE
        """
    )
    mine = [job.id for job in cursor.fetchmany(BATCH)]
    # the work is done here, while all jobs of the queue are locked
    cursor.execute("UPDATE jobs SET status = 'done' WHERE id = ANY (%s)", (mine,))
    return mine  # the transaction commits here


def good(cursor):
    cursor.execute(
        """
        SELECT id FROM jobs
        WHERE status = 'pending'
        ORDER BY id
        LIMIT %s
        FOR UPDATE SKIP LOCKED
        """,
        (BATCH,),
    )
    mine = [job.id for job in cursor.fetchall()]
    # the work is done here, while these 50 rows are locked
    cursor.execute("UPDATE jobs SET status = 'done' WHERE id = ANY (%s)", (mine,))
    return mine  # the transaction commits here


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
