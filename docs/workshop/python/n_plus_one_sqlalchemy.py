"""N+1 queries, SQLAlchemy: one command per author, or one in all."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from demo_sqlalchemy import Post, compare, engine


def bad(db):
    posts = db.scalars(select(Post).order_by(Post.id.desc()).limit(100))
    return [(post.id, post.title, post.author.name) for post in posts]  # .author asks, unless the session has them


def good(db):
    posts = db.scalars(select(Post).options(joinedload(Post.author)).order_by(Post.id.desc()).limit(100))
    return [(post.id, post.title, post.author.name) for post in posts]


if __name__ == "__main__":
    with engine.connect() as connection:
        latest = connection.execute(select(Post.author_id).order_by(Post.id.desc()).limit(100))
        authors = len(set(latest.scalars()))
    # The session keeps whom it has loaded: 101 commands only when 100 people wrote 100 posts.
    compare(bad, good, commands=(1 + authors, 1))
