"""N+1 queries, Django: sends 101 commands, or one with a join."""

from demo_django import Post, compare


def bad():
    posts = Post.objects.order_by("-id")[:100]
    return [(post.id, post.title, post.author.name) for post in posts]  # .author sends a query for each post


def good():
    posts = Post.objects.select_related("author").order_by("-id")[:100]
    return [(post.id, post.title, post.author.name) for post in posts]


if __name__ == "__main__":
    compare(bad, good, commands=(101, 1))
