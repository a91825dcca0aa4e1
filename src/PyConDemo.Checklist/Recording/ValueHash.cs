using System.Collections;
using System.Runtime.InteropServices;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Compares values by their content: two lists with the same numbers are equal.</summary>
internal static class ValueHash
{
    // A statement with a list of this length is for many rows. Shorter lists occur in loops over rows, too.
    private const int ManyRows = 10;

    // The beginning of a long text distinguishes it from others well enough.
    private const int MaxText = 4 * 1024;

    // The first values of a long list distinguish it from others well enough.
    private const int MaxItems = 100;

    // A list in a list is rare. A list in itself must end somewhere.
    private const int MaxDepth = 8;

    /// <summary>The hash of all values that the statement is sent with; never 0.</summary>
    public static int OfStatement(SqlText text, NpgsqlParameterCollection? parameters)
    {
        var hash = new HashCode();
        foreach (var place in text.Places) hash.Add(place.Literals);
        if (parameters is not null)
            foreach (var parameter in (IList<NpgsqlParameter>)parameters) hash.Add(Of(parameter.Value));
        return hash.ToHashCode() is var result and not 0 ? result : 1;
    }

    /// <summary>The hash of a sample's text and values.</summary>
    public static int OfSample(StatementSample sample)
    {
        var hash = new HashCode();
        hash.Add(sample.Text);
        foreach (var parameter in sample.Parameters ?? []) hash.Add(Of(parameter.Value));
        return hash.ToHashCode();
    }

    /// <summary>The hash of the values at one place.</summary>
    public static int OfPlace(SqlPlace place, NpgsqlParameterCollection parameters)
    {
        if (place is { HasOnlyLiterals: false, Items: 1 }) return Of(Value(place.Parameters[0]));
        var hash = place.Literals;
        foreach (var name in place.Parameters) hash = HashCode.Combine(hash, Of(Value(name)));
        return hash;

        object? Value(string name) => SqlParameters.Find(name, parameters)?.Value;
    }

    /// <summary>A hash of the values if they are a list of many rows, or many rows of VALUES; otherwise 0.</summary>
    public static int OfManyRows(SqlText text, NpgsqlParameterCollection? parameters)
    {
        if (text.Rows >= ManyRows) return OfStatement(text, parameters);
        foreach (var place in text.Places)
        {
            if (!place.IsList) continue;
            var isLong = place.Items >= ManyRows;
            if (!isLong && parameters is not null)
            {
                foreach (var name in place.Parameters)
                    isLong |= Length(SqlParameters.Find(name, parameters)?.Value) >= ManyRows;
            }
            if (!isLong) continue;
            var hash = parameters is null ? place.Literals : OfPlace(place, parameters);
            return hash == 0 ? 1 : hash;
        }
        return 0;
    }

    private static int Of(object? value, int depth = 0)
    {
        switch (value)
        {
            case null or DBNull:
                return 0;
            case string text:
                var start = text.AsSpan(0, Math.Min(text.Length, MaxText));
                return HashCode.Combine(string.GetHashCode(start), text.Length);
            case byte[] bytes:
                return OfValues<byte>(bytes);
            case ReadOnlyMemory<byte> bytes:
                return OfValues(bytes.Span);
            case Memory<byte> bytes:
                return OfValues<byte>(bytes.Span);
            // The usual lists are hashed without an object per value.
            case int[] numbers:
                return OfValues<int>(numbers);
            case long[] numbers:
                return OfValues<long>(numbers);
            case Guid[] ids:
                return OfValues<Guid>(ids);
            case List<int> numbers:
                return OfValues<int>(CollectionsMarshal.AsSpan(numbers));
            case List<long> numbers:
                return OfValues<long>(CollectionsMarshal.AsSpan(numbers));
            case List<Guid> ids:
                return OfValues<Guid>(CollectionsMarshal.AsSpan(ids));
            case ICollection items when depth < MaxDepth:
                var (ofItems, count) = (new HashCode(), 0);
                foreach (var item in items)
                {
                    if (count++ == MaxItems) break;
                    ofItems.Add(Of(item, depth + 1));
                }
                ofItems.Add(items.Count);
                return ofItems.ToHashCode();
            default:
                // An object that compares by reference doesn't tell its content. Its type is all that is known.
                var hash = value.GetHashCode();
                return hash == RuntimeHelpers.GetHashCode(value) ? value.GetType().GetHashCode() : hash;
        }
    }

    private static int OfValues<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var hash = new HashCode();
        var bytes = MemoryMarshal.AsBytes(values);
        hash.AddBytes(bytes[..Math.Min(bytes.Length, 16 * MaxItems)]);
        hash.Add(values.Length);
        return hash.ToHashCode();
    }

    // PostgreSQL can split a text into a list: `{1,2}`, `[1,2]` or `1,2`.
    private static int Length(object? value) => value switch
    {
        string text => text.AsSpan(0, Math.Min(text.Length, MaxText)).Count(',') + 1,
        ICollection items => items.Count,
        _ => 1,
    };
}
