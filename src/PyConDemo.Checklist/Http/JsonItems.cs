using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures the items of the list that a JSON answer consists of: the first array of objects near its root.</summary>
internal static class JsonItems
{
    private const int MaxDepth = 3; // [ … ], { "items": [ … ] } and { "data": { "items": [ … ] } }

    /// <summary>The mean size of an item in bytes; 0 when there are not several. The beginning of a body is enough.</summary>
    public static long MeanSize(ReadOnlySpan<byte> json, bool complete)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: complete, state: default);
        var (list, items, first, end, start) = (-1, 0, 0L, 0L, 0L);
        try
        {
            while (reader.Read())
            {
                if (list < 0 && reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth < MaxDepth)
                {
                    list = reader.CurrentDepth;
                }
                else if (reader.CurrentDepth == list && reader.TokenType == JsonTokenType.EndArray)
                {
                    if (items > 0) break;
                    list = -1; // empty, or of plain values: another may follow
                }
                else if (reader.CurrentDepth == list + 1 && list >= 0 && reader.TokenType == JsonTokenType.StartObject)
                {
                    start = reader.TokenStartIndex;
                    if (items++ == 0) first = start;
                }
                else if (reader.CurrentDepth == list + 1 && list >= 0 && reader.TokenType == JsonTokenType.EndObject)
                {
                    end = reader.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            return 0; // not JSON after all: not our business
        }
        if (items < 2) return 0;
        // The last item may be cut off: the whole ones count.
        return end > start ? (end - first) / items : (start - first) / (items - 1);
    }
}
