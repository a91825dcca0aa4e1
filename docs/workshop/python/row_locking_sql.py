"""Multiple row locking, plain SQL: every pending job locked to take 50, or 50."""

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
    # … and here the work, with all jobs of the queue locked
    cursor.execute("UPDATE jobs SET status = 'done' WHERE id = ANY (%s)", (mine,))
    return mine  # … and the commit


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
    # … and here the work, with these 50 locked
    cursor.execute("UPDATE jobs SET status = 'done' WHERE id = ANY (%s)", (mine,))
    return mine  # … and the commit


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 2), locked=(jobs, BATCH), free=(0, jobs - BATCH))
