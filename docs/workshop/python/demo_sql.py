"""Sets up plain SQL: a psycopg2 connection whose cursor records each statement that it sends."""

import contextlib
import functools

import psycopg2
import psycopg2.extras

import pair
from plans import DATABASE_URL


class RecordingCursor(psycopg2.extras.NamedTupleCursor):
    sent = []

    def execute(self, sql, parameters=None):
        super().execute(sql, parameters)
        self.sent.append(self.query.decode())


@contextlib.contextmanager
def session():
    with contextlib.closing(psycopg2.connect(DATABASE_URL)) as connection:
        with connection.cursor(cursor_factory=RecordingCursor) as cursor:
            yield (cursor,), cursor.execute, cursor.sent
        connection.rollback()


compare = functools.partial(pair.compare, session)
