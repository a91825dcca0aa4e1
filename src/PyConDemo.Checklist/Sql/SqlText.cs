namespace PyConDemo.Checklist.Sql;

/// <summary>One SQL text that a program sends, with its shape and hash.</summary>
internal sealed class SqlText
{
    // A look-up by reference, because hashing a text takes longer than the rest of the work. It succeeds mostly: a
    // program's texts are constants, or EF Core caches them.
    private const int Places = 1024;
    private static readonly SqlText?[] Latest = new SqlText?[Places];

    private SqlText(string text)
        => (Text, Shape, Hash) = (text, SqlShape.Get(text), text.GetHashCode(StringComparison.Ordinal));

    public string Text { get; }
    public SqlShape Shape { get; }
    public int Hash { get; }

    public static SqlText Get(string text)
    {
        ref var place = ref Latest[RuntimeHelpers.GetHashCode(text) & (Places - 1)];
        return place is { } known && ReferenceEquals(known.Text, text) ? known : place = new(text);
    }
}
