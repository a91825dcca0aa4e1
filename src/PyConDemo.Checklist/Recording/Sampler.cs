using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Keeps one statement as it was sent, within bounds.</summary>
internal static class Sampler
{
    // A sample lives as long as its request is remembered: 200 requests with an uploaded picture each would be a leak.
    private const int MaxText = 32 * 1024;
    private const int MaxValue = 8 * 1024;

    public static StatementSample? Take(in SentStatement statement)
    {
        if (statement.Parameters is not { } parameters || statement.Text.Length > MaxText) return null;
        return new(statement.Text, statement.Type, Copies(parameters)) { Connections = statement.Connections };
    }

    private static IReadOnlyList<NpgsqlParameter>? Copies(NpgsqlParameterCollection parameters)
    {
        if (parameters.Count == 0) return [];
        return parameters.All(p => IsSmall(p.Value)) ? [.. parameters.Select(p => p.Clone())] : null;
    }

    private static bool IsSmall(object? value) => value switch
    {
        string text => text.Length <= MaxValue,
        Array array => array.Length <= MaxValue / 8 && array.Rank == 1,
        System.Collections.ICollection many => many.Count <= MaxValue / 8,
        Stream => false, // read once only
        _ => true,
    };
}
