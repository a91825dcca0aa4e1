using System.Collections;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Statements that differ only in values, white space and comments, with their total cost.</summary>
public sealed record StatementShape
{
    /// <summary>Different parameters are counted up to this number. No rule needs more.</summary>
    internal const int MaxDistinctParameters = 64;

    private int _fingerprint; // most shapes have only one, so the set is rarely needed
    private HashSet<int>? _otherFingerprints;

    internal StatementShape(SqlShape shape) => Shape = shape;

    /// <summary>The SQL without data: a literal or parameter is `?`, and a list of them is `?, …`.</summary>
    public string Sql => Shape.Sql;

    /// <summary>The number of statements of this shape that were sent.</summary>
    public long Count { get; internal set; }

    /// <summary>The number of round trips. Batches make it smaller than <see cref="Count"/>.</summary>
    public long RoundTrips { get; internal set; }

    /// <summary>Rows that PostgreSQL sent.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in.</summary>
    public long Affected { get; internal set; }

    /// <summary>The total time. A batch's time is divided evenly among its statements.</summary>
    public TimeSpan Time { get; internal set; }

    /// <summary>The first one as it was sent; null if its data source does not use the checklist.</summary>
    public StatementSample? Sample { get; internal set; }

    /// <summary>The line of code that sent it, `File.cs:12 in Type.Method`. Null if unknown, or not needed.</summary>
    public string? Source { get; internal set; }

    /// <summary>Rows that PostgreSQL computed and discarded because of OFFSET.</summary>
    public long RowsDiscarded { get; internal set; }

    /// <summary>The number of different values that it was sent with, up to 64; 0 for statements that write.</summary>
    public int DistinctParameters { get; internal set; }

    // Only statements outside batches, because those in batches need no round trip of their own.
    internal long UnbatchedCount { get; set; }
    internal long MaxRows { get; set; }
    internal long MaxAffected { get; set; }
    internal SqlShape Shape { get; }

    /// <param name="fingerprint">Of a statement with these parameters; 0 if unknown.</param>
    internal void AddParameters(int fingerprint)
    {
        if (fingerprint == 0 || fingerprint == _fingerprint || DistinctParameters == MaxDistinctParameters) return;
        if (_fingerprint == 0) _fingerprint = fingerprint;
        else if (!(_otherFingerprints ??= []).Add(fingerprint)) return;
        DistinctParameters++;
    }
}

/// <summary>One statement as it was sent, to ask for its plan later. It contains data: not part of the JSON.</summary>
/// <param name="Text">The SQL; for <see cref="CommandType.StoredProcedure"/>, the procedure's name.</param>
/// <param name="Type">The meaning of <paramref name="Text"/>.</param>
/// <param name="Parameters">Copies of the parameters; null if a value was too large to keep.</param>
public sealed record StatementSample(string Text, CommandType Type, IReadOnlyList<NpgsqlParameter>? Parameters)
{
    // A sample lives as long as its request is remembered. Two hundred uploaded images would be a leak.
    private const int MaxText = 32 * 1024;
    private const int MaxValue = 8 * 1024;

    // Null in tests that need no database.
    internal MonitoringConnections? Connections { get; init; }

    /// <summary>New copies of <see cref="Parameters"/>, because a parameter can belong to one command only.</summary>
    /// <exception cref="InvalidOperationException">The values were too large to keep.</exception>
    public NpgsqlParameter[] CloneParameters() => Parameters is null
        ? throw new InvalidOperationException("The sample's parameters were too large to keep.")
        : [.. Parameters.Select(p => p.Clone())];

    /// <summary>Null if the parameters were not seen, or the text is too long.</summary>
    internal static StatementSample? TryCreate(in SentStatement statement)
    {
        if (statement.Parameters is not { } parameters || statement.Text.Length > MaxText) return null;
        return new(statement.Text, statement.Type, Copy(parameters)) { Connections = statement.Connections };
    }

    private static IReadOnlyList<NpgsqlParameter>? Copy(NpgsqlParameterCollection parameters)
    {
        if (parameters.Count == 0) return [];
        return parameters.All(p => IsSmall(p.Value)) ? [.. parameters.Select(p => p.Clone())] : null;
    }

    private static bool IsSmall(object? value) => value switch
    {
        string text => text.Length <= MaxValue,
        Array array => array.Length <= MaxValue / 8 && array.Rank == 1,
        ICollection many => many.Count <= MaxValue / 8,
        Stream => false, // it can be read only once
        _ => true,
    };
}
