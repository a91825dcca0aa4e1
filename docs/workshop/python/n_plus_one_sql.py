"""N+1 queries, plain SQL: sends 101 commands, or one with a join."""

from demo_sql import compare


def bad(cursor):
    cursor.execute("SELECT id, title, author_id FROM posts ORDER BY id DESC LIMIT 100")
    items = []
    for post in cursor.fetchall():
        cursor.execute("SELECT name FROM users WHERE id = %s", (post.author_id,))
        items.append((post.id, post.title, cursor.fetchone().name))
    return items


def good(cursor):
    cursor.execute(
        """
        SELECT posts.id, posts.title, users.name
        FROM posts JOIN users ON users.id = posts.author_id
        ORDER BY posts.id DESC
        LIMIT 100
        """
    )
    return [(post.id, post.title, post.name) for post in cursor.fetchall()]


if __name__ == "__main__":
    compare(bad, good, commands=(101, 1))
