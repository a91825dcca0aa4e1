using System.Text;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>What some JSON contains, and how many rows a join of its lists would have.</summary>
public sealed class JsonCounterTests
{
    [Theory]
    [InlineData("7", 0, 1, 1)]
    [InlineData("{}", 1, 0, 1)]
    [InlineData("[]", 0, 0, 1)]
    [InlineData("""[{"id":1,"name":"x"},{"id":2,"name":null}]""", 2, 4, 2)]
    [InlineData("""{"items":[{"id":1},{"id":2}],"total":2}""", 3, 3, 2)]
    [InlineData("""{"comments":[1,2,3],"tags":["a","b"]}""", 6, 5, 6)]
    [InlineData("""[{"a":[1,2],"b":[1,2]},{"a":[1,2,3],"b":[]}]""", 9, 7, 7)]
    [InlineData("""{"posts":[{"replies":[1,2]},{"replies":[3]}],"tags":[1,2]}""", 8, 5, 6)]
    [InlineData("[[1,2],[3,4]]", 4, 4, 4)]
    public void It_counts(string json, int items, int values, int rows)
        => Assert.Equal(new(items, values, rows), Read(json, lines: false));

    [Fact]
    public void JSON_lines_are_a_list()
        => Assert.Equal(new(3, 3, 3), Read(string.Join('\n', Enumerable.Repeat("""{"id":1}""", 3)), lines: true));

    [Fact]
    public void A_long_text_may_be_made_of_many_rows()
        => Assert.Equal(new(1, 501, 1), Read($$"""{"csv":"{{new string('a', 10_000)}}"}""", lines: false));

    [Theory]
    [InlineData("""[{"id":1},{"id":2}""", true)]
    [InlineData("""[{"id":1},{"id":2}""", false)]
    public void A_part_is_not_counted(string json, bool complete)
        => Assert.Null(JsonBody.Read(Encoding.UTF8.GetBytes(json), complete, lines: false).Contents);

    private static JsonContents? Read(string json, bool lines)
        => JsonBody.Read(Encoding.UTF8.GetBytes(json), complete: true, lines).Contents;
}
