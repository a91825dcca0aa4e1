using System.Data;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement as it was sent, so that it can be explained later. Holds data: it stays in memory, and out of the JSON.</summary>
/// <param name="Text">The SQL, or for <see cref="CommandType.StoredProcedure"/> the procedure's name.</param>
/// <param name="Type">How to read <paramref name="Text"/>.</param>
/// <param name="Parameters">Copies, ready for another command; null when a value was too large to keep.</param>
public sealed record StatementSample(string Text, CommandType Type, IReadOnlyList<NpgsqlParameter>? Parameters)
{
    // Where it can be explained.
    internal MonitoringConnections? Connections { get; init; }

    /// <summary>Fresh copies of <see cref="Parameters"/>: a parameter belongs to one command only.</summary>
    /// <exception cref="InvalidOperationException">The values were too large to keep.</exception>
    public NpgsqlParameter[] CloneParameters() => Parameters is null
        ? throw new InvalidOperationException("The sample's parameters were too large to keep.")
        : [.. Parameters.Select(p => p.Clone())];
}
