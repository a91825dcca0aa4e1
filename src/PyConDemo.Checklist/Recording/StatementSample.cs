using System.Collections;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement as it was sent, to ask for its plan later. It contains data: not part of the JSON.</summary>
/// <param name="Text">The SQL; for <see cref="CommandType.StoredProcedure"/>, the procedure's name.</param>
/// <param name="Type">The meaning of <paramref name="Text"/>.</param>
/// <param name="Parameters">Copies of the parameters; null if they were too large to keep, or can be read only
/// once.</param>
public sealed record StatementSample(string Text, CommandType Type, IReadOnlyList<NpgsqlParameter>? Parameters)
{
    // A sample lives as long as its request is remembered, so its values must be small. Objects of other classes are
    // kept, because their size can't be told.
    private const int MaxText = 32 * 1024;
    private const int MaxBytes = 64 * 1024; // of all values
    private const int BytesPerObject = 24; // about
    private const int BytesPerParameter = 64; // about

    // It is null in tests that need no database.
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

    private static NpgsqlParameter[]? Copy(NpgsqlParameterCollection parameters)
    {
        if (parameters.Count == 0) return [];
        var rest = (long)MaxBytes;
        foreach (var parameter in (IList<NpgsqlParameter>)parameters)
        {
            rest -= BytesPerParameter;
            if (!TryTake(parameter.Value, ref rest)) return null;
        }
        var copies = new NpgsqlParameter[parameters.Count]; // every request does this, and a query would allocate more
        for (var i = 0; i < copies.Length; i++) copies[i] = parameters[i].Clone();
        return copies;
    }

    /// <param name="rest">The bytes that may still be kept.</param>
    private static bool TryTake(object? value, ref long rest)
    {
        rest -= BytesPerObject;
        switch (value)
        {
            case string text:
                rest -= 2L * text.Length;
                break;
            case Array array when array.GetType().GetElementType()!.IsPrimitive:
                rest -= Buffer.ByteLength(array);
                break;
            case ReadOnlyMemory<byte> bytes:
                rest -= bytes.Length;
                break;
            case Memory<byte> bytes:
                rest -= bytes.Length;
                break;
            case IDictionary dictionary:
                return TryTake(dictionary.Keys, ref rest) && TryTake(dictionary.Values, ref rest);
            case ICollection items:
                return TryTakeAll(items, ref rest);
            case IEnumerator or IDisposable: // a query in memory or a stream: a second reading can fail
                return false;
        }
        return rest >= 0;
    }

    private static bool TryTakeAll(ICollection items, ref long rest)
    {
        if (rest < 0) return false;
        foreach (var item in items)
            if (!TryTake(item, ref rest)) return false;
        return true;
    }
}
