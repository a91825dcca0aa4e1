"""Long request cycles, plain SQL: makes the report in the request, or accepts it and makes it later."""

import report
from demo_sql import compare
from pair import at_least


def bad(cursor, month="2025-03"):
    first = report.parse(month)
    key = make(cursor, first)  # the client waits, and this process serves no other request
    cursor.execute(
        "INSERT INTO reports (month, state, accepted_at, finished_at, pdf_key) VALUES (%s, 'ready', now(), now(), %s)",
        (first, key),
    )
    return cursor, 200, report.store[key]


def good(cursor, month="2025-03"):
    first = report.parse(month)
    cursor.execute("SELECT count(*) AS waiting FROM reports WHERE state IN ('queued', 'running')")
    if cursor.fetchone().waiting >= report.MAX_QUEUED:
        return cursor, 503, "Retry-After: 30"
    # The row is also the job, so one INSERT writes both.
    insert = "INSERT INTO reports (month, state, accepted_at) VALUES (%s, 'queued', now()) RETURNING id"
    cursor.execute(insert, (first,))
    return cursor, 202, cursor.fetchone().id


def work(cursor):
    """Does what a worker process would do. Here it ends when nothing is queued; a real worker waits for more."""
    while job := claim(cursor):
        key = make(cursor, job.month)
        done = "UPDATE reports SET state = 'ready', finished_at = now(), pdf_key = %s WHERE id = %s"
        cursor.execute(done, (key, job.id))


def claim(cursor):
    cursor.execute(
        """
        WITH next_one AS MATERIALIZED (
            SELECT id FROM reports
            WHERE state = 'queued'
            ORDER BY id
            LIMIT 1
            FOR UPDATE SKIP LOCKED)
        UPDATE reports
        SET state = 'running', started_at = now()
        FROM next_one
        WHERE reports.id = next_one.id
        RETURNING reports.id, reports.month
        """
    )
    return cursor.fetchone()  # commit here, so that no row stays locked while the report is made


def make(cursor, month):
    cursor.execute(
        """
        SELECT users.name, sum(orders.amount) AS revenue
        FROM orders JOIN users ON users.id = orders.user_id
        WHERE orders.created_at >= %s AND orders.created_at < %s
        GROUP BY users.id
        ORDER BY revenue DESC, users.id
        LIMIT %s
        """,
        (*report.bounds(month), report.CUSTOMERS),
    )
    return report.render(month, cursor.fetchall())


def in_hand(answer):
    """Returns the document that the client gets in the end. After a 202 the worker makes it."""
    cursor, status, found = answer
    if status == 202:
        work(cursor)
        cursor.execute("SELECT pdf_key FROM reports WHERE id = %s AND state = 'ready'", (found,))
        found = report.store[cursor.fetchone().pdf_key]
    return found


if __name__ == "__main__":
    compare(bad, good, same=in_hand, before=report.QUEUE, commands=(2, 2), pages=(at_least(10), 0))
