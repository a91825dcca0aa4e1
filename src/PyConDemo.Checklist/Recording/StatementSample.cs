using System.Collections;

namespace PyConDemo.Checklist.Recording;

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
