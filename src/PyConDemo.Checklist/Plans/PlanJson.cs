using System.Text.Json;

namespace PyConDemo.Checklist.Plans;

/// <summary>Parses the answer of EXPLAIN (FORMAT JSON).</summary>
internal static class PlanJson
{
    // Each node of a plan takes two levels. The parser's default of 64 is less than generated SQL can reach.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    public static JsonDocument Parse(string json) => JsonDocument.Parse(json, Deep);
}
