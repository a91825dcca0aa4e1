using System.Runtime.CompilerServices;

namespace PyConDemo.Checklist.Sql;

/// <summary>What is known about one text that a program sends.</summary>
internal sealed class SqlText
{
    // Found by reference: a program's texts are mostly constants, or EF Core's cached ones, and hashing one takes
    // longer than all the rest.
    private const int Places = 1024;
    private static readonly SqlText?[] Latest = new SqlText?[Places];

    private SqlText(string text) => (Text, Shape, Hash) = (text, SqlShape.Get(text), text.GetHashCode(StringComparison.Ordinal));

    public string Text { get; }
    public SqlShape Shape { get; }
    public int Hash { get; }

    public static SqlText Get(string text)
    {
        ref var place = ref Latest[RuntimeHelpers.GetHashCode(text) & (Places - 1)];
        return place is { } known && ReferenceEquals(known.Text, text) ? known : place = new(text);
    }
}
