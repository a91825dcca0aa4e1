using System.Text;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>The bytes per item of the list with the largest items.</summary>
public sealed class JsonListsTests
{
    private static readonly string Fat = $$"""{"text":"{{new string('a', 9_989)}}"}"""; // 10,000 bytes
    private const string Lean = """{"id":1}""";

    [Theory]
    [InlineData("[#,#]")]
    [InlineData("""{"data":{"orders":{"nodes":[#,#,#]}}}""")]
    [InlineData("""{"links":[~,~,~],"items":[#,#]}""")]
    [InlineData("""{"items":[#,#],"links":[~,~,~]}""")]
    [InlineData("""{"items":[{"id":1,"more":[#,#]}]}""")]
    [InlineData("""[["#","#"]]""")] // rows without names
    [InlineData("""{"texts":["#","#"]}""")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":{"f":[{"g":[[#,#]]}]}}}}}}""")]
    public void The_list_with_the_largest_items_counts(string json) => Assert.InRange(Mean(json), 9_900, 20_200);

    [Theory]
    [InlineData("#", 0)]
    [InlineData("[#]", 0)] // a list of one is no list to trim
    [InlineData("""{"items":[]}""", 0)]
    [InlineData("[~,~]", 9)]
    [InlineData("""{"item":#,"lines":[~,~,~]}""", 8)] // the order is fat, its lines are not
    public void Small_items_and_single_ones_do_not(string json, int mean)
        => Assert.InRange(Mean(json), mean, mean + 1);

    [Fact]
    public void Coordinates_do_not_count_but_the_fields_beside_them_do()
    {
        var ring = $"[[{string.Join(',', Enumerable.Range(0, 2_000).Select(n => $"[7.{n},-3.{n}]"))}]]";
        string Feature(string type, string coordinates, string text) => $$$"""
            {"geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}},"properties":{"text":"{{{text}}}"}}
            """;
        string Collection(string text)
            => $"[{Feature("Polygon", ring, text)},{Feature("MultiPolygon", $"[{ring},{ring}]", text)}]";
        Assert.InRange(Mean(Collection("a park")), 1, 200);
        Assert.InRange(Mean(Collection(new string('a', 12_000))), 12_000, 12_200);
    }

    [Fact]
    public void A_flat_array_of_numbers_is_a_field()
    {
        var embedding = string.Join(',', Enumerable.Range(0, 2_000).Select(n => $"0.{n:0000}"));
        Assert.InRange(Mean($$"""[{"id":1,"v":[{{embedding}}]},{"id":2,"v":[{{embedding}}]}]"""), 14_000, 14_100);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\u001e")]
    public void The_lines_of_JSON_lines_are_a_list(string separator)
        => Assert.InRange(Read(string.Join(separator, Fat, Fat, Fat), lines: true).BytesPerItem, 10_000, 10_010);

    [Fact]
    public void A_beginning_is_judged_by_its_complete_items()
    {
        var json = $$"""{"links":[],"items":[{{string.Join(',', Enumerable.Repeat(Fat, 5))}}]}""";
        var facts = Read(json[..35_000], complete: false);
        Assert.InRange(facts.BytesPerItem, 10_000, 10_010);
        Assert.Null(facts.Gap);
        // In front of the second item's end, nobody knows how large the items are.
        Assert.Equal(JsonGap.CutOff, Read(json[..15_000], complete: false).Gap);
        Assert.Equal(JsonGap.CutOff, Read($$"""{"a":[{{Lean}},{{Lean}}],"b":[{{Fat}}""", complete: false).Gap);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[1,2")]
    [InlineData("""{"id":1} or so""")]
    public void What_is_not_JSON_is_not_judged(string text) => Assert.Equal(JsonGap.Invalid, Read(text).Gap);

    [Theory]
    [InlineData("\uFEFF[1,2]")]
    [InlineData("[1,2,]")]
    [InlineData("/* a comment */ [1]")]
    public void What_many_clients_read_is_JSON(string text) => Assert.Null(Read(text).Gap);

    private static long Mean(string json)
    {
        var facts = Read(json.Replace("\"#\"", $"\"{new string('a', 9_998)}\"", StringComparison.Ordinal)
            .Replace("#", Fat, StringComparison.Ordinal).Replace("~", Lean, StringComparison.Ordinal));
        Assert.Null(facts.Gap);
        return facts.BytesPerItem;
    }

    private static JsonFacts Read(string json, bool complete = true, bool lines = false)
        => JsonBody.Read(Encoding.UTF8.GetBytes(json), complete, lines);
}
