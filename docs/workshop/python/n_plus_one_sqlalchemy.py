"""N+1 queries, SQLAlchemy: sends one command for each author, or one for all."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from demo_sqlalchemy import Post, compare, engine


def bad(db):
    posts = db.scalars(select(Post).order_by(Post.id.desc()).limit(100))
    return [(post.id, post.title, post.author.name) for post in posts]  # .author sends a query for each author


def good(db):
    posts = db.scalars(select(Post).options(joinedload(Post.author)).order_by(Post.id.desc()).limit(100))
    return [(post.id, post.title, post.author.name) for post in posts]


if __name__ == "__main__":
    with engine.connect() as connection:
        latest = connection.execute(select(Post.author_id).order_by(Post.id.desc()).limit(100))
        authors = len(set(latest.scalars()))
    # The session keeps each author that it has loaded. Bad sends 101 commands only if 100 authors wrote the 100 posts.
    compare(bad, good, commands=(1 + authors, 1))
