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
    [InlineData("#", 10, 10_000)]
    [InlineData("#", 9, 0)] // nine can be the parts of a document
    [InlineData("~", 12, 8)]
    [InlineData("\"#\"", 12, 0)] // texts are fields
    [InlineData("[~,~]", 12, 8)] // groups
    public void A_dictionary_is_a_list(string value, int count, int mean)
        => Assert.InRange(Mean($"{{\"all\":{Dictionary(Enumerable.Repeat(value, count))}}}"), mean, mean * 2);

    [Fact]
    public void An_object_of_objects_with_different_fields_can_be_a_document()
    {
        var parts = Enumerable.Range(0, 12).Select(n => $$"""{"field{{n}}":{{Fat}}}""").ToList();
        var facts = Read(Dictionary(parts));
        Assert.InRange(facts.DoubtfulBytesPerItem, 10_000, 10_100);
        Assert.Equal((0, null), (facts.BytesPerItem, facts.Gap));
        Assert.Equal(0, Read(Dictionary(parts.Append("1"))).DoubtfulBytesPerItem);
        Assert.Equal(0, Read(Dictionary(parts.Take(9))).DoubtfulBytesPerItem);
    }

    [Fact]
    public void A_dictionary_of_polygons_is_data()
    {
        var ring = $"[[{string.Join(',', Enumerable.Range(0, 2_000).Select(n => $"[7.{n},-3.{n}]"))}]]";
        var countries = Enumerable.Repeat($$"""{"name":"x","coordinates":{{ring}}}""", 20);
        Assert.InRange(Mean(Dictionary(countries)), 1, 200);
    }

    [Fact]
    public void The_beginning_of_a_dictionary_is_judged_too()
    {
        var json = Dictionary(Enumerable.Repeat(Fat, 20));
        var facts = Read(json[..150_000], complete: false);
        Assert.InRange(facts.BytesPerItem, 10_000, 10_010);
        Assert.Equal((null, true), (facts.Gap, facts.IsDictionary));
        Assert.Equal(JsonGap.CutOff, Read(json[..95_000], complete: false).Gap);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(998, true)]
    [InlineData(999, false)]
    public void Deep_JSON_is_read_down_to_a_thousand_levels(int around, bool isRead)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var facts = Read($"{Repeat(open)}[{Fat},{Fat}]{Repeat(close)}");
            Assert.Equal(isRead ? null : JsonGap.TooDeep, facts.Gap);
            Assert.InRange(facts.BytesPerItem, isRead ? 10_000 : 0, isRead ? 10_010 : 0);
        }

        string Repeat(string text) => string.Concat(Enumerable.Repeat(text, around));
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

    private static string Dictionary(IEnumerable<string> values)
        => $"{{{string.Join(',', values.Select((value, n) => $"\"{n}\":{value}"))}}}";

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
