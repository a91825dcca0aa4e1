"""Runs the lanes of a pair on the same data and prints what each one costs. It leaves the database unchanged."""

import sys

import plans
import report


def at_least(count):
    return range(count, sys.maxsize)


def at_most(count):
    return range(count + 1)


def compare(session, *lanes, same=lambda answer: answer, before=None, beside=None, **expected):
    """Ends the program with an error unless all lanes give the same answer, each at its expected cost.

    `session` is a demo's context manager: it opens a transaction, yields the lane's arguments, `execute` and the
    list of statements sent, and rolls everything back. `same` is called after the counting and makes the answers
    comparable. `before` is SQL that prepares the transaction. `beside` counts something on another connection while
    the transaction is open. `expected` maps the name of a count to one number, or range of numbers, for each lane.
    """
    answers, costs = [], []
    for lane in lanes:
        with session() as (arguments, execute, sent):
            if before:
                execute(before)
            sent.clear()
            report.pages.clear()

            answer = lane(*arguments)

            commands = [sql for sql in sent if is_command(sql)]
            cost = {"commands": len(commands), "pages": len(report.pages)}
            if isinstance(answer, bytes):
                cost["bytes"] = len(answer)
            if beside:
                cost[beside.__name__] = beside()
            answers.append(same(answer))
        if not expected.keys() <= cost.keys():
            cost.update(plans.cost(commands))
        costs.append(cost)

    print(sys.modules["__main__"].__doc__)
    print(f"{'':12}" + "".join(f"{lane.__name__:>12}" for lane in lanes))
    for name in expected:
        print(f"{name:12}" + "".join(f"{cost[name]:>12,}" for cost in costs))

    demand(answers[0], "no answer: is the database seeded?")
    for lane, answer in zip(lanes, answers):
        demand(answer == answers[0], f"{lane.__name__} answers something else than {lanes[0].__name__}")
    for name, wanted in expected.items():
        for lane, cost, want in zip(lanes, costs, wanted, **STRICT):
            allowed = want if isinstance(want, range) else [want]
            demand(cost[name] in allowed, f"{lane.__name__}: {cost[name]} {name}, expected {want}")
    print("same answer, costs as expected")


def demand(held, otherwise):
    if not held:  # not an assert, because python -O would leave it out
        sys.exit(otherwise)


def is_command(sql):
    """Leaves out BEGIN, SAVEPOINT and the like: they belong to the transaction, and not all drivers show them."""
    return sql.split(None, 1)[0].upper() in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}


STRICT = {"strict": True} if sys.version_info >= (3, 10) else {}  # a missing expectation must be an error
