using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures a JSON body, or the beginning of one, in one pass.</summary>
internal static class JsonBody
{
    // ASP.NET Core writes at most 64 levels by default. Other serializers have no limit.
    public const int MaxDepth = 1_000;

    private static readonly JsonReaderOptions Lenient = new()
    {
        MaxDepth = MaxDepth,
        AllowMultipleValues = true,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>True if the text begins as an object or an array.</summary>
    public static bool LooksLikeJson(ReadOnlySpan<byte> text)
        => SkipBom(text).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <param name="complete">False if this is only the beginning.</param>
    /// <param name="lines">True if the root is a list of values, as in JSON lines.</param>
    public static JsonFacts Read(ReadOnlySpan<byte> json, bool complete, bool lines)
    {
        json = SkipBom(json);
        if (lines) json = WithoutSeparators(json);
        var reader = new Utf8JsonReader(json, isFinalBlock: complete, new JsonReaderState(Lenient));
        var (lists, files, bytes) = (new JsonLists(lines), new EncodedFiles(), new ByteArray());
        var counter = new JsonCounter();
        JsonGap? gap = null;
        try
        {
            while (reader.Read())
            {
                Add(ref reader, lists, files, bytes);
                counter.Add(ref reader);
            }
            if (!complete && !lists.IsInJudgedList) gap = JsonGap.CutOff;
            // The beginning may end within a file.
            bytes.End(json.Length, files);
            var rest = json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8);
            if (rest is [(byte)'"', ..]) files.Add(rest[1..]);
        }
        catch (JsonException)
        {
            gap = counter.Depth >= MaxDepth ? JsonGap.TooDeep : JsonGap.Invalid;
        }
        lists.End();
        return new()
        {
            BytesPerItem = lists.LargestMean,
            IsDictionary = lists.IsDictionary,
            DoubtfulBytesPerItem = lists.LargestDoubtfulMean,
            Files = files.Count,
            FileCharacters = files.Characters,
            FileKind = files.LargestKind,
            UnknownCharacters = files.UnknownCharacters,
            Contents = complete && gap is null ? counter.Contents : null,
            Gap = gap,
        };
    }

    private static void Add(ref Utf8JsonReader reader, JsonLists lists, EncodedFiles files, ByteArray bytes)
    {
        var (type, end) = (reader.TokenType, reader.BytesConsumed);
        if (type == JsonTokenType.String) files.Add(reader.ValueSpan);
        if (type == JsonTokenType.Number) bytes.Add(reader.ValueSpan);
        else if (type == JsonTokenType.EndArray) bytes.End(end, files);
        else bytes.Stop();
        if (type == JsonTokenType.StartArray) bytes.Start(reader.TokenStartIndex);

        switch (type)
        {
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                lists.Open(reader.TokenStartIndex, isObject: type == JsonTokenType.StartObject);
                break;
            case JsonTokenType.PropertyName:
                lists.AddField(reader.ValueSpan);
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                lists.Close(end);
                break;
            case JsonTokenType.Number or JsonTokenType.Null: // a chart's points have gaps
                lists.EndItem(end, JsonLists.ItemKind.Number);
                break;
            default:
                lists.EndItem(end, JsonLists.ItemKind.Other);
                break;
        }
    }

    private static ReadOnlySpan<byte> SkipBom(ReadOnlySpan<byte> text)
        => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    // A JSON text sequence has a record separator before each value (RFC 7464).
    private static ReadOnlySpan<byte> WithoutSeparators(ReadOnlySpan<byte> text)
    {
        const byte Separator = 0x1E;
        if (!text.Contains(Separator)) return text;
        var spaced = text.ToArray();
        spaced.AsSpan().Replace(Separator, (byte)' ');
        return spaced;
    }
}
