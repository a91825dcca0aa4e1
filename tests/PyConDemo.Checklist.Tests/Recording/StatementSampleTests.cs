using System.Collections;
using System.Data;
using Npgsql;
using NpgsqlTypes;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>A sample's values take little memory, and nothing reads a value that can be read only once.</summary>
public sealed class StatementSampleTests
{
    private static readonly string Text = new('x', 1_000);

    public static TheoryData<string, object?, bool> Values => new()
    {
        { "nothing", null, true },
        { "DBNull", DBNull.Value, true },
        { "an int", 7, true },
        { "a text", new string('x', 8_192), true },
        { "a long text", new string('x', 100_000), false },
        { "bytes", new byte[8_192], true },
        { "many bytes", new byte[100_000], false },
        { "a memory", new Memory<byte>(new byte[100]), true },
        { "a large memory", new Memory<byte>(new byte[100_000]), false },
        { "a large read-only memory", new ReadOnlyMemory<byte>(new byte[100_000]), false },
        { "numbers", new int[1_024], true },
        { "many numbers", new int[100_000], false },
        { "a table of numbers", new int[1_000, 1_000], false },
        { "ids", Enumerable.Range(0, 1_000).Select(_ => Guid.NewGuid()).ToArray(), true },
        { "texts", Enumerable.Repeat("text", 500).ToArray(), true },
        { "long texts", Enumerable.Repeat(Text, 100).ToArray(), false },
        { "a list of long texts", Enumerable.Repeat(Text, 100).ToList(), false },
        { "a list of byte arrays", Enumerable.Repeat(new byte[1_000], 100).ToList(), false },
        { "a list of numbers", Enumerable.Range(0, 1_000).ToList(), true },
        { "a long list of numbers", Enumerable.Range(0, 100_000).ToList(), false },
        { "a dictionary", new Dictionary<string, string> { ["key"] = "value" }, true },
        { "a dictionary of long texts", Enumerable.Range(0, 100).ToDictionary(n => $"{n}", _ => Text), false },
        { "a list in itself", Recursive(), false },
        { "a stream", new MemoryStream(), false },
        { "a query in memory", Enumerable.Range(0, 3).Where(n => n > 1), false },
        { "an object of another class", new Once(), true },
        { "a polygon", new NpgsqlPolygon(new NpgsqlPoint(0, 0), new NpgsqlPoint(1, 0), new NpgsqlPoint(1, 1)), true },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Only_small_values_are_kept(string name, object? value, bool kept)
    {
        var sample = Create(value);
        Assert.Equal((name, kept), (name, sample.Parameters is not null));
        _ = Fingerprint(value);
        Assert.Equal(0, value is Once once ? once.Readings : 0);
    }

    [Fact]
    public void Many_small_values_are_not_kept()
    {
        Assert.NotNull(Create([.. Enumerable.Repeat<object>(1, 700)]).Parameters);
        Assert.Null(Create([.. Enumerable.Repeat<object>(1, 2_000)]).Parameters);
        Assert.Null(Create([.. Enumerable.Repeat<object>(Text, 100)]).Parameters);
    }

    public static TheoryData<object, object> Equal => new()
    {
        { (int[])[1, 2], new List<int> { 1, 2 } },
        { (long[])[1, 2], new List<long> { 1, 2 } },
        { (Guid[])[Guid.Empty], new List<Guid> { Guid.Empty } },
        { (byte[])[1, 2], new Memory<byte>([1, 2]) },
        { (byte[])[1, 2], new ReadOnlyMemory<byte>([0, 1, 2], 1, 2) },
        { (string[])["a", "b"], new List<string> { "a", "b" } },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void Lists_are_compared_by_their_values(object one, object two)
        => Assert.Equal(Fingerprint(one), Fingerprint(two));

    public static TheoryData<object, object> Different => new()
    {
        { (int[])[1, 2], (int[])[1, 3] },
        { (int[])[1, 2], (int[])[1, 2, 0] },
        { new Memory<byte>([1, 2]), new Memory<byte>([1, 3]) },
        { new List<Guid> { Guid.Empty }, new List<Guid> { Guid.AllBitsSet } },
    };

    [Theory]
    [MemberData(nameof(Different))]
    public void Other_values_have_another_hash(object one, object two)
        => Assert.NotEqual(Fingerprint(one), Fingerprint(two));

    public static TheoryData<object> Usual => [new int[100], new long[100], new Guid[100], new List<int>(new int[100])];

    [Theory]
    [MemberData(nameof(Usual))]
    public void The_usual_lists_take_no_object_per_value(object value)
    {
        const int Times = 100;
        var allocated = WithStatement([value], statement =>
        {
            _ = ValueHash.OfStatement(statement.SqlText, statement.Parameters);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++) _ = ValueHash.OfStatement(statement.SqlText, statement.Parameters);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(allocated, 0, Times * 200); // a hundred boxes take 2,400 bytes
    }

    private static int Fingerprint(object? value) => WithStatement([value], statement => statement.Fingerprint);

    private static StatementSample Create(params object?[] values)
        => WithStatement(values, statement => StatementSample.TryCreate(statement)!);

    private static T WithStatement<T>(object?[] values, Func<SentStatement, T> use)
    {
        using var command = new NpgsqlCommand("SELECT * FROM t WHERE id = ANY($1)");
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return use(SentStatement.Create(command.CommandText, CommandType.Text, command.Parameters));
    }

    private static object[] Recursive()
    {
        var list = new object[1];
        list[0] = list;
        return list;
    }

    /// <summary>Values that only one reader may have.</summary>
    private sealed class Once : IEnumerable<int>
    {
        public int Readings { get; private set; }

        public IEnumerator<int> GetEnumerator()
        {
            Readings++;
            return Enumerable.Empty<int>().GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
