"""Multiple row locking, plain SQL: every pending job locked to take 50, or 50."""

from demo_sql import compare
from queue_watch import free, pending

BATCH = 50


def bad(cursor):
    cursor.execute("SELECT * FROM jobs WHERE status = 'pending' ORDER BY id FOR UPDATE")
    mine = [job.id for job in cursor.fetchmany(BATCH)]
    cursor.execute("UPDATE jobs SET status = 'claimed', claimed_by = 'me' WHERE id = ANY (%s)", (mine,))
    return mine  # … the work, and the commit after it


def good(cursor):
    cursor.execute(
        """
        WITH
        batch AS MATERIALIZED ( -- run once: a subquery of the UPDATE may run again and claim more
            SELECT id FROM jobs
            WHERE status = 'pending'
            ORDER BY id
            LIMIT %s
            FOR UPDATE SKIP LOCKED)
        UPDATE jobs
        SET status = 'claimed', claimed_by = 'me', lease_until = now() + interval '30 seconds'
        FROM batch
        WHERE jobs.id = batch.id
        RETURNING jobs.id
        """,
        (BATCH,),
    )
    return sorted(job.id for job in cursor.fetchall())  # … the commit, and the work after it


if __name__ == "__main__":
    jobs = pending()
    compare(bad, good, beside=free, commands=(2, 1), locked=(jobs, BATCH), free=(0, jobs - BATCH))
