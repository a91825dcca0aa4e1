"""Counts what a second worker finds while the first one holds its claim."""

import contextlib

import psycopg2

from plans import DATABASE_URL


def pending():
    return count("SELECT count(*) FROM jobs WHERE status = 'pending'")


def free():
    """Counts the pending jobs that no transaction has locked.

    pg_locks doesn't show them, because PostgreSQL writes row locks into the rows.
    """
    return count(
        """
        SELECT count(*) FROM (
            SELECT id FROM jobs WHERE status = 'pending'
            FOR UPDATE SKIP LOCKED) AS unlocked
        """
    )


def count(sql):
    with contextlib.closing(psycopg2.connect(DATABASE_URL)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
