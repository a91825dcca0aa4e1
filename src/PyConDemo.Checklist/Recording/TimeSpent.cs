namespace PyConDemo.Checklist.Recording;

/// <summary>What a request's time was spent on until its answer. Each moment counts once, even if several things
/// happen in parallel, so the parts add up to <see cref="Total"/>.</summary>
public sealed record TimeSpent
{
    /// <summary>The whole time until the answer's headers are sent.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>Waiting for PostgreSQL's answer to a command.</summary>
    public TimeSpan Sql { get; init; }

    /// <summary>Waiting for a free connection of the pool, or opening one.</summary>
    public TimeSpan Connection { get; init; }

    /// <summary>Round trips outside of commands: COMMIT with its deferred triggers, ROLLBACK, savepoints.</summary>
    public TimeSpan Transaction { get; init; }

    /// <summary>Waiting for the request's body, which a client can send slowly.</summary>
    public TimeSpan Body { get; init; }

    /// <summary>Waiting for other servers' answers to HTTP calls. Parallel calls count once.</summary>
    public TimeSpan Http { get; init; }

    /// <summary>Between two reads of a result's bytes: PostgreSQL may have been busy, or the program.</summary>
    public TimeSpan Rows { get; init; }

    /// <summary>The rest: the program computed, or waited for something that the checklist does not see.</summary>
    public TimeSpan Own { get; init; }

    /// <summary>Waiting until the client takes the answer, which begins only after <see cref="Total"/>.</summary>
    internal TimeSpan Sending { get; init; }

    /// <summary>The time that a background worker would take over: the program's own and its HTTP calls.</summary>
    internal TimeSpan App => Own + Http;

    /// <summary>What is left of <see cref="Total"/> besides the parts that were seen.</summary>
    internal TimeSpan Remainder
        => Total - Sql - Connection - Transaction - Body - Http - Sending - Rows is { Ticks: > 0 } rest
            ? rest
            : TimeSpan.Zero;

    /// <summary>The parts except <see cref="Sql"/>, with their names in the header `Server-Timing`.</summary>
    internal IEnumerable<(string Name, TimeSpan Time)> Parts =>
    [
        ("connection", Connection), ("commit", Transaction), ("body", Body), ("http", Http), ("rows", Rows),
        ("own", Own),
    ];

    /// <summary>The parts of at least a millisecond, such as `sql 12 ms, http 250 ms`.</summary>
    public override string ToString() => string.Join(", ", Parts.Prepend(("sql", Sql))
        .Where(part => part.Item2.TotalMilliseconds >= 1)
        .Select(part => FormattableString.Invariant($"{part.Item1} {part.Item2.TotalMilliseconds:0} ms")));
}
